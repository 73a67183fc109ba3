package org.reciprocalclubs.reciprocal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreSettings;
import org.reciprocalclubs.kit.store.TestDatabase;

/**
 * The process that puts agreements into force is another one, and is killed (SIGKILL) between any two steps
 * and in the middle of each, the first of which is part of the approval itself.
 */
class ActivationFaultTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal",
      "ledger");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** With the ledger's record between the approvals and the agreement's force. */
  private static final List<Step> TABLE = Activation.steps(Activation.TABLE, List.of("ledger"));

  /** Does some steps, says so after each, and waits to be killed: after the last, or within the one after. */
  static final class Worker {

    private Worker() {}

    public static void main(String[] args) throws InterruptedException {
      int whole = Integer.parseInt(args[3]);
      boolean within = Boolean.parseBoolean(args[4]);
      var store = Store.open(Vertx.vertx(), StoreSettings.of(
          StoreSettings.Server.tcp(args[0], Integer.parseInt(args[1]), args[2]), TestDatabase.passwords()));
      var stuck = new ActivationSaga(store, TABLE.stream().map(Worker::stuck).toList(), 1);
      if (whole == 0) {
        store.perform(Scope.club(UUID.fromString(args[6])),
            tx -> Approvals.approve(tx, UUID.fromString(args[5]), stuck));
      }
      var saga = new ActivationSaga(store, TABLE, 1);
      for (int i = 1; i < whole; i++) {
        saga.turn();
        say("done");
      }
      if (within) {
        stuck.turn();
      } else {
        say("between");
      }
      Thread.currentThread().join();
    }

    /** Has had its effect, and never commits. */
    private static Step stuck(Step step) {
      return new Step(step.name(), step.demand(), (tx, file) -> {
        var result = step.action().run(tx, file);
        say("within");
        try {
          Thread.currentThread().join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return result;
      }, step.undo(), step.retry());
    }

    private static void say(String word) {
      System.out.println("worker:" + word);
      System.out.flush();
    }
  }

  @Test
  void a_worker_killed_at_any_point_leaves_an_agreement_that_becomes_active_once_and_is_told_once()
      throws Exception {
    var agreements = new Approvals(DATABASE, new ActivationSaga(DATABASE.store(), TABLE, 10));
    Map<String, Integer> kills = new TreeMap<>();
    int steps = TABLE.size();
    for (int whole = 1; whole <= steps; whole++) {
      for (boolean within : whole < steps ? new boolean[]{false, true} : new boolean[]{false}) {
        var id = agreements.approved(Approvals.today());
        agreements.recorded(id, "CONFIRMED", null);
        kill(agreements, id, whole, within);
        assertThat(agreements.steps(id).stream().filter(step -> step.endsWith(" DONE"))).hasSize(whole);
        assertThat(agreements.state(id)).isEqualTo(whole < 3 ? "APPROVED" : "ACTIVE");
        kills.merge(within ? "within step " + (whole + 1) : "after step " + whole, 1, Integer::sum);
        finishes(agreements, id);
      }
    }
    var id = agreements.proposed(Approvals.today(), "America/Los_Angeles");
    kill(agreements, id, 0, true);
    kills.merge("within step 1", 1, Integer::sum);
    assertThat(agreements.state(id)).isEqualTo("PROPOSED");
    assertThat(agreements.rows(id)).as("an approval that was not answered").isEmpty();
    agreements.approve(id);
    agreements.recorded(id, "CONFIRMED", null);
    finishes(agreements, id);
    System.out.println("workers killed: " + kills);
    assertThat(kills).hasSize(2 * steps).allSatisfy((_, times) -> assertThat(times).isPositive());
  }

  /** The one that comes after; a server needs a moment to see that the killed one is gone. */
  private static void finishes(Approvals agreements, UUID id) throws InterruptedException {
    var done = List.of("APPROVALS DONE", "LEDGER DONE", "ACTIVE DONE", "TELL_PROPOSER DONE",
        "TELL_PARTNER DONE");
    for (long end = System.nanoTime() + PATIENCE.toNanos(); !agreements.steps(id).equals(done)
        && System.nanoTime() < end;) {
      if (!agreements.saga().turn()) {
        Thread.sleep(10);
      }
    }
    assertThat(agreements.steps(id)).isEqualTo(done);
    assertThat(agreements.state(id)).isEqualTo("ACTIVE");
    assertThat(agreements.activated(id)).isOne();
    assertThat(agreements.told(id)).containsExactly(1L, 1L);
  }

  private static void kill(Approvals agreements, UUID id, int whole, boolean within)
      throws IOException, InterruptedException {
    var server = DATABASE.settings().server();
    var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"), Worker.class.getName(), server.hosts().getFirst(),
        Integer.toString(server.port()), server.database(), Integer.toString(whole),
        Boolean.toString(within), id.toString(), agreements.clubs(id).getLast().toString())
        .redirectErrorStream(true).start();
    try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      var last = within ? "worker:within" : "worker:between";
      assertThat(output.lines().anyMatch(last::equals)).as("the worker came so far").isTrue();
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor()).as("killed, not ended").isEqualTo(128 + 9);
    }
  }
}
