package org.reciprocalclubs.kit.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.GrpcSettings;

final class SettingsTest {
  record Limits(int maxGuests, Duration pause) {
    Limits {
      if (maxGuests > 10) {
        throw new IllegalArgumentException("maxGuests must be 10 at most");
      }
    }
  }

  record Desk(String name, boolean open, Size photo, List<String> clubs, List<Integer> lanes,
      Optional<String> motto,
      Secret password, Limits limits) {}

  private static final String DEFAULTS = """
      desk:
        name: front
        open: true
        photo: 64KiB
        clubs: [a, b]
        lanes: []
        motto: ""
        password_file: ""
        limits:
          max_guests: 4
          pause: 5s
      """;

  @TempDir
  Path directory;

  @Test
  void recordsAreBoundFromTheDefaults() throws IOException {
    assertThat(desk(DEFAULTS, Map.of()))
        .isEqualTo(new Desk("front", true, new Size(65_536), List.of("a", "b"),
            List.of(), Optional.empty(), Secret.NONE, new Limits(4, Duration.ofSeconds(5))));
  }

  @Test
  void theShapeWinsOverDefaultsAndTheEnvironmentOverBoth() throws IOException {
    Path shape = write("shape.yaml", "desk: {name: side, limits: {pause: 250ms}}");
    Settings settings = Settings.load(write("app.yaml", DEFAULTS), List.of(shape),
        Map.of("CLUBS_DESK_NAME", "back",
            "CLUBS_DESK_CLUBS", "x, y,z", "CLUBS_TEST_DATA", "/x", "PATH", "/bin", "CLUBS_DESK_PASSWORD",
            "hush"));
    Desk desk = settings.bind("desk", Desk.class);
    assertThat(desk.name()).isEqualTo("back");
    assertThat(desk.clubs()).containsExactly("x", "y", "z");
    assertThat(desk.limits().pause()).isEqualTo(Duration.ofMillis(250));
    assertThat(desk.password().value()).isEqualTo("hush");
    assertThat(settings.redacted()).contains("desk.name = back   # environment CLUBS_DESK_NAME",
        "desk.password = ***   # environment CLUBS_DESK_PASSWORD").doesNotContain("hush");
    assertThat(desk.toString()).doesNotContain("hush");
  }

  @Test
  void aSecretIsReadFromItsFile() throws IOException {
    Path secret = write("password", "hush\n");
    assertThat(desk(DEFAULTS.replace("password_file: \"\"", "password_file: " + secret), Map.of()).password()
        .value())
        .isEqualTo("hush");
    assertRefused(DEFAULTS.replace("password_file: \"\"", "password_file: /nowhere"), Map.of(),
        "desk.password_file names /nowhere, which cannot be read (APP).");
    assertRefused(DEFAULTS.replace("password_file: \"\"", "password_file: \"\"\n  password: hush"), Map.of(),
        "desk.password is a secret and must not stand in APP; use desk.password_file or the environment.");
  }

  @Test
  void whatIsWrongNamesTheKeyTheValueAndTheSource() throws IOException {
    assertRefused(DEFAULTS, Map.of("CLUBS_DESK_NAMES", "x"),
        "Unknown setting CLUBS_DESK_NAMES in the environment; did you mean CLUBS_DESK_NAME?");
    assertRefused(DEFAULTS + "  nmae: x\n", Map.of(),
        "Unknown setting desk.nmae in APP; did you mean desk.name?");
    assertRefused(DEFAULTS, Map.of("CLUBS_DESK_LIMITS_MAX_GUESTS", "many"),
        "desk.limits.max_guests must be a whole number, not \"many\" (environment CLUBS_DESK_LIMITS_MAX_GUESTS).");
    assertRefused(DEFAULTS, Map.of("CLUBS_DESK_LIMITS_MAX_GUESTS", "11"),
        "desk.limits.max_guests must be 10 at most, not \"11\" (environment CLUBS_DESK_LIMITS_MAX_GUESTS).");
    assertRefused(DEFAULTS, Map.of("CLUBS_DESK_LIMITS_PAUSE", "5"),
        "desk.limits.pause must be a duration such as 250ms, 5s, 10m, 2h or 30d, not \"5\""
            + " (environment CLUBS_DESK_LIMITS_PAUSE).");
    assertRefused(DEFAULTS, Map.of("CLUBS_DESK_OPEN", "yes"),
        "desk.open must be true or false, not \"yes\" (environment CLUBS_DESK_OPEN).");
    assertRefused(DEFAULTS, Map.of("CLUBS_DESK_LANES", "1,b"),
        "desk.lanes must be a whole number, not \"b\" (environment CLUBS_DESK_LANES).");
    assertRefused(DEFAULTS.replace("  open: true\n", ""), Map.of(), "The setting desk.open is missing.");
    assertRefused(DEFAULTS.replace("name: front", "name: [front]"), Map.of(),
        "desk.name must be a single value, not a list (APP).");
  }

  @Test
  void aShapeCannotInventKeys() throws IOException {
    Path app = write("app.yaml", DEFAULTS);
    Path shape = write("shape.yaml", "desk: {opne: true}");
    assertThatThrownBy(() -> Settings.load(app, List.of(shape), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage("Unknown setting desk.opne in " + shape + "; did you mean desk.open?");
    assertThatThrownBy(() -> Settings.load(Path.of("/nowhere.yaml"), List.of(), Map.of()))
        .hasMessage("The settings file /nowhere.yaml does not exist.");
  }

  @Test
  void theShippedSettingsBindAndEveryKeyIsExplained() throws IOException {
    Path conf = Path.of("../../conf");
    Settings settings = Settings.load(conf.resolve("app.yaml"), List.of(conf.resolve("shapes/all.yaml")),
        Map.of());
    assertThat(settings.bind("node", NodeSettings.class).rooms()).contains("reciprocal", "edge");
    assertThat(settings.bind("http", HttpSettings.class).port()).isEqualTo(8080);
    assertThat(settings.bind("grpc", GrpcSettings.class).port()).isEqualTo(9080);
    assertThat(settings.bind("bus", BusSettings.class)).isEqualTo(BusSettings.DEFAULT);
    assertThat(settings.bind("tracing", TracingSettings.class).endpoint()).isEmpty();
    assertThat(settings.bind("token", TokenSettings.class).issuer()).isNotBlank();
    assertThat(settings.bind("database", DatabaseSettings.class).store().passwords()).isEmpty();
    assertThat(Files.readString(conf.resolve("app.yaml"))).contains("# ");
  }

  private Desk desk(String defaults, Map<String, String> environment) throws IOException {
    return Settings.load(write("app.yaml", defaults), List.of(), environment).bind("desk", Desk.class);
  }

  private void assertRefused(String defaults, Map<String, String> environment, String sentence) {
    assertThatThrownBy(() -> desk(defaults, environment)).isInstanceOf(SettingsException.class)
        .hasMessage(sentence.replace("APP", directory.resolve("app.yaml").toString()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
