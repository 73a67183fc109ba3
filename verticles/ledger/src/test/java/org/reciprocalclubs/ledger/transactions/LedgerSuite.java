package org.reciprocalclubs.ledger.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.reciprocalclubs.ledger.transactions.Grounds.CITY;
import static org.reciprocalclubs.ledger.transactions.Grounds.FEDERATION;
import static org.reciprocalclubs.ledger.transactions.Grounds.HARBOUR;
import static org.reciprocalclubs.ledger.transactions.Registry.WAITS;
import static org.reciprocalclubs.ledger.transactions.Registry.enrol;
import static org.reciprocalclubs.ledger.transactions.Registry.enrolled;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.Endorsed;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.LedgerAway;
import org.reciprocalclubs.ledger.fabric.LedgerRefused;
import org.reciprocalclubs.ledger.fabric.LedgerUnknown;
import org.reciprocalclubs.ledger.fabric.Outcome;

/**
 * What a ledger does, whichever it is: the development ledger and real peers are held to the same
 * expectations.
 */
abstract class LedgerSuite {
  private static final String TERMS = "sha256:" + "ab".repeat(32);
  private static final String NOBODY_ASKS = "00".repeat(32);

  private Ledger ledger;

  abstract Grounds grounds();

  @BeforeEach
  void open() {
    ledger = FabricLedger.open(grounds().profile(), WAITS);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Outcome recorded(Call call) {
    var endorsed = ledger.endorse(call);
    ledger.submit(endorsed);
    return ledger.outcome(endorsed, Duration.ofSeconds(20));
  }

  private UUID enrolledWith(String msp) {
    var club = Ids.uuid7();
    assertThat(recorded(enrol(club, msp))).isInstanceOf(Outcome.Valid.class);
    return club;
  }

  private static Call propose(UUID agreement, UUID proposer, UUID partner, Set<String> endorsers) {
    return new Call("agreements", "Propose", List.of(agreement.toString(), "1", proposer.toString(),
        partner.toString(), TERMS, "2026-01-01T00:00:00Z", ""), CITY, endorsers);
  }

  private static Call approve(UUID agreement, UUID club, Set<String> endorsers) {
    return new Call("agreements", "Approve", List.of(agreement.toString(), "1", club.toString(), TERMS),
        HARBOUR, endorsers);
  }

  @Test
  void given_a_call_when_it_is_endorsed_and_sent_then_it_stands_in_a_block_and_every_organisation_reads_it() {
    var club = Ids.uuid7();
    var endorsed = ledger.endorse(enrol(club, CITY));
    assertThat(Registry.json(endorsed.result()).getString("tx")).isEqualTo(endorsed.tx());

    ledger.submit(endorsed);
    var outcome = ledger.outcome(endorsed, Duration.ofSeconds(20));

    assertThat(outcome).isInstanceOf(Outcome.Valid.class);
    for (var msp : ledger.organisations()) {
      Eventually.passes(() -> {
        var fact = enrolled(ledger, club, msp);
        assertThat(fact.getString("tx")).isEqualTo(endorsed.tx());
        return fact;
      });
      assertThat(ledger.outcome(endorsed.via(msp), Duration.ofSeconds(20))).isEqualTo(outcome);
    }
  }

  @Test
  void given_a_contract_that_refuses_then_its_code_and_its_reason_are_told_and_nothing_is_ordered() {
    var nonsense = new Call("clubs", "Enrol", List.of("no-id", CITY), FEDERATION, Set.of());
    var refused = catchThrowableOfType(LedgerRefused.class, () -> ledger.endorse(nonsense));
    assertThat(refused.code()).isEqualTo("VALIDATION_ERROR");
    assertThat(refused.detail()).isNotEmpty().doesNotStartWith("VALIDATION_ERROR");

    var reading = catchThrowableOfType(LedgerRefused.class,
        () -> enrolled(ledger, Ids.uuid7(), FEDERATION));
    assertThat(reading.code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void given_an_organisation_that_may_not_then_the_contract_says_so() {
    var club = Ids.uuid7();
    var call = new Call("clubs", "Enrol", List.of(club.toString(), CITY), CITY, Set.of());
    assertThat(catchThrowableOfType(LedgerRefused.class, () -> ledger.endorse(call)).code())
        .isEqualTo("UNAUTHORIZED");
  }

  @Test
  void given_other_content_under_the_same_key_then_it_is_a_conflict() {
    var club = enrolledWith(CITY);
    Eventually.passes(() -> {
      var refused = catchThrowableOfType(LedgerRefused.class, () -> ledger.endorse(enrol(club, HARBOUR)));
      assertThat(refused.code()).isEqualTo("CONFLICT");
      return refused;
    });
  }

  @Test
  void given_the_same_content_again_then_the_first_transaction_is_named() {
    var club = Ids.uuid7();
    var first = ledger.endorse(enrol(club, CITY));
    ledger.submit(first);
    ledger.outcome(first, Duration.ofSeconds(20));

    Eventually.passes(() -> {
      var again = ledger.endorse(enrol(club, CITY));
      assertThat(again.tx()).isNotEqualTo(first.tx());
      assertThat(Registry.json(again.result()).getString("tx")).isEqualTo(first.tx());
      return again;
    });
  }

  @Test
  void given_the_same_bytes_twice_through_two_organisations_then_they_stand_once() {
    var endorsed = ledger.endorse(enrol(Ids.uuid7(), CITY));
    ledger.submit(endorsed);
    ledger.submit(endorsed.via(HARBOUR));
    var outcome = ledger.outcome(endorsed, Duration.ofSeconds(20));
    assertThat(outcome).isInstanceOf(Outcome.Valid.class);

    ledger.submit(endorsed.via(CITY));
    assertThat(ledger.outcome(endorsed.via(CITY), Duration.ofSeconds(20))).isEqualTo(outcome);
  }

  @Test
  void given_two_that_read_the_same_and_write_it_then_the_second_is_invalid() {
    var club = Ids.uuid7();
    var one = ledger.endorse(enrol(club, CITY));
    var other = ledger.endorse(enrol(club, CITY));
    ledger.submit(one);
    assertThat(ledger.outcome(one, Duration.ofSeconds(20))).isInstanceOf(Outcome.Valid.class);

    ledger.submit(other);
    assertThat(ledger.outcome(other, Duration.ofSeconds(20)))
        .isEqualTo(new Outcome.Invalid("MVCC_READ_CONFLICT"));
  }

  @Test
  void given_an_agreement_that_only_one_of_both_clubs_endorses_then_it_is_invalid() {
    var city = enrolledWith(CITY);
    var harbour = enrolledWith(HARBOUR);
    var agreement = Ids.uuid7();
    assertThat(recorded(propose(agreement, city, harbour, Set.of(CITY, HARBOUR))))
        .isInstanceOf(Outcome.Valid.class);

    assertThat(recorded(approve(agreement, harbour, Set.of(FEDERATION, HARBOUR))))
        .isEqualTo(new Outcome.Invalid("ENDORSEMENT_POLICY_FAILURE"));
    assertThat(recorded(approve(agreement, harbour, Set.of(CITY, HARBOUR))))
        .isInstanceOf(Outcome.Valid.class);
  }

  @Test
  void given_one_that_was_never_sent_then_nobody_knows_its_outcome() {
    assertThatThrownBy(
        () -> ledger.outcome(Endorsed.known(NOBODY_ASKS, FEDERATION), Duration.ofMillis(300)))
        .isInstanceOfSatisfying(LedgerUnknown.class,
            unknown -> assertThat(unknown.isUndecided()).isTrue());
  }

  @Test
  void given_an_organisation_that_the_network_does_not_have_then_it_is_away() {
    var call = new Call("clubs", "Get", List.of(Ids.uuid7().toString()), "NobodyMSP", Set.of());
    assertThatThrownBy(() -> ledger.endorse(call)).isInstanceOf(LedgerAway.class);
    assertThatThrownBy(() -> ledger.evaluate(call)).isInstanceOf(LedgerAway.class);
  }

  @Test
  void given_orderers_that_are_away_then_the_outcome_is_unknown_until_the_same_bytes_are_sent_again() {
    var endorsed = ledger.endorse(enrol(Ids.uuid7(), CITY));
    grounds().stopOrderers();
    try {
      assertThatThrownBy(() -> ledger.submit(endorsed)).isInstanceOf(LedgerUnknown.class);
      assertThatThrownBy(() -> ledger.outcome(endorsed, Duration.ofMillis(300)))
          .isInstanceOf(LedgerUnknown.class);
    } finally {
      grounds().startOrderers();
    }
    Eventually.passes(() -> {
      ledger.submit(endorsed);
      return endorsed;
    });
    assertThat(ledger.outcome(endorsed, Duration.ofSeconds(20))).isInstanceOf(Outcome.Valid.class);
  }

  @Test
  void given_a_peer_that_is_away_then_only_its_organisation_is_and_it_comes_back() {
    var endorsed = ledger.endorse(enrol(Ids.uuid7(), CITY));
    grounds().stopPeer(FEDERATION);
    try {
      assertThatThrownBy(() -> ledger.endorse(enrol(Ids.uuid7(), CITY))).isInstanceOf(LedgerAway.class);
      assertThatThrownBy(() -> ledger.submit(endorsed)).isInstanceOf(LedgerUnknown.class);
      ledger.submit(endorsed.via(HARBOUR));
      assertThat(ledger.outcome(endorsed.via(CITY), Duration.ofSeconds(20)))
          .isInstanceOf(Outcome.Valid.class);
    } finally {
      grounds().startPeer(FEDERATION);
    }
    Eventually.passes(() -> ledger.endorse(enrol(Ids.uuid7(), CITY)));
    assertThat(ledger.outcome(endorsed, Duration.ofSeconds(20))).isInstanceOf(Outcome.Valid.class);
  }

  @Test
  void given_a_place_among_events_then_what_followed_is_told_from_there_in_order() {
    var one = ledger.endorse(enrol(Ids.uuid7(), CITY));
    var two = ledger.endorse(enrol(Ids.uuid7(), CITY));
    ledger.submit(one);
    ledger.submit(two);
    ledger.outcome(one, Duration.ofSeconds(20));
    ledger.outcome(two, Duration.ofSeconds(20));

    try (var all = ledger.events(-1, null)) {
      var event = all.next();
      while (!event.tx().equals(one.tx()) && !event.tx().equals(two.tx())) {
        event = all.next();
      }
      var first = event;
      var second = all.next();
      assertThat(Set.of(first.tx(), second.tx())).isEqualTo(Set.of(one.tx(), two.tx()));
      assertThat(first.name()).isEqualTo("ClubEnrolled");
      try (var from = ledger.events(first.block(), first.tx())) {
        var again = from.next();
        assertThat(again.tx()).isEqualTo(second.tx());
        assertThat(again.block()).isEqualTo(second.block());
      }
    }
  }
}
