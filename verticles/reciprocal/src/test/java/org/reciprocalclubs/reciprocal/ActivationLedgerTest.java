package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.ledger.v1.TransactionStatusChanged;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.records.AgreementRecords;

/**
 * An agreement that a policy wants recorded, with the ledger room's follower beside it; what becomes of the
 * transactions is written as the ledger's worker would.
 */
class ActivationLedgerTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal", "ledger");
  private static Approvals agreements;
  private static EventTail tail;

  @BeforeAll
  static void open() {
    var store = DATABASE.store();
    tail = await(EventTail.start(store));
    var feed = EventFeed.start(store, tail, Leases.start(store), new SimpleMeterRegistry());
    await(feed.follow(ActivationWakes.FOLLOWER, ActivationWakes.TYPES, ActivationWakes::follow));
    await(feed.follow(AgreementRecords.FOLLOWER, AgreementRecords.TYPES, new AgreementRecords()));
    agreements = new Approvals(DATABASE,
        new ActivationSaga(store, Activation.steps(Activation.TABLE, List.of("ledger")), 10));
  }

  @AfterAll
  static void close() {
    await(tail.stop());
  }

  private static long wanted(UUID agreement, String what) {
    return DATABASE.count("select count(*) from ledger.transaction where key = $1",
        "agreement/" + agreement + what);
  }

  private static void stands(UUID agreement, String what, String state, @Nullable String error) {
    DATABASE.admin("""
        update ledger.transaction set state = $2, error = $3, next_try_at = null, block = 7,
            tx = case $2 when 'CONFIRMED' then repeat('ab', 32) end where key = $1""",
        "agreement/" + agreement + what, state, error);
  }

  private static UUID approved() {
    var id = agreements.approved(Approvals.today());
    Eventually.until("it is wanted", () -> wanted(id, "/terms/1/approved") == 1);
    return id;
  }

  private static void until(UUID id, String state) {
    Eventually.until("it is " + state, () -> {
      agreements.saga().turn();
      return agreements.state(id).equals(state);
    });
  }

  @Test
  void it_comes_into_force_once_both_endorsed_it_and_not_before() {
    var id = approved();
    assertThat(wanted(id, "/terms/1/proposed")).isOne();
    agreements.saga().turn();
    assertThat(agreements.state(id)).isEqualTo("APPROVED");
    stands(id, "/terms/1/proposed", "CONFIRMED", null);
    agreements.saga().turn();
    assertThat(agreements.steps(id)).startsWith("APPROVALS DONE", "LEDGER WAITING");
    stands(id, "/terms/1/approved", "CONFIRMED", null);
    until(id, "ACTIVE");
    assertThat(agreements.activated(id)).isOne();
    assertThat(wanted(id, "/termination")).isZero();
  }

  @Test
  void the_longer_it_waits_the_more_seldom_it_looks_and_the_end_of_the_transaction_wakes_it() {
    var now = Instant.parse("2026-06-01T12:00:00Z");
    assertThat(ActivationActs.pause(now, now)).isEqualTo(Duration.ofMillis(250));
    assertThat(ActivationActs.pause(now.minusSeconds(60), now)).isEqualTo(Duration.ofSeconds(6));
    assertThat(ActivationActs.pause(now.minusSeconds(3_600), now)).isEqualTo(Duration.ofSeconds(30));

    var id = approved();
    agreements.saga().turn();
    DATABASE.admin("""
        update reciprocal.agreement_saga set next_try_at = now() + interval '1 day'
         where agreement = $1 and step = 'LEDGER'""", id);
    stands(id, "/terms/1/approved", "CONFIRMED", null);
    var key = "agreement/" + id + "/terms/1/approved";
    var row = DATABASE.admin("select id, club from ledger.transaction where key = $1", key).iterator().next();
    var told = TransactionStatusChanged.newBuilder().setKey(key).setState("CONFIRMED").build();
    DATABASE.store().perform(Scope.club(row.getUUID("club")), tx -> tx.append(row.getUUID("id"), 1,
        NewEvent.of(row.getUUID("club"), told, EventMeta.NONE)));
    until(id, "ACTIVE");
  }

  @Test
  void what_began_under_a_policy_goes_on_under_it_when_another_has_come_since() {
    var id = approved();
    var later = new ActivationSaga(DATABASE.store(), Approvals.STEPS, 10);
    later.turn();
    assertThat(agreements.state(id)).isEqualTo("APPROVED");
    stands(id, "/terms/1/approved", "CONFIRMED", null);
    Eventually.until("it is in force", () -> {
      later.turn();
      return agreements.state(id).equals("ACTIVE");
    });
    assertThat(agreements.rows(id)).allSatisfy(step -> assertThat(step.getError()).isEmpty());
  }

  @Test
  void what_the_ledger_refuses_for_good_never_comes_into_force_and_is_taken_back_there() {
    var id = approved();
    stands(id, "/terms/1/proposed", "CONFIRMED", null);
    stands(id, "/terms/1/approved", "FAILED", "UNAUTHORIZED: another organisation speaks for the club");
    until(id, "WITHDRAWN");
    assertThat(agreements.steps(id)).startsWith("APPROVALS COMPENSATED", "LEDGER FAILED", "ACTIVE WAITING");
    assertThat(agreements.rows(id).get(1).getError()).isEqualTo("LEDGER_UNAUTHORIZED");
    Eventually.until("it is taken back", () -> wanted(id, "/termination") == 1);
    assertThat(agreements.activated(id)).isZero();
  }

  @Test
  void of_what_the_ledger_knows_nothing_of_nothing_is_taken_back() {
    var id = approved();
    stands(id, "/terms/1/proposed", "FAILED", "UNAUTHORIZED: no");
    stands(id, "/terms/1/approved", "FAILED", "NOT_FOUND: no");
    until(id, "WITHDRAWN");
    var other = approved();
    // the follower is past the first once it has seen the second
    assertThat(wanted(other, "/terms/1/approved")).isOne();
    assertThat(wanted(id, "/termination")).isZero();
  }
}
