package org.reciprocalclubs.ledger.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.ledger.transactions.Grounds.CITY;
import static org.reciprocalclubs.ledger.transactions.Grounds.FEDERATION;
import static org.reciprocalclubs.ledger.transactions.Grounds.HARBOUR;
import static org.reciprocalclubs.ledger.transactions.Registry.enrol;
import static org.reciprocalclubs.ledger.transactions.Registry.enrolled;
import static org.reciprocalclubs.ledger.transactions.Registry.enrolment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.Endorsed;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.LedgerEvent;
import org.reciprocalclubs.ledger.fabric.Outcome;
import org.reciprocalclubs.ledger.transactions.Interrupted.Moment;

/** How what is wanted comes to stand on a ledger once, whatever happens on the way. */
abstract class RecordingSuite {
  private static final String TERMS = "sha256:" + "cd".repeat(32);

  private Registry registry;

  abstract Grounds grounds();

  abstract TestDatabase database();

  @BeforeEach
  void open() {
    // rows of other tests are none of this one's
    database().admin("truncate ledger.transaction, ledger.followed, kit.lease cascade");
    registry = new Registry(database(), grounds().profile());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private void standsOnce(UUID club, UUID id) {
    var stored = registry.stored(id);
    assertThat(stored.state()).isEqualTo(State.CONFIRMED);
    try (var ledger = registry.ledger()) {
      assertThat(enrolled(ledger, club, FEDERATION).getString("tx")).isEqualTo(stored.tx());
      var tx = Endorsed.known(String.valueOf(stored.tx()), CITY);
      assertThat(ledger.outcome(tx, Duration.ofSeconds(20)))
          .isEqualTo(new Outcome.Valid(Objects.requireNonNull(stored.block())));
    }
    assertThat(registry.told(id).stream().filter("CONFIRMED"::equals)).hasSize(1);
    assertThat(registry.told(id).getLast()).isEqualTo("CONFIRMED");
  }

  @Test
  void given_something_wanted_when_the_worker_runs_then_it_stands_and_each_state_was_told() {
    var club = Ids.uuid7();
    registry.work(UnaryOperator.identity());
    var id = registry.want(enrolment(club));

    registry.until(id, State.CONFIRMED);

    standsOnce(club, id);
    assertThat(registry.told(id)).containsExactly("PENDING", "ENDORSED", "SUBMITTED", "CONFIRMED");
  }

  @Test
  void given_the_same_key_twice_then_it_is_one_transaction() {
    var wanted = enrolment(Ids.uuid7());
    assertThat(registry.want(wanted)).isEqualTo(registry.want(wanted));
  }

  @Test
  void given_what_stands_already_when_it_is_wanted_then_it_is_confirmed_by_the_first_and_not_sent_again() {
    var club = Ids.uuid7();
    String first;
    try (var ledger = registry.ledger()) {
      var endorsed = ledger.endorse(enrol(club, CITY));
      ledger.submit(endorsed);
      ledger.outcome(endorsed, Duration.ofSeconds(20));
      first = endorsed.tx();
    }
    var id = registry.want(enrolment(club));
    registry.work(UnaryOperator.identity());

    assertThat(registry.until(id, State.CONFIRMED).tx()).isEqualTo(first);
    standsOnce(club, id);
    assertThat(registry.told(id)).containsExactly("PENDING", "CONFIRMED");
  }

  @Test
  void given_a_contract_that_refuses_what_is_written_then_it_has_failed_at_once_with_the_contracts_code() {
    var call = new Call("clubs", "Enrol", List.of("no-id", CITY), FEDERATION, Set.of());
    registry.work(UnaryOperator.identity());
    var id = registry.want(new Wanted("nonsense/" + Ids.uuid7(), Kind.KEY, Registry.CITY, null, call));

    assertThat(registry.until(id, State.FAILED).error()).startsWith("VALIDATION_ERROR: ");
    assertThat(registry.told(id)).containsExactly("PENDING", "FAILED");
  }

  @Test
  void given_a_conflict_then_it_has_failed_after_it_was_asked_several_times() {
    var club = Ids.uuid7();
    registry.work(UnaryOperator.identity());
    registry.until(registry.want(enrolment(club)), State.CONFIRMED);

    var other = registry.want(new Wanted("other/" + club, Kind.KEY, Registry.FEDERATION, null,
        enrol(club, HARBOUR)));

    var failed = registry.until(other, State.FAILED);
    assertThat(failed.error()).startsWith("CONFLICT: ");
    assertThat(failed.attempts()).isEqualTo(Registry.SETTINGS.tries().refusals() - 1);
  }

  @Test
  void given_one_that_follows_another_then_it_stands_later_and_falls_with_it() {
    var city = Ids.uuid7();
    var harbour = Ids.uuid7();
    var agreement = Ids.uuid7();
    var propose = agreementCall("Propose", CITY, agreement, "1", city, harbour, TERMS, "2026-01-01T00:00:00Z",
        "");
    var approve = agreementCall("Approve", HARBOUR, agreement, "1", harbour, TERMS);
    registry.want(enrolment(city));
    registry.want(new Wanted("club/" + harbour, Kind.KEY, Registry.FEDERATION, null,
        enrol(harbour, HARBOUR), "club/" + city));
    var proposed = registry.want(new Wanted("propose/" + agreement, Kind.AGREEMENT, Registry.CITY,
        Registry.HARBOUR, propose, "club/" + harbour));
    var approved = registry.want(new Wanted("approve/" + agreement, Kind.AGREEMENT, Registry.CITY,
        Registry.HARBOUR, approve, "propose/" + agreement));
    var nonsense = new Call("agreements", "Approve", List.of("no-id", "1", "x", TERMS), HARBOUR, Set.of());
    registry.want(new Wanted("bad/" + agreement, Kind.AGREEMENT, Registry.CITY, null, nonsense));
    var after = registry.want(new Wanted("after/" + agreement, Kind.AGREEMENT, Registry.CITY, null, approve,
        "bad/" + agreement));
    registry.work(UnaryOperator.identity());

    long approvedIn = Objects.requireNonNull(registry.until(approved, State.CONFIRMED).block());
    assertThat(registry.stored(proposed).block()).isLessThan(approvedIn);
    assertThat(registry.until(after, State.FAILED).error()).startsWith("NOT_REACHED: ");
  }

  /** A proposal and its approval by Harbour, which follows nothing. */
  private record Approval(Wanted proposal, Wanted approval) {
    static Approval made() {
      var agreement = Ids.uuid7();
      var city = Ids.uuid7();
      var harbour = Ids.uuid7();
      var propose = new Call("agreements", "Propose", List.of(agreement.toString(), "1", city.toString(),
          harbour.toString(), TERMS, "2026-01-01T00:00:00Z", ""), FEDERATION, Set.of());
      var approve = new Call("agreements", "Approve",
          List.of(agreement.toString(), "1", harbour.toString(), TERMS), FEDERATION, Set.of());
      return new Approval(
          new Wanted("propose/" + agreement, Kind.AGREEMENT, Registry.CITY, Registry.HARBOUR, propose),
          new Wanted("approve/" + agreement, Kind.AGREEMENT, Registry.HARBOUR, Registry.CITY, approve));
    }

    Wanted end() {
      var args = approval.call().args();
      var end = new Call("agreements", "Terminate",
          List.of(args.get(0), args.get(2), "2026-02-01T00:00:00Z", ""), FEDERATION, Set.of());
      return new Wanted("end/" + args.get(0), Kind.AGREEMENT, Registry.HARBOUR, Registry.CITY, end,
          approval.key());
    }
  }

  @Test
  void given_a_contract_that_says_no_for_a_while_then_what_it_refused_stands_when_it_says_yes() {
    var tries = new LedgerSettings.Tries(Duration.ofMillis(20), Duration.ofMillis(40), 2, Duration.ofHours(1),
        4);
    var settings = new LedgerSettings("", 32, 16, Duration.ofMillis(20), Registry.WAITS, tries,
        Registry.SETTINGS.breaker());
    registry.work(UnaryOperator.identity(), settings);
    var made = Approval.made();
    var approved = registry.want(made.approval());
    Eventually.until("it was refused", () -> registry.stored(approved).attempts() > 5);
    assertThat(registry.stored(approved).error()).startsWith("NOT_FOUND: ");

    registry.want(made.proposal());
    registry.until(approved, State.CONFIRMED);
  }

  @Test
  void given_what_failed_and_what_followed_it_when_it_is_tried_again_then_both_stand() {
    registry.work(UnaryOperator.identity());
    var made = Approval.made();
    var approved = registry.want(made.approval());
    var ended = registry.want(made.end());
    assertThat(registry.until(approved, State.FAILED).error()).startsWith("NOT_FOUND: ");
    assertThat(registry.until(ended, State.FAILED).error()).startsWith("NOT_REACHED: ");
    registry.until(registry.want(made.proposal()), State.CONFIRMED);

    var store = registry.data().store();
    var failures = store.read(Scope.nobody(), tx -> TransactionRows.failures(tx, approved, 10));
    assertThat(failures).extracting(TransactionRows.Open::id).containsExactlyInAnyOrder(approved, ended);
    store.perform(Scope.club(Registry.HARBOUR), tx -> failures
        .forEach(each -> assertThat(TransactionRows.retry(tx, each.id())).isTrue()));

    registry.until(approved, State.CONFIRMED);
    registry.until(ended, State.CONFIRMED);
    assertThat(registry.told(approved)).containsExactly("PENDING", "FAILED", "PENDING", "ENDORSED",
        "SUBMITTED", "CONFIRMED");
    boolean again = store.transact(Scope.club(Registry.HARBOUR), tx -> TransactionRows.retry(tx, approved));
    assertThat(again).isFalse();
  }

  private static Call agreementCall(String function, String msp, Object... args) {
    var texts = new ArrayList<String>();
    List.of(args).forEach(each -> texts.add(each.toString()));
    return new Call("agreements", function, texts, msp, Set.of(CITY, HARBOUR));
  }

  @Test
  void given_too_few_endorsers_then_new_proposals_are_made_a_few_times_and_then_it_has_failed() {
    var club = Ids.uuid7();
    var call = new Call("clubs", "Enrol", List.of(club.toString(), CITY), FEDERATION, Set.of(FEDERATION));
    registry.work(UnaryOperator.identity());
    var id = registry.want(new Wanted("few/" + club, Kind.KEY, Registry.FEDERATION, null, call));

    var failed = registry.until(id, State.FAILED);
    assertThat(failed.error()).startsWith("ENDORSEMENT_POLICY_FAILURE: ");
    assertThat(failed.proposals()).isEqualTo(Registry.SETTINGS.tries().proposals() - 1);
    assertThat(registry.told(id).stream().filter("ENDORSED"::equals))
        .hasSize(Registry.SETTINGS.tries().proposals());
  }

  @Test
  void given_something_else_came_first_then_a_new_proposal_finds_it() {
    var club = Ids.uuid7();
    var raced = new AtomicBoolean();
    registry.work(ledger -> new Interrupted(ledger, moment -> {
      if (moment == Moment.BEFORE_SENDING && raced.compareAndSet(false, true)) {
        var other = ledger.endorse(enrol(club, CITY));
        ledger.submit(other);
        ledger.outcome(other, Duration.ofSeconds(20));
      }
      return false;
    }));
    var id = registry.want(enrolment(club));

    var stored = registry.until(id, State.CONFIRMED);
    assertThat(raced).isTrue();
    assertThat(stored.proposals()).isEqualTo(1);
    standsOnce(club, id);
    assertThat(registry.told(id)).containsExactly("PENDING", "ENDORSED", "SUBMITTED", "PENDING", "CONFIRMED");
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void given_a_worker_that_dies_between_two_states_when_another_starts_then_it_stands_once(Moment moment) {
    var club = Ids.uuid7();
    var interrupted = new ArrayList<Interrupted>();
    registry.work(ledger -> {
      var dying = new Interrupted(ledger, moment::equals);
      interrupted.add(dying);
      return dying;
    });
    var id = registry.want(enrolment(club));
    Eventually.until("it dies " + moment, () -> interrupted.getFirst().deaths() > 0);
    registry.stop();
    assertThat(registry.stored(id).state().isFinal()).isFalse();

    registry.work(UnaryOperator.identity());
    registry.until(id, State.CONFIRMED);

    standsOnce(club, id);
    System.out.println(moment + ": died " + interrupted.getFirst().deaths() + " times");
  }

  @Test
  void given_it_was_taken_and_then_lost_when_orderers_are_back_then_the_same_bytes_stand() {
    var club = Ids.uuid7();
    var lost = new AtomicBoolean();
    registry.work(ledger -> new Interrupted(ledger, moment -> {
      if (moment == Moment.AFTER_SENDING && lost.compareAndSet(false, true)) {
        grounds().stopOrderers();
      }
      return false;
    }));
    var id = registry.want(enrolment(club));
    Eventually.until("it was taken", lost::get);
    registry.until(id, State.SUBMITTED);
    String tx = registry.stored(id).tx();
    grounds().startOrderers();

    assertThat(registry.until(id, State.CONFIRMED).tx()).isEqualTo(tx);
    standsOnce(club, id);
  }

  @Test
  void given_a_peer_that_dies_after_it_endorsed_then_another_organisation_sends_the_same_bytes() {
    var club = Ids.uuid7();
    var killed = new AtomicBoolean();
    registry.work(ledger -> new Interrupted(ledger, moment -> {
      if (moment == Moment.BEFORE_SENDING && killed.compareAndSet(false, true)) {
        grounds().stopPeer(FEDERATION);
      }
      return false;
    }));
    var id = registry.want(enrolment(club));
    try {
      registry.until(id, State.CONFIRMED);
      assertThat(killed).isTrue();
    } finally {
      grounds().startPeer(FEDERATION);
    }
    Eventually.passes(() -> {
      standsOnce(club, id);
      return id;
    });
  }

  @Test
  void given_no_ledger_then_what_is_wanted_waits_and_all_of_it_stands_when_it_is_back() {
    grounds().stopOrderers();
    List.of(FEDERATION, CITY, HARBOUR).forEach(grounds()::stopPeer);
    registry.work(UnaryOperator.identity());
    registry.follow();
    Map<UUID, UUID> wanted = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      var club = Ids.uuid7();
      wanted.put(club, registry.want(enrolment(club)));
    }
    Eventually.until("it was tried", () -> registry.stored(wanted.values().iterator().next()).attempts() > 0);
    assertThat(wanted.values()).allSatisfy(
        id -> assertThat(registry.stored(id).state()).isEqualTo(State.PENDING));

    List.of(FEDERATION, CITY, HARBOUR).forEach(grounds()::startPeer);
    grounds().startOrderers();
    wanted.values().forEach(id -> registry.until(id, State.CONFIRMED));
    wanted.forEach(this::standsOnce);
  }

  @Test
  void given_that_nobody_was_told_of_the_outcome_then_the_event_confirms_it_once_however_often_it_is_told() {
    var club = Ids.uuid7();
    var id = registry.want(enrolment(club));
    String tx = sentByOneWhoDied(id);
    registry.follow();
    registry.until(id, State.CONFIRMED);
    assertThat(registry.stored(id).tx()).isEqualTo(tx);
    standsOnce(club, id);
    registry.stop();

    var store = registry.data().store();
    var place = Teller.begin(store, Registry.CHANNEL);
    assertThat(place.tx()).isEqualTo(tx);
    var again = new LedgerEvent(place.block(), tx, "ClubEnrolled", new byte[]{'{', '}'});
    Teller.told(store, Registry.CHANNEL, place, again);
    assertThatThrownBy(() -> Teller.told(store, Registry.CHANNEL, Teller.Place.BEFORE_ALL, again))
        .isInstanceOf(IllegalStateException.class);
    standsOnce(club, id);
  }

  @Test
  void given_the_peer_that_tells_is_killed_then_another_organisations_tells_what_followed() {
    registry.follow();
    var first = registry.want(enrolment(Ids.uuid7()));
    sentByOneWhoDied(first);
    registry.until(first, State.CONFIRMED);

    var club = Ids.uuid7();
    var second = registry.want(enrolment(club));
    var endorsed = endorsedByOneWhoDied(second);
    grounds().stopPeer(FEDERATION);
    try (var ledger = registry.ledger()) {
      ledger.submit(endorsed.via(HARBOUR));
      registry.until(second, State.CONFIRMED);
    } finally {
      grounds().startPeer(FEDERATION);
    }
    Eventually.passes(() -> {
      standsOnce(club, second);
      return second;
    });
  }

  /** Endorsed, stored and sent; then nobody was there any more. */
  private String sentByOneWhoDied(UUID id) {
    var endorsed = endorsedByOneWhoDied(id);
    try (var ledger = registry.ledger()) {
      ledger.submit(endorsed);
    }
    return endorsed.tx();
  }

  private Endorsed endorsedByOneWhoDied(UUID id) {
    var store = registry.data().store();
    try (var ledger = registry.ledger()) {
      var row = store.read(Scope.club(Registry.FEDERATION), tx -> TransactionRows.find(tx, id)).orElseThrow();
      var endorsed = ledger.endorse(row.call());
      boolean stored = store.transact(Scope.club(Registry.FEDERATION),
          tx -> TransactionRows.endorsed(tx, row, endorsed));
      assertThat(stored).isTrue();
      return endorsed;
    }
  }

  @Test
  void given_two_workers_with_the_same_row_then_one_of_them_stores_what_it_endorsed() {
    var id = registry.want(enrolment(Ids.uuid7()));
    var store = registry.data().store();
    try (var ledger = registry.ledger()) {
      var row = store.read(Scope.club(Registry.FEDERATION), tx -> TransactionRows.find(tx, id)).orElseThrow();
      var one = ledger.endorse(row.call());
      var other = ledger.endorse(row.call());
      var stored = new ArrayList<Boolean>();
      for (var endorsed : List.of(one, other)) {
        boolean first = store.transact(Scope.club(Registry.FEDERATION),
            tx -> TransactionRows.endorsed(tx, row, endorsed));
        stored.add(first);
      }
      assertThat(stored).containsExactly(true, false);
      assertThat(registry.stored(id).tx()).isEqualTo(one.tx());
    }
  }

  @Test
  void given_a_storm_of_deaths_and_outages_then_each_of_many_stands_once() {
    var random = new Random(7);
    Map<Moment, Integer> deaths = new EnumMap<>(Moment.class);
    UnaryOperator<Ledger> storm = ledger -> new Interrupted(ledger, moment -> {
      synchronized (deaths) {
        boolean dies = random.nextInt(4) == 0 && deaths.values().stream().mapToInt(each -> each).sum() < 80;
        if (dies) {
          deaths.merge(moment, 1, Integer::sum);
        }
        return dies;
      }
    });
    registry.work(storm);
    registry.follow();
    Map<UUID, UUID> wanted = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      var club = Ids.uuid7();
      wanted.put(club, registry.want(enrolment(club)));
    }
    int outages = outages();
    registry.stop();
    registry.work(storm);
    registry.follow();
    wanted.values().forEach(id -> registry.until(id, State.CONFIRMED));

    wanted.forEach(this::standsOnce);
    System.out.println("deaths of the worker: " + deaths + ", outages: " + outages);
    assertThat(deaths.values().stream().mapToInt(each -> each).sum()).isGreaterThan(20);
    assertThat(deaths.keySet()).hasSizeGreaterThanOrEqualTo(5);
  }

  private int outages() {
    int outages = 0;
    for (int i = 0; i < 3; i++) {
      grounds().stopOrderers();
      grounds().startOrderers();
      for (var msp : List.of(CITY, FEDERATION)) {
        grounds().stopPeer(msp);
        grounds().startPeer(msp);
        outages++;
      }
      outages++;
    }
    return outages;
  }
}
