package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.RequestReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation.State;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** A host that takes so many heads a day promises no more places than that. */
class DayCapacityTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static Desks desks;

  private Bookings pair;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    pair = new Bookings(DATABASE, desks);
  }

  @AfterEach
  void backToNow() {
    pair.backToNow();
  }

  private static Terms heads(int aDay, boolean approval) {
    return Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(aDay, null))
        .with(new Entry.Booking(false, null, null, approval)));
  }

  private static LocalDate tomorrow() {
    return Bookings.today().plusDays(1);
  }

  private Caller another(String number) {
    return member(pair.home, Federation.person(pair.federation.member(pair.home, number)));
  }

  private RequestReservationRequest.Builder withOne(LocalDate day) {
    return pair.on(day).addGuests(Guest.newBuilder().setRelation(Guest.Relation.FRIEND));
  }

  private static void full(int used, int limit, String rule, ThrowingCallable act) {
    assertThatThrownBy(act).isInstanceOfSatisfying(Problem.class, problem -> {
      assertThat(problem.code()).isEqualTo("HOUSE_FULL_TODAY");
      assertThat(problem.rule()).isEqualTo(rule);
      assertThat(problem.numbers()).containsEntry("used", (long) used).containsEntry("limit", (long) limit);
    });
  }

  @Test
  void noMoreHeadsOfAPartnerAreExpectedThanTheAgreementTakesInADay() {
    pair.federation.agreement(pair.host, pair.home, heads(3, false));
    var second = another("200");
    var first = pair.request(pair.self, withOne(tomorrow()));

    full(2, 3, "capacity.day", () -> pair.request(second, withOne(tomorrow())));
    assertThat(pair.request(second, withOne(tomorrow().plusDays(1))).getState()).isEqualTo(State.CONFIRMED);
    assertThat(pair.request(second, pair.on(tomorrow())).getState()).isEqualTo(State.CONFIRMED);
    var third = another("300");
    full(3, 3, "capacity.day", () -> pair.request(third, pair.on(tomorrow())));
    pair.cancel(pair.self, first.getId());
    assertThat(pair.request(third, pair.on(tomorrow())).getState()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void aHouseCountsThoseOfAllClubsAndAnAgreementItsPartners() {
    pair.federation.rules(pair.host, "HOUSE", heads(2, false));
    pair.federation.agreement(pair.host, pair.home, heads(1, false));
    var otherClub = pair.federation.club("ROTHER" + pair.number);
    pair.federation.agreement(pair.host, otherClub, Terms.OPEN);
    pair.request(pair.self, pair.on(tomorrow()));
    var ofOther = member(otherClub, Federation.person(pair.federation.member(otherClub, "1")));

    full(1, 2, "house.capacity.day", () -> pair.request(ofOther, withOne(tomorrow())));
    assertThat(pair.request(ofOther, pair.on(tomorrow())).getState()).isEqualTo(State.CONFIRMED);
    full(2, 2, "house.capacity.day", () -> pair.request(another("200"), pair.on(tomorrow())));
  }

  @Test
  void whoHasComeTodayIsCountedOnceWhetherOrNotTheyWereExpected() {
    pair.federation.agreement(pair.host, pair.home, heads(3, false));
    pair.request(pair.self, pair.on(Bookings.today()));
    assertThat(pair.checkIn(0).getDecision()).isEqualTo(CheckInResponse.Decision.ADMITTED);
    pair.federation.member(pair.home, "200");
    desks.ask(pair.kiosk, VisitsGrpcClient.CheckIn, CheckInRequest.newBuilder()
        .setScanId(Ids.uuid7().toString())
        .setMember(MemberReference.newBuilder().setClub(pair.homeCode).setNumber("200")).build());
    var third = another("300");

    full(2, 3, "capacity.day", () -> pair.request(third, withOne(Bookings.today())));
    assertThat(pair.request(third, pair.on(Bookings.today())).getState()).isEqualTo(State.CONFIRMED);
    full(3, 3, "capacity.day", () -> pair.request(another("400"), pair.on(Bookings.today())));
  }

  @Test
  void theHostConfirmsNoMoreThanFitAndTheRestWhenThereIsRoomAgain() {
    pair.federation.agreement(pair.host, pair.home, heads(2, true));
    var first = pair.request(pair.self, withOne(tomorrow())).getId();
    var second = pair.request(another("200"), pair.on(tomorrow())).getId();
    assertThat(pair.confirm(first).getState()).isEqualTo(State.CONFIRMED);
    full(2, 2, "capacity.day", () -> pair.confirm(second));
    assertThat(pair.get(staff(pair.host), second).getState()).isEqualTo(State.REQUESTED);
    assertThat(pair.confirm(first).getState()).as("said twice").isEqualTo(State.CONFIRMED);

    pair.cancel(pair.self, first);
    assertThat(pair.confirm(second).getState()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void aMemberWhoAsksBeforehandHearsThatTheDayIsFullAndWhoHasAPlaceKeepsIt() {
    pair.federation.agreement(pair.host, pair.home, heads(1, false));
    var other = pair.request(another("200"), pair.on(tomorrow()));
    assertThat(pair.preview(tomorrow()).getVerdict().getCode()).isEqualTo(Verdict.Code.HOUSE_FULL_TODAY);
    pair.cancel(staff(pair.host), other.getId());
    pair.request(pair.self, pair.on(tomorrow()));
    assertThat(pair.preview(tomorrow()).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void theLastPlacesAreGivenOnceThoughManyAreConfirmedAtTheSameTime() throws Exception {
    pair.federation.agreement(pair.host, pair.home, heads(5, true));
    var asked = new ArrayList<String>();
    for (int i = 0; i < 12; i++) {
      asked.add(pair.request(another("4" + i), pair.on(tomorrow())).getId());
    }
    var refused = atOnce(asked.stream().<Callable<Reservation>>map(id -> () -> pair.confirm(id)).toList());
    assertThat(refused).hasSize(7).containsOnly("HOUSE_FULL_TODAY");
    assertThat(expected(pair.host)).isEqualTo(5);
  }

  @Test
  void theLastPlacesAreGivenOnceThoughManyAskAtTheSameTime() throws Exception {
    pair.federation.agreement(pair.host, pair.home, heads(5, false));
    var callers = new ArrayList<Caller>();
    for (int i = 0; i < 12; i++) {
      callers.add(another("5" + i));
    }
    var refused = atOnce(callers.stream()
        .<Callable<Reservation>>map(who -> () -> pair.request(who, pair.on(tomorrow()))).toList());
    assertThat(refused).hasSize(7).containsOnly("HOUSE_FULL_TODAY");
    assertThat(expected(pair.host)).isEqualTo(5);
  }

  /** @return the codes of those that were refused */
  private static List<String> atOnce(List<Callable<Reservation>> acts) throws Exception {
    var refused = new ArrayList<String>();
    try (var threads = Executors.newFixedThreadPool(acts.size())) {
      for (var done : threads.invokeAll(acts)) {
        switch (done.state()) {
          case SUCCESS -> assertThat(done.resultNow().getState()).isEqualTo(State.CONFIRMED);
          case FAILED -> refused.add(((Problem) done.exceptionNow()).code());
          case RUNNING, CANCELLED -> throw new AssertionError("not done");
        }
      }
    }
    return refused;
  }

  private static long expected(UUID host) {
    return DATABASE.count("""
        select coalesce(sum(1 + guests), 0)::bigint from reciprocal.reservation
         where host = $1 and state = 'CONFIRMED'""", host);
  }
}
