package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.reciprocal.Step.Done;
import org.reciprocalclubs.reciprocal.Step.Never;
import org.reciprocalclubs.reciprocal.Step.Retry;
import org.reciprocalclubs.reciprocal.Step.Undo;
import org.reciprocalclubs.reciprocal.desk.DeskSettings;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.desk.VisitDesk;
import org.reciprocalclubs.reciprocal.rules.Request;

/** Whom the desks admit while a step of another room stands between both approvals and {@code ACTIVE}. */
class ActivationGateTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final Retry AT_ONCE = new Retry(Duration.ZERO, Duration.ZERO, Duration.ofDays(1));
  private static VisitDesk desk;
  private static int members;

  @BeforeAll
  static void open() {
    desk = new VisitDesk(DATABASE.vertx(), DATABASE.store(), DeskSettings.DEFAULTS,
        new SimpleMeterRegistry());
  }

  @AfterAll
  static void close() {
    TestDatabase.await(desk.close());
  }

  private static Approvals with(Step.Action witness) {
    var table = new ArrayList<>(Approvals.STEPS);
    table.add(1, new Step("WITNESS", "witness", witness, Undo.NOTHING, AT_ONCE));
    return new Approvals(DATABASE, new ActivationSaga(DATABASE.store(), table, 10));
  }

  /** A member of each of the two clubs, at the other. */
  private static List<CheckInResponse> checkIns(Approvals agreements, UUID agreement) {
    var clubs = agreements.clubs(agreement);
    return List.of(checkIn(clubs.getFirst(), clubs.getLast()), checkIn(clubs.getLast(), clubs.getFirst()));
  }

  private static CheckInResponse checkIn(UUID host, UUID home) {
    var code = DATABASE.admin("select code from auth.club where id = $1", home).iterator().next()
        .getString(0);
    var number = Integer.toString(++members);
    new Federation(DATABASE).member(home, number);
    var scan = new Scan(Ids.uuid7(), host, new Scan.Who.ByNumber(code, number), Request.alone(Instant.EPOCH),
        new Scan.Origin(Ids.uuid7(), "test", new byte[]{1}), Scan.Extras.NONE);
    return TestDatabase.await(desk.checkIn(scan)).response();
  }

  private static void refused(Approvals agreements, UUID agreement, Verdict.Code code) {
    assertThat(checkIns(agreements, agreement)).allSatisfy(answer -> {
      assertThat(answer.getVerdict().getCode()).isEqualTo(code);
      assertThat(answer.getVerdict().hasPassesWhen()).isFalse();
      assertThat(answer.getVisitor().getName()).as("what a host may learn").isEmpty();
    });
  }

  @Test
  void nobody_is_admitted_before_the_step_is_done_and_the_agreement_active() {
    var tries = new ArrayList<Integer>();
    var agreements = with((_, _) -> {
      tries.add(tries.size());
      if (tries.size() < 3) {
        throw Problem.conflict("WITNESS_AWAY", "It does not answer.");
      }
      return new Done();
    });
    var id = agreements.approved(Approvals.today().minusDays(1));
    for (int tried = 0; tried <= 3; tried++) {
      assertThat(tries).hasSize(tried);
      assertThat(agreements.state(id)).isEqualTo("APPROVED");
      refused(agreements, id, Verdict.Code.AGREEMENT_NOT_YET);
      agreements.saga().turn();
    }
    assertThat(agreements.state(id)).isEqualTo("ACTIVE");
    assertThat(checkIns(agreements, id)).extracting(answer -> answer.getVerdict().getCode())
        .containsOnly(Verdict.Code.ADMITTED);
    assertThat(agreements.activated(id)).isOne();
  }

  @Test
  void nobody_is_ever_admitted_when_the_step_refuses_for_good() {
    var agreements = with((_, _) -> new Never("WITNESS_REFUSED"));
    var id = agreements.approved(Approvals.today());
    refused(agreements, id, Verdict.Code.AGREEMENT_NOT_YET);
    while (agreements.saga().turn()) {
      // until nothing is due
    }
    assertThat(agreements.steps(id)).startsWith("APPROVALS COMPENSATED", "WITNESS FAILED", "ACTIVE WAITING");
    assertThat(agreements.state(id)).isEqualTo("WITHDRAWN");
    assertThat(agreements.activated(id)).isZero();
    assertThat(agreements.told(id)).containsExactly(0L, 0L);
    refused(agreements, id, Verdict.Code.NO_AGREEMENT);
  }

  @Test
  void a_step_that_is_done_before_the_first_day_leaves_only_the_day_to_wait_for() {
    var agreements = with((_, _) -> new Done());
    var id = agreements.approved(Approvals.today().plusDays(3));
    while (agreements.saga().turn()) {
      // until nothing is due
    }
    assertThat(agreements.state(id)).isEqualTo("APPROVED");
    assertThat(checkIns(agreements, id)).allSatisfy(answer -> {
      assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.AGREEMENT_NOT_YET);
      assertThat(answer.getVerdict().getPassesWhen().getFrom())
          .isEqualTo(Approvals.today().plusDays(3).toString());
    });
    var clock = new TimeOffset(DATABASE.store(), false);
    clock.set(Duration.ofDays(3));
    try {
      agreements.saga().turn();
      assertThat(agreements.state(id)).isEqualTo("ACTIVE");
      assertThat(checkIns(agreements, id)).extracting(answer -> answer.getVerdict().getCode())
          .containsOnly(Verdict.Code.ADMITTED);
    } finally {
      clock.set(Duration.ZERO);
    }
  }
}
