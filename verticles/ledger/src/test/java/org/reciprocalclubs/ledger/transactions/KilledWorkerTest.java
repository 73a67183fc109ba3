package org.reciprocalclubs.ledger.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;

/** The worker's process is killed, as by a power failure, with transactions under way in every state. */
class KilledWorkerTest {
  private static final int WANTED = 40;
  private static final int KILLS = 5;
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");
  @TempDir
  static Path directory;

  private static long count(String states) {
    return DATABASE.count("select count(*) from ledger.transaction where state in (" + states + ")");
  }

  private static Process begin(Grounds grounds) throws IOException {
    var server = DATABASE.settings().server();
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
        System.getProperty("java.class.path"), WorkerProcess.class.getName()));
    command.addAll(
        List.of(String.valueOf(server.port()), server.database(), grounds.profile().toString()));
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(directory.resolve("worker.log").toFile()).start();
  }

  @Test
  void whatever_is_under_way_when_it_is_killed_stands_once_in_the_end() throws Exception {
    Map<UUID, UUID> wanted = new LinkedHashMap<>();
    List<String> hit = new ArrayList<>();
    try (var grounds = Grounds.development(directory.resolve("ledger"));
        var registry = new Registry(DATABASE, grounds.profile())) {
      for (int i = 0; i < KILLS; i++) {
        for (int j = 0; j < WANTED / KILLS; j++) {
          var club = Ids.uuid7();
          wanted.put(club, registry.want(Registry.enrolment(club)));
        }
        var process = begin(grounds);
        var state = i % 2 == 0 ? "'ENDORSED', 'SUBMITTED'" : "'SUBMITTED'";
        Eventually.until("something is under way", () -> count(state) > 0);
        process.destroyForcibly().waitFor();
        hit.add(count("'ENDORSED'") + " endorsed, " + count("'SUBMITTED'") + " submitted");
      }
      var last = begin(grounds);
      wanted.values().forEach(id -> registry.until(id, State.CONFIRMED));
      last.destroyForcibly().waitFor();
      System.out.println("killed " + hit.size() + " times, with " + hit);
      assertThat(hit).hasSize(KILLS);
      stand(registry, wanted);
    }
  }

  private static void stand(Registry registry, Map<UUID, UUID> wanted) {
    try (var ledger = registry.ledger()) {
      wanted.forEach((club, id) -> {
        assertThat(Registry.enrolled(ledger, club, Grounds.CITY).getString("tx"))
            .isEqualTo(registry.stored(id).tx());
        assertThat(registry.told(id).stream().filter("CONFIRMED"::equals)).hasSize(1);
      });
    }
  }
}
