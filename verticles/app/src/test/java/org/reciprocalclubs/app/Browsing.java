package org.reciprocalclubs.app;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One house and one Chromium for all tests of the pages, opened by the first that asks for them. */
final class Browsing implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final House house;
  private final Postbox postbox;
  private final Playwright playwright;
  private final Browser browser;
  private final Map<String, String> tokens = new HashMap<>();

  private Browsing(Path directory) throws Exception {
    this.directory = directory;
    if (!Files.isExecutable(CHROMIUM)) {
      throw new AssertionError("The browser " + CHROMIUM + " is missing: deploy/test installs it");
    }
    postbox = new Postbox();
    Map<String, String> settings = new HashMap<>(postbox.settings());
    settings.putAll(WallProvider.SETTINGS);
    house = House.start(directory.resolve("data"), settings);
    playwright = Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
        .setArgs(List.of("--no-sandbox", "--use-fake-device-for-media-stream",
            "--use-file-for-fake-video-capture=" + film())));
    PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
  }

  /** Hands the one {@code Browsing} to tests; it ends with the last of them. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == Browsing.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return test.getRoot().getStore(Namespace.create(Browsing.class)).computeIfAbsent(Browsing.class,
          first -> open(), Browsing.class);
    }

    private static Browsing open() {
      try {
        return new Browsing(Files.createTempDirectory("pages"));
      } catch (Exception unusable) {
        throw new IllegalStateException("No browser, or no house", unusable);
      }
    }
  }

  /** Where everybody's mail arrives. */
  Postbox postbox() {
    return postbox;
  }

  House house() {
    return house;
  }

  String origin() {
    return "http://localhost:" + port();
  }

  int port() {
    return house.portBase() + 80;
  }

  /** What the browser's camera sees, once it is opened. */
  Path film() {
    return directory.resolve("camera.y4m");
  }

  Window window(Window.Size size) {
    return Window.open(browser, origin(), size);
  }

  /** A window onto another house. */
  Window window(Window.Size size, House other) {
    return Window.open(browser, "http://localhost:" + (other.portBase() + 80), size);
  }

  /** A window whose way to the house is a cable. */
  Window window(Window.Size size, Cable cable) {
    return Window.open(browser, cable.origin(), size);
  }

  /** A new one-time code for a desk of the club City. */
  String kioskCode() throws Exception {
    return as("admin@city.example", "POST", "/api/v1/enrolment-codes",
        new JsonObject().put("name", "Front desk"))
        .getString("code");
  }

  /** A kiosk at the club City that is not a page: it admits while a test looks elsewhere. */
  Kiosk kiosk() throws Exception {
    return Kiosk.enrol(house, kioskCode());
  }

  /** A request in the name of a demonstration login; it must succeed. */
  JsonObject as(String email, String method, String path, JsonObject body) throws Exception {
    if (!tokens.containsKey(email)) {
      tokens.put(email, house.token(email));
    }
    var answer = house.send(method, path, tokens.get(email), method.equals("GET") ? null : body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return new JsonObject(answer.body());
  }

  String password(String email) throws IOException {
    return house.password(email);
  }

  @Override
  public void close() throws IOException {
    browser.close();
    playwright.close();
    house.close();
    postbox.close();
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
