package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse.Decision;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitHistoryRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** Visitors who were let in while the desk was cut off, told later. */
class LateScansTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final Terms ONE_A_DAY = Terms.OPEN.with(new Caps(1, null, null));
  private static Desks desks;

  private LateDesk late;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void noonOfADay() {
    late = new LateDesk(DATABASE, desks);
  }

  @AfterEach
  void comeBack() {
    late.comeBack();
  }

  @Test
  void whatTheRulesAllowedIsAVisitAtItsTrueTimeAndLastsWhileTheDayDoes() {
    late.federation.agreement(late.host, late.home, ONE_A_DAY);
    var member = late.federation.member(late.home, "1");
    var then = late.noon.minus(Duration.ofHours(3));

    var answer = late.tell("1", then);

    assertThat(answer.getDecision()).isEqualTo(Decision.ALREADY_HAPPENED);
    assertThat(answer.getFlagged()).isFalse();
    assertThat(answer.getVisit().getStatus()).isEqualTo(Visit.Status.CHECKED_IN);
    assertThat(answer.getVisitor().getName()).isEqualTo("Ada No1");
    var visit = late.visit(answer);
    assertThat(visit.getAlreadyHappened()).isTrue();
    assertThat(visit.hasFlag()).isFalse();
    assertThat(visit.getMemberId()).isEqualTo(member.toString());
    assertThat(Instant.ofEpochSecond(visit.getCheckInTime().getSeconds())).isEqualTo(then);
    assertThat(late.atTheDoor("1").getVerdict().getCode()).isEqualTo(Verdict.Code.ALREADY_INSIDE);
    assertThat(late.flagged()).isZero();
  }

  @Test
  void whatTheRulesWouldHaveRefusedIsAVisitFlaggedAndCounted() {
    late.federation.agreement(late.host, late.home, Terms.OPEN.with(new Caps(0, null, null)));
    var member = late.federation.member(late.home, "1");

    var answer = late.tell("1", late.noon.minus(Duration.ofDays(1)));

    assertThat(answer.getDecision()).isEqualTo(Decision.ALREADY_HAPPENED);
    assertThat(answer.getFlagged()).isTrue();
    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    for (var club : List.of(late.host, late.home)) {
      assertThat(desks.ask(staff(club), VisitsGrpcClient.GetVisit,
          GetVisitRequest.newBuilder().setId(answer.getScanId()).build()).getFlag())
          .isEqualTo("CAP_DAY_REACHED");
    }
    assertThat(late.flagged()).isOne();
    assertThat(DATABASE.count("select cardinality(uses) from reciprocal.quota where member = $1", member))
        .isOne();
  }

  @Test
  void aVisitOfADayThatIsOverIsOverWithItsDay() {
    late.federation.agreement(late.host, late.home, ONE_A_DAY);
    late.federation.member(late.home, "1");
    var answer = late.tell("1", late.noon.minus(Duration.ofDays(1)));

    assertThat(answer.getVisit().getStatus()).isEqualTo(Visit.Status.CHECKED_OUT);
    var visit = late.visit(answer);
    assertThat(Instant.ofEpochSecond(visit.getCheckOutTime().getSeconds()))
        .isEqualTo(late.noon.minus(Duration.ofHours(12)));
    assertThat(desks.ask(staff(late.host), VisitsGrpcClient.ListVisitHistory,
        ListVisitHistoryRequest.newBuilder().setId(visit.getId()).build()).getEntriesList())
        .extracting("type").containsExactly("VisitOpened", "VisitClosed");
    assertThat(late.atTheDoor("1").getDecision()).isEqualTo(Decision.ADMITTED);
  }

  @Test
  void aVisitBeforeOneThatIsOpenIsOverWhenThatBegan() {
    late.federation.agreement(late.host, late.home, Terms.OPEN);
    late.federation.member(late.home, "1");
    var open = late.atTheDoor("1");

    var answer = late.tell("1", late.noon.minus(Duration.ofHours(2)));

    assertThat(answer.getFlagged()).isFalse();
    assertThat(late.visit(answer).getState()).isEqualTo("CHECKED_OUT");
    assertThat(late.atTheDoor("1").getVerdict().getCode()).isEqualTo(Verdict.Code.ALREADY_INSIDE);
    assertThat(late.visit(open).getState()).isEqualTo("CHECKED_IN");
  }

  @Test
  void aVisitWhileAnotherWasOpenIsFlagged() {
    late.federation.agreement(late.host, late.home, Terms.OPEN);
    late.federation.member(late.home, "1");
    late.tell("1", late.noon.minus(Duration.ofHours(2)));

    assertThat(late.tell("1", late.noon.minus(Duration.ofHours(1))).getVerdict().getCode())
        .isEqualTo(Verdict.Code.ALREADY_INSIDE);
  }

  @Test
  void whoLeftWhileAVisitBeforeWasBeingToldIsOutsideAndComesInAgain() throws Exception {
    late.federation.agreement(late.host, late.home, Terms.OPEN);
    var member = late.federation.member(late.home, "1");
    var open = late.atTheDoor("1");

    DATABASE.admin("begin");
    DATABASE.admin("lock table reciprocal.decision in exclusive mode"); // between the two round trips
    var telling = CompletableFuture.supplyAsync(() -> late.tell("1", late.noon.minus(Duration.ofHours(2))));
    while (DATABASE.count("""
        select count(*) from pg_locks
         where not granted and relation = 'reciprocal.decision'::regclass""") == 0) {
      Thread.sleep(5);
    }
    desks.ask(staff(late.host), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(open.getScanId()).build());
    DATABASE.admin("commit");

    assertThat(late.visit(telling.get()).getState()).isEqualTo("CHECKED_OUT");
    assertThat(DATABASE.count("""
        select count(*) from reciprocal.quota where member = $1 and open_visit is not null""", member))
        .isZero();
    assertThat(late.atTheDoor("1").getDecision()).isEqualTo(Decision.ADMITTED);
  }

  @Test
  void whoIsInsideTwiceAndLeavesOnceWhileAVisitBeforeIsBeingToldIsNotLockedOut() throws Exception {
    late.federation.agreement(late.host, late.home, Terms.OPEN.with(Terms.OPEN.coverage().withGuests(0)));
    var member = late.federation.member(late.home, "1");
    checkOut(late.atTheDoor("1")); // whatever is done the first time takes its time
    var first = late.atTheDoor("1");
    var second = late.tell("1", late.noon.plusSeconds(60));
    assertThat(second.getVerdict().getCode()).isEqualTo(Verdict.Code.ALREADY_INSIDE);

    DATABASE.admin("begin");
    DATABASE.admin("lock table reciprocal.flagged in exclusive mode"); // written last
    var before = late.byNumber("1", late.noon.minus(Duration.ofHours(2)))
        .addGuests(Guest.getDefaultInstance());
    var telling = CompletableFuture.supplyAsync(() -> late.ask(before), Thread::startVirtualThread);
    awaitWaiting("relation = 'reciprocal.flagged'::regclass", telling);
    var leaving = CompletableFuture.runAsync(() -> checkOut(second), Thread::startVirtualThread);
    awaitWaiting("locktype = 'transactionid'", leaving);
    DATABASE.admin("commit");
    leaving.get();
    assertThat(telling.get().getFlagged()).isTrue();
    checkOut(first);

    assertThat(DATABASE.count("""
        select count(*) from reciprocal.quota where member = $1 and open_visit is not null""", member))
        .isZero();
    assertThat(late.atTheDoor("1").getDecision()).isEqualTo(Decision.ADMITTED);
  }

  /** Until it is done, or somebody waits for such a lock. */
  private static void awaitWaiting(String lock, CompletableFuture<?> doing) throws InterruptedException {
    while (!doing.isDone()
        && DATABASE.count("select count(*) from pg_locks where not granted and " + lock) == 0) {
      Thread.sleep(5);
    }
  }

  private void checkOut(CheckInResponse answer) {
    desks.ask(staff(late.host), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(answer.getScanId()).build());
  }

  @Test
  void whatCanBeNobodysVisitIsKeptForTheClubToSettle() {
    late.federation.agreement(late.host, late.home, ONE_A_DAY);
    var strangers = "LX" + late.number;
    late.federation.member(late.federation.club(strangers, "UTC"), "1");
    var then = late.noon.minusSeconds(60);

    var unknown = late.tell("404", then);
    var unsigned = late.ask(
        LateDesk.request(then).setMember(MemberReference.newBuilder().setClub(strangers).setNumber("1")));
    var forged = late.ask(LateDesk.request(then).setPass("NO PASS"));

    assertThat(unknown.getVerdict().getCode()).isEqualTo(Verdict.Code.UNKNOWN_MEMBER);
    assertThat(unsigned.getVerdict().getCode()).isEqualTo(Verdict.Code.NO_AGREEMENT);
    assertThat(unsigned.hasVisitor()).isFalse();
    assertThat(forged.getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_INVALID);
    for (var answer : List.of(unknown, unsigned, forged)) {
      assertThat(answer.getDecision()).isEqualTo(Decision.REFUSED);
      assertThat(answer.getFlagged()).isTrue();
    }
    assertThat(late.flagged()).isEqualTo(3);
  }

  @Test
  void underAnAgreementThatHasEndedItIsAVisitOfWhomTheHostLearnsNothing() {
    late.federation.agreement(late.host, late.home, ONE_A_DAY, "TERMINATED");
    late.federation.member(late.home, "1");

    var answer = late.tell("1", late.noon.minusSeconds(60));

    assertThat(answer.getDecision()).isEqualTo(Decision.ALREADY_HAPPENED);
    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.AGREEMENT_EXPIRED);
    assertThat(answer.hasVisitor()).isFalse();
    assertThat(late.visit(answer).getState()).isEqualTo("CHECKED_OUT");
  }

  @Test
  void aRepeatIsAnsweredTheSameAlsoWhenItIsTooLateToTell() {
    late.federation.agreement(late.host, late.home, ONE_A_DAY);
    late.federation.member(late.home, "1");
    var request = late.byNumber("1", late.noon.minus(Duration.ofDays(2)));
    var unknown = late.byNumber("404", late.noon.minus(Duration.ofDays(2)));
    var first = late.ask(request);
    var refused = late.ask(unknown);

    late.travelTo(late.noon.plus(Duration.ofDays(5)));

    assertThat(late.ask(request)).isEqualTo(first);
    assertThat(late.ask(unknown)).isEqualTo(refused);
    desks.refused("SCAN_ID_REUSED", late.kiosk, VisitsGrpcClient.CheckIn,
        request.setFacility("POOL").build());
  }

  @Test
  void whatIsTooOldOrToComeOrHasNoTimeIsNotTaken() {
    late.federation.agreement(late.host, late.home, ONE_A_DAY);
    late.federation.member(late.home, "1");
    for (var at : new Instant[]{late.noon.minus(Duration.ofHours(73)),
        late.noon.plus(Duration.ofMinutes(5))}) {
      desks.refused("VALIDATION_ERROR", late.kiosk, VisitsGrpcClient.CheckIn, late.byNumber("1", at).build());
    }
    desks.refused("VALIDATION_ERROR", late.kiosk, VisitsGrpcClient.CheckIn,
        late.byNumber("1", late.noon).clearOccurredAt().build());
    assertThat(late.tell("1", late.noon.plusSeconds(60)).getDecision()).isEqualTo(Decision.ALREADY_HAPPENED);
  }
}
