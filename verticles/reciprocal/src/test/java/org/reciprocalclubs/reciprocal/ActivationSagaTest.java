package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSagaStep;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.Step.Done;
import org.reciprocalclubs.reciprocal.Step.Retry;
import org.reciprocalclubs.reciprocal.Step.Undo;

/** How approved agreements come into force, or do not, on a real database. */
class ActivationSagaTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final Retry AT_ONCE = new Retry(Duration.ZERO, Duration.ZERO, Duration.ofDays(10));
  private static final Retry ONCE = new Retry(Duration.ZERO, Duration.ZERO, Duration.ofNanos(1));

  private static Approvals of(List<Step> steps) {
    return new Approvals(DATABASE, new ActivationSaga(DATABASE.store(), steps, 10));
  }

  private static void run(Approvals agreements) {
    while (agreements.saga().turn()) {
      // until nothing is due
    }
  }

  @Test
  void an_agreement_is_activated_once_and_each_club_is_told_once() {
    var agreements = of(Approvals.STEPS);
    var id = agreements.ready();
    assertThat(agreements.steps(id)).containsExactly("APPROVALS DONE", "ACTIVE WAITING",
        "TELL_PROPOSER WAITING", "TELL_PARTNER WAITING");
    run(agreements);
    assertThat(agreements.steps(id)).containsExactly("APPROVALS DONE", "ACTIVE DONE", "TELL_PROPOSER DONE",
        "TELL_PARTNER DONE");
    assertThat(agreements.state(id)).isEqualTo("ACTIVE");
    assertThat(agreements.activated(id)).isOne();
    assertThat(agreements.told(id)).containsExactly(1L, 1L);
    assertThat(agreements.rows(id)).allSatisfy(step -> {
      assertThat(step.hasNextTryAt()).isFalse();
      assertThat(step.hasFinishedAt()).isTrue();
      assertThat(step.getAttempts()).isZero();
    });
  }

  @Test
  void many_workers_do_each_step_once() throws Exception {
    var agreements = of(Approvals.STEPS);
    var ids = IntStream.range(0, 10).mapToObj(_ -> agreements.ready()).toList();
    List<Callable<Boolean>> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      workers.add(() -> {
        run(agreements);
        return true;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(workers)) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(ids).allSatisfy(id -> {
      assertThat(agreements.activated(id)).isOne();
      assertThat(agreements.told(id)).containsExactly(1L, 1L);
    });
  }

  @Test
  void an_agreement_whose_first_day_is_to_come_waits_for_it() {
    var agreements = of(Approvals.STEPS);
    var today = Approvals.today();
    var id = agreements.approved(today.plusDays(10));
    run(agreements);
    assertThat(agreements.steps(id)).containsExactly("APPROVALS DONE", "ACTIVE WAITING",
        "TELL_PROPOSER WAITING", "TELL_PARTNER WAITING");
    assertThat(agreements.rows(id).get(1).getNextTryAt().getSeconds()).isEqualTo(
        today.plusDays(10).atStartOfDay(ZoneId.of("America/Los_Angeles")).toEpochSecond());
    assertThat(agreements.state(id)).isEqualTo("APPROVED");
  }

  @Test
  void it_waits_for_its_first_day_where_that_begins_first() {
    var agreements = of(Approvals.STEPS);
    var first = Approvals.today().plusDays(10);
    var id = agreements.approved(first, "Pacific/Auckland");
    assertThat(agreements.rows(id).get(1).getNextTryAt().getSeconds())
        .isEqualTo(first.atStartOfDay(ZoneId.of("Pacific/Auckland")).toEpochSecond());
  }

  @Test
  void an_agreement_whose_first_day_has_come_is_active_for_whoever_approves() {
    var agreements = of(Approvals.STEPS);
    var id = agreements.approved(Approvals.today());
    assertThat(agreements.state(id)).isEqualTo("ACTIVE");
    assertThat(agreements.steps(id)).containsExactly("APPROVALS DONE", "ACTIVE DONE",
        "TELL_PROPOSER RUNNING", "TELL_PARTNER WAITING");
    assertThat(agreements.activated(id)).isOne();
    run(agreements);
    assertThat(agreements.told(id)).containsExactly(1L, 1L);
  }

  @Test
  void what_ended_meanwhile_is_not_activated_and_nobody_is_told() {
    var agreements = of(Approvals.STEPS);
    var id = agreements.ready();
    abandon(id);
    run(agreements);
    assertThat(agreements.state(id)).isEqualTo("WITHDRAWN");
    assertThat(agreements.steps(id)).containsExactly("APPROVALS COMPENSATED", "ACTIVE FAILED",
        "TELL_PROPOSER WAITING", "TELL_PARTNER WAITING");
    assertThat(agreements.rows(id).get(1).getError()).isEqualTo("AGREEMENT_ENDED");
    assertThat(agreements.activated(id)).isZero();
    assertThat(agreements.told(id)).containsExactly(0L, 0L);
  }

  private static void abandon(UUID id) {
    var club = DATABASE.admin("select club from reciprocal.agreement where id = $1", id).iterator().next()
        .getUUID(0);
    DATABASE.store().perform(Scope.club(club),
        tx -> ActivationActs.abandon(tx, AgreementFile.open(tx, id), "TEST"));
  }

  @Test
  void a_step_that_fails_is_tried_again_and_says_why_meanwhile() {
    var tries = new ArrayList<Integer>();
    var agreements = of(List.of(Approvals.STEPS.getFirst(), new Step("LEDGER", "ledger", (_, _) -> {
      tries.add(tries.size());
      if (tries.size() < 4) {
        throw Problem.conflict("LEDGER_AWAY", "It does not answer.");
      }
      return new Done();
    }, Undo.NOTHING, AT_ONCE), Approvals.STEPS.get(1)));
    var id = agreements.ready();
    assertThat(tries).as("within the approval").isEmpty();
    agreements.saga().turn();
    var failed = agreements.rows(id).get(1);
    assertThat(failed.getState()).isEqualTo(AgreementSagaStep.State.RUNNING);
    assertThat(failed.getError()).isEqualTo("LEDGER_AWAY");
    assertThat(failed.getAttempts()).isOne();
    assertThat(failed.hasNextTryAt()).isTrue();
    run(agreements);
    assertThat(tries).hasSize(4);
    assertThat(agreements.state(id)).isEqualTo("ACTIVE");
    assertThat(agreements.rows(id).get(1).getAttempts()).isEqualTo(3);
  }

  @Test
  void when_a_step_fails_for_good_those_before_it_are_taken_back_from_the_last_to_the_first() {
    var undone = new ArrayList<String>();
    var vote = new Step("VOTE", "vote", (_, _) -> new Done(), (_, _, code) -> undone.add("VOTE " + code),
        AT_ONCE);
    var ledger = new Step("LEDGER", "ledger", (_, _) -> {
      throw Problem.conflict("LEDGER_AWAY", "It does not answer.");
    }, Undo.NOTHING, ONCE);
    var approvals = Approvals.STEPS.getFirst();
    var noted = new Step("APPROVALS", null, approvals.action(), (tx, file, code) -> {
      approvals.undo().run(tx, file, code);
      undone.add("APPROVALS " + code);
    }, AT_ONCE);
    var agreements = of(List.of(noted, vote, ledger, Approvals.STEPS.get(1)));
    var id = agreements.ready();
    run(agreements);
    assertThat(undone).containsExactly("VOTE LEDGER_AWAY", "APPROVALS LEDGER_AWAY");
    assertThat(agreements.steps(id)).containsExactly("APPROVALS COMPENSATED", "VOTE COMPENSATED",
        "LEDGER FAILED", "ACTIVE WAITING");
    assertThat(agreements.state(id)).isEqualTo("WITHDRAWN");
    assertThat(DATABASE.count(
        "select count(*) from kit.event where stream = $1 and type like '%.AgreementAbandoned'", id)).isOne();
    assertThat(agreements.activated(id)).isZero();
  }

  @Test
  void a_third_club_sees_no_step() {
    var agreements = of(Approvals.STEPS);
    var id = agreements.ready();
    var third = new Federation(DATABASE).club("THIRD");
    List<AgreementSagaStep> seen = DATABASE.store().read(Scope.club(third),
        tx -> ActivationRows.list(tx, id));
    assertThat(seen).isEmpty();
    run(agreements);
  }
}
