package org.reciprocalclubs.ledger.transactions;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.reciprocalclubs.ledger.transactions.Registry.WAITS;
import static org.reciprocalclubs.ledger.transactions.Registry.enrol;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.LedgerRefused;

/** Whose certificates sign, and how they are exchanged while all goes on. */
class IdentityTest {
  private static final List<String> FILES = List.of("tls-ca.pem", "ca.pem", "client.pem", "client.key");
  private static final List<String> PAIR = List.of("client.pem", "client.key");
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");
  @TempDir
  static Path directory;
  private static Grounds grounds;

  @BeforeAll
  static void start() {
    grounds = Grounds.development(directory.resolve("ledger"));
  }

  @AfterAll
  static void stop() {
    grounds.close();
  }

  /** The same network, with files of its own that can be exchanged. */
  private static Path copy(String name) throws IOException {
    var folder = Files.createDirectory(directory.resolve(name));
    var profile = new JsonObject(Files.readString(grounds.profile()));
    for (var each : profile.getJsonArray("organisations")) {
      var msp = ((JsonObject) each).getString("msp");
      Files.createDirectory(folder.resolve(msp));
      for (var file : FILES) {
        Files.copy(grounds.profile().resolveSibling(msp).resolve(file), folder.resolve(msp).resolve(file));
      }
    }
    return Files.copy(grounds.profile(), folder.resolve("network.json"));
  }

  private static void exchange(Path profile, String file, String msp) throws IOException {
    var next = profile.resolveSibling("next");
    Files.copy(grounds.profile().resolveSibling(msp).resolve(file), next, REPLACE_EXISTING);
    Files.move(next, profile.resolveSibling(Grounds.FEDERATION).resolve(file), REPLACE_EXISTING);
  }

  @Test
  void given_an_organisation_that_was_added_to_the_profile_then_it_is_known_and_used() throws IOException {
    var profile = copy("growing");
    var whole = Files.readString(profile);
    var smaller = new JsonObject(whole);
    smaller.getJsonArray("organisations").remove(2);
    Files.writeString(profile, smaller.encode());
    try (var registry = new Registry(DATABASE, profile); var ledger = registry.ledger()) {
      assertThat(ledger.organisations()).containsExactly(Grounds.FEDERATION, Grounds.CITY);
      registry.work(UnaryOperator.identity());
      var club = Ids.uuid7();
      registry.until(registry.want(new Wanted("club/" + club, Kind.KEY, Registry.FEDERATION, null,
          enrol(club, Grounds.HARBOUR))), State.CONFIRMED);
      var key = new Call("clubs", "PublishRevocations", List.of(club.toString(), "1", "ab".repeat(32), "0"),
          Grounds.HARBOUR, Set.of());
      var id = registry.want(new Wanted("list/" + club, Kind.KEY, Registry.HARBOUR, null, key));
      Eventually.until("it waits", () -> registry.stored(id).attempts() > 0);
      assertThat(registry.stored(id).error()).startsWith("LEDGER_AWAY");

      Files.writeString(profile, whole);
      registry.until(id, State.CONFIRMED);
      assertThat(ledger.organisations()).contains(Grounds.HARBOUR);
    }
  }

  @Test
  void given_anothers_certificate_then_peers_refuse_it_and_what_is_wanted_waits_until_ours_is_back()
      throws IOException {
    var profile = copy("wrong");
    for (var file : PAIR) {
      exchange(profile, file, Grounds.HARBOUR);
    }
    try (var registry = new Registry(DATABASE, profile); var ledger = registry.ledger()) {
      var refused = catchThrowableOfType(LedgerRefused.class,
          () -> ledger.endorse(enrol(Ids.uuid7(), Grounds.CITY)));
      assertThat(refused.code()).isEqualTo(LedgerRefused.IDENTITY_REFUSED);

      registry.work(UnaryOperator.identity());
      var id = registry.want(Registry.enrolment(Ids.uuid7()));
      Eventually.until("it was refused more often than a contract may",
          () -> registry.stored(id).attempts() > Registry.SETTINGS.tries().refusals());
      assertThat(registry.stored(id).state()).isEqualTo(State.PENDING);
      assertThat(registry.stored(id).error()).startsWith(LedgerRefused.IDENTITY_REFUSED);
      for (var file : PAIR) {
        exchange(profile, file, Grounds.FEDERATION);
      }
      registry.until(id, State.CONFIRMED);
    }
  }

  @Test
  void given_a_key_that_is_not_yet_that_of_the_certificate_then_what_was_read_before_signs_on()
      throws IOException {
    var profile = copy("half");
    try (var ledger = FabricLedger.open(profile, WAITS)) {
      exchange(profile, "client.key", Grounds.HARBOUR);
      Eventually.passes(() -> {
        ledger.endorse(enrol(Ids.uuid7(), Grounds.CITY));
        assertThat(ledger.standing().getFirst().readable()).isFalse();
        return ledger;
      });
      exchange(profile, "client.key", Grounds.FEDERATION);
      Eventually.passes(() -> {
        ledger.endorse(enrol(Ids.uuid7(), Grounds.CITY));
        assertThat(ledger.standing().getFirst().readable()).isTrue();
        return ledger;
      });
    }
  }
}
