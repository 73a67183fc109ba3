package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.kiosk;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse.Decision;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListFlaggedVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitHistoryRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.SettleVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.reciprocal.desk.Replay;
import org.reciprocalclubs.reciprocal.rules.CanonicalInputs;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Terms;

class LateScansTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final Terms ONE_A_DAY = Terms.OPEN.with(new Caps(1, null, null));
  private static final Terms LETTER = Terms.OPEN.with(Entry.FREE.with(new Entry.LetterNeeded(null)));
  private static final Terms NEVER_FOR_25 = Terms.OPEN.with(new Caps(0, null, null))
      .withFees(Fees.of(new Money(2_500, "USD"), Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING));
  private static Desks desks;
  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;
  private String homeCode;
  private Caller kiosk;
  private Instant noon;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void noonOfADay() {
    host = federation.club("LH" + ++clubs, "UTC");
    homeCode = "LM" + clubs;
    home = federation.club(homeCode, "UTC");
    kiosk = kiosk(host);
    noon = ZonedDateTime.now(ZoneOffset.UTC).plusDays(2).withHour(12).withMinute(0).withSecond(0).withNano(0)
        .toInstant();
    travelTo(noon);
  }

  @AfterEach
  void comeBack() {
    new TimeOffset(DATABASE.store(), false).set(Duration.ZERO);
  }

  @Test
  void whatTheRulesAllowedIsAVisitAtItsTrueTimeAndLastsWhileTheDayDoes() {
    federation.agreement(host, home, ONE_A_DAY);
    var member = federation.member(home, "1");
    var then = noon.minus(Duration.ofHours(3));

    var answer = tell("1", then);

    assertThat(answer.getDecision()).isEqualTo(Decision.ALREADY_HAPPENED);
    assertThat(answer.getFlagged()).isFalse();
    assertThat(answer.getVisit().getStatus()).isEqualTo(Visit.Status.CHECKED_IN);
    assertThat(answer.getVisitor().getName()).isEqualTo("Ada No1");
    var visit = visit(answer);
    assertThat(visit.getAlreadyHappened()).isTrue();
    assertThat(visit.hasFlag()).isFalse();
    assertThat(visit.getMemberId()).isEqualTo(member.toString());
    assertThat(Instant.ofEpochSecond(visit.getCheckInTime().getSeconds())).isEqualTo(then);
    assertThat(atTheDoor("1").getVerdict().getCode()).isEqualTo(Verdict.Code.ALREADY_INSIDE);
    assertThat(flagged()).isZero();
  }

  @Test
  void whatTheRulesWouldHaveRefusedIsAVisitFlaggedAndCounted() {
    federation.agreement(host, home, Terms.OPEN.with(new Caps(0, null, null)));
    var member = federation.member(home, "1");

    var answer = tell("1", noon.minus(Duration.ofDays(1)));

    assertThat(answer.getDecision()).isEqualTo(Decision.ALREADY_HAPPENED);
    assertThat(answer.getFlagged()).isTrue();
    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    for (var club : List.of(host, home)) {
      assertThat(desks.ask(staff(club), VisitsGrpcClient.GetVisit,
          GetVisitRequest.newBuilder().setId(answer.getScanId()).build()).getFlag())
          .isEqualTo("CAP_DAY_REACHED");
    }
    assertThat(flagged()).isOne();
    assertThat(DATABASE.count("select cardinality(uses) from reciprocal.quota where member = $1", member))
        .isOne();
  }

  @Test
  void aVisitOfADayThatIsOverIsOverWithItsDay() {
    federation.agreement(host, home, ONE_A_DAY);
    federation.member(home, "1");
    var answer = tell("1", noon.minus(Duration.ofDays(1)));

    assertThat(answer.getVisit().getStatus()).isEqualTo(Visit.Status.CHECKED_OUT);
    var visit = visit(answer);
    assertThat(Instant.ofEpochSecond(visit.getCheckOutTime().getSeconds()))
        .isEqualTo(noon.minus(Duration.ofHours(12)));
    assertThat(desks.ask(staff(host), VisitsGrpcClient.ListVisitHistory,
        ListVisitHistoryRequest.newBuilder().setId(visit.getId()).build()).getEntriesList())
        .extracting("type").containsExactly("VisitOpened", "VisitClosed");
    assertThat(atTheDoor("1").getDecision()).isEqualTo(Decision.ADMITTED);
  }

  @Test
  void aVisitBeforeOneThatIsOpenIsOverWhenThatBegan() {
    federation.agreement(host, home, Terms.OPEN);
    federation.member(home, "1");
    var open = atTheDoor("1");

    var answer = tell("1", noon.minus(Duration.ofHours(2)));

    assertThat(answer.getFlagged()).isFalse();
    assertThat(visit(answer).getState()).isEqualTo("CHECKED_OUT");
    assertThat(atTheDoor("1").getVerdict().getCode()).isEqualTo(Verdict.Code.ALREADY_INSIDE);
    assertThat(visit(open).getState()).isEqualTo("CHECKED_IN");
  }

  @Test
  void aVisitWhileAnotherWasOpenIsFlagged() {
    federation.agreement(host, home, Terms.OPEN);
    federation.member(home, "1");
    tell("1", noon.minus(Duration.ofHours(2)));

    assertThat(tell("1", noon.minus(Duration.ofHours(1))).getVerdict().getCode())
        .isEqualTo(Verdict.Code.ALREADY_INSIDE);
  }

  @Test
  void whoLeftWhileAVisitBeforeWasBeingToldIsOutsideAndComesInAgain() throws Exception {
    federation.agreement(host, home, Terms.OPEN);
    var member = federation.member(home, "1");
    var open = atTheDoor("1");

    DATABASE.admin("begin");
    DATABASE.admin("lock table reciprocal.decision in exclusive mode"); // between the two round trips
    var telling = CompletableFuture.supplyAsync(() -> tell("1", noon.minus(Duration.ofHours(2))));
    while (DATABASE.count("""
        select count(*) from pg_locks
         where not granted and relation = 'reciprocal.decision'::regclass""") == 0) {
      Thread.sleep(5);
    }
    desks.ask(staff(host), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(open.getScanId()).build());
    DATABASE.admin("commit");

    assertThat(visit(telling.get()).getState()).isEqualTo("CHECKED_OUT");
    assertThat(DATABASE.count("""
        select count(*) from reciprocal.quota where member = $1 and open_visit is not null""", member))
        .isZero();
    assertThat(atTheDoor("1").getDecision()).isEqualTo(Decision.ADMITTED);
  }

  @Test
  void whoIsInsideTwiceAndLeavesOnceWhileAVisitBeforeIsBeingToldIsNotLockedOut() throws Exception {
    federation.agreement(host, home, Terms.OPEN.with(Terms.OPEN.coverage().withGuests(0)));
    var member = federation.member(home, "1");
    checkOut(atTheDoor("1")); // whatever is done the first time takes its time
    var first = atTheDoor("1");
    var second = tell("1", noon.plusSeconds(60));
    assertThat(second.getVerdict().getCode()).isEqualTo(Verdict.Code.ALREADY_INSIDE);

    DATABASE.admin("begin");
    DATABASE.admin("lock table reciprocal.flagged in exclusive mode"); // written last
    var telling = CompletableFuture.supplyAsync(
        () -> ask(byNumber("1", noon.minus(Duration.ofHours(2))).addGuests(Guest.getDefaultInstance())),
        Thread::startVirtualThread);
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
    assertThat(atTheDoor("1").getDecision()).isEqualTo(Decision.ADMITTED);
  }

  /** Until it is done, or somebody waits for such a lock. */
  private static void awaitWaiting(String lock, CompletableFuture<?> doing) throws InterruptedException {
    while (!doing.isDone()
        && DATABASE.count("select count(*) from pg_locks where not granted and " + lock) == 0) {
      Thread.sleep(5);
    }
  }

  private void checkOut(CheckInResponse answer) {
    desks.ask(staff(host), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(answer.getScanId()).build());
  }

  @Test
  void whatCanBeNobodysVisitIsKeptForTheClubToSettle() {
    federation.agreement(host, home, ONE_A_DAY);
    var strangers = "LX" + clubs;
    federation.member(federation.club(strangers, "UTC"), "1");
    var then = noon.minusSeconds(60);

    var unknown = tell("404", then);
    var unsigned = ask(
        request(then).setMember(MemberReference.newBuilder().setClub(strangers).setNumber("1")));
    var forged = ask(request(then).setPass("NO PASS"));

    assertThat(unknown.getVerdict().getCode()).isEqualTo(Verdict.Code.UNKNOWN_MEMBER);
    assertThat(unsigned.getVerdict().getCode()).isEqualTo(Verdict.Code.NO_AGREEMENT);
    assertThat(unsigned.hasVisitor()).isFalse();
    assertThat(forged.getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_INVALID);
    for (var answer : List.of(unknown, unsigned, forged)) {
      assertThat(answer.getDecision()).isEqualTo(Decision.REFUSED);
      assertThat(answer.getFlagged()).isTrue();
    }
    assertThat(flagged()).isEqualTo(3);
  }

  @Test
  void underAnAgreementThatHasEndedItIsAVisitOfWhomTheHostLearnsNothing() {
    federation.agreement(host, home, ONE_A_DAY, "TERMINATED");
    federation.member(home, "1");

    var answer = tell("1", noon.minusSeconds(60));

    assertThat(answer.getDecision()).isEqualTo(Decision.ALREADY_HAPPENED);
    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.AGREEMENT_EXPIRED);
    assertThat(answer.hasVisitor()).isFalse();
    assertThat(visit(answer).getState()).isEqualTo("CHECKED_OUT");
  }

  @Test
  void aRestrictionThatWasLiftedSinceHeldThenAndOneImposedSinceDidNot() {
    federation.agreement(host, home, Terms.OPEN);
    federation.member(home, "1");
    var then = noon.minus(Duration.ofHours(2));
    var ban = federation.restriction(host, home, null, "BAN", null);
    DATABASE.admin("update reciprocal.restriction set imposed_at = $2, lifted_at = $3 where id = $1", ban,
        then.minusSeconds(60).atOffset(ZoneOffset.UTC), then.plusSeconds(60).atOffset(ZoneOffset.UTC));

    assertThat(tell("1", then).getVerdict().getCode()).isEqualTo(Verdict.Code.BANNED);
    assertThat(tell("1", then.minusSeconds(120)).getFlagged()).isFalse();
  }

  @Test
  void itIsJudgedByTheVersionOfTheTermsThatHeldOnItsDay() {
    var agreement = federation.agreement(host, home, Terms.OPEN.with(new Caps(0, null, null)));
    federation.member(home, "1");
    DATABASE.admin(
        """
            update reciprocal.agreement_version set terms = $2, terms_hash = 'sha256:before' where agreement = $1""",
        agreement, TermsMapper.write(Terms.OPEN).toByteArray());
    DATABASE.admin("update reciprocal.agreement set terms_version = 2, effective = $2 where id = $1",
        agreement,
        LocalDate.ofInstant(noon, ZoneOffset.UTC));

    var before = tell("1", noon.minus(Duration.ofDays(1)));
    var today = tell("1", noon.minusSeconds(60));

    assertThat(before.getFlagged()).isFalse();
    assertThat(before.getVisit().getTermsVersion()).isOne();
    assertThat(today.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    assertThat(today.getVisit().getTermsVersion()).isEqualTo(2);
  }

  @Test
  void anOlderVersionAsksForWhatItAskedForAndALetterIsOneOfThatMoment() {
    var agreement = federation.agreement(host, home, Terms.OPEN);
    DATABASE.admin(
        """
            update reciprocal.agreement_version set terms = $2, terms_hash = 'sha256:letter'
             where agreement = $1""",
        agreement, TermsMapper.write(LETTER).toByteArray());
    DATABASE.admin("update reciprocal.agreement set terms_version = 2, effective = $2 where id = $1",
        agreement, LocalDate.ofInstant(noon, ZoneOffset.UTC));
    var then = noon.minus(Duration.ofDays(1));
    letterOfThree(then.minusSeconds(60), then.plusSeconds(60), then.plusSeconds(30));

    assertThat(tell("1", then).getFlagged()).as("revoked since").isFalse();
    assertThat(tell("2", then).getVerdict().getCode()).as("issued since")
        .isEqualTo(Verdict.Code.LETTER_NEEDED);
    assertThat(tell("3", then).getVerdict().getCode()).as("none").isEqualTo(Verdict.Code.LETTER_NEEDED);
  }

  /** Of members 1, 2 and 3: one that was revoked since, one that was issued since, none. */
  private void letterOfThree(Instant issued, Instant revoked, Instant since) {
    var members = List.of(federation.member(home, "1"), federation.member(home, "2"),
        federation.member(home, "3"));
    var until = LocalDate.ofInstant(noon, ZoneOffset.UTC).plusDays(9);
    var held = federation.letter(members.getFirst(), home, host, until, 0);
    DATABASE.admin("update member.letter set issued_at = $2, revoked_at = $3 where id = $1", held,
        issued.atOffset(ZoneOffset.UTC), revoked.atOffset(ZoneOffset.UTC));
    var later = federation.letter(members.get(1), home, host, until, 0);
    DATABASE.admin("update member.letter set issued_at = $2 where id = $1", later,
        since.atOffset(ZoneOffset.UTC));
  }

  @Test
  void anAgreementThatHasEndedSinceHeldOnItsDayWhetherOrNotAnotherTookItsPlace() {
    var today = LocalDate.ofInstant(noon, ZoneOffset.UTC);
    var ended = federation.agreement(host, home, ONE_A_DAY, "EXPIRED");
    DATABASE.admin("update reciprocal.agreement set expiration = $2, last_day = $2 where id = $1", ended,
        today.minusDays(1));
    federation.member(home, "1");
    federation.member(home, "2");
    federation.member(home, "3");
    var alone = tell("1", noon.minus(Duration.ofDays(1)));

    var next = federation.agreement(host, home, Terms.OPEN.with(new Caps(0, null, null)));
    for (var table : List.of("agreement set effective = $2 where id",
        "agreement_version set effective = $2 where agreement")) {
      DATABASE.admin("update reciprocal." + table + " = $1", next, today);
    }
    var replaced = tell("2", noon.minus(Duration.ofDays(1)));
    var under = tell("3", noon.minusSeconds(60));

    for (var answer : List.of(alone, replaced)) {
      assertThat(answer.getFlagged()).isFalse();
      assertThat(answer.getVisitor().getName()).startsWith("Ada");
      assertThat(visit(answer).getAgreementId()).isEqualTo(ended.toString());
    }
    assertThat(under.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    assertThat(visit(under).getAgreementId()).isEqualTo(next.toString());
    assertThat(replay(replaced).getSame()).isTrue();
  }

  @Test
  void aRepeatIsAnsweredTheSameAlsoWhenItIsTooLateToTell() {
    federation.agreement(host, home, ONE_A_DAY);
    federation.member(home, "1");
    var request = byNumber("1", noon.minus(Duration.ofDays(2)));
    var unknown = byNumber("404", noon.minus(Duration.ofDays(2)));
    var first = ask(request);
    var refused = ask(unknown);

    travelTo(noon.plus(Duration.ofDays(5)));

    assertThat(ask(request)).isEqualTo(first);
    assertThat(ask(unknown)).isEqualTo(refused);
    desks.refused("SCAN_ID_REUSED", kiosk, VisitsGrpcClient.CheckIn, request.setFacility("POOL").build());
  }

  @Test
  void whatIsTooOldOrToComeOrHasNoTimeIsNotTaken() {
    federation.agreement(host, home, ONE_A_DAY);
    federation.member(home, "1");
    for (var at : new Instant[]{noon.minus(Duration.ofHours(73)), noon.plus(Duration.ofMinutes(5))}) {
      desks.refused("VALIDATION_ERROR", kiosk, VisitsGrpcClient.CheckIn, byNumber("1", at).build());
    }
    desks.refused("VALIDATION_ERROR", kiosk, VisitsGrpcClient.CheckIn,
        byNumber("1", noon).clearOccurredAt().build());
    assertThat(tell("1", noon.plusSeconds(60)).getDecision()).isEqualTo(Decision.ALREADY_HAPPENED);
  }

  @Test
  void theHostsOfficeSettlesWhatWasFlaggedOnceAndTheHomeClubSeesIt() {
    federation.agreement(host, home, Terms.OPEN.with(new Caps(0, null, null)));
    var member = federation.member(home, "1");
    var annulled = tell("1", noon.minusSeconds(60));
    var accepted = tell("1", noon.minus(Duration.ofDays(1)));
    var nobody = tell("404", noon.minusSeconds(60));
    assertThat(list(host, false)).hasSize(3);

    var manager = staff(host);
    var settled = desks.ask(manager, VisitsGrpcClient.SettleVisit,
        settle(annulled, FlaggedVisit.Resolution.ANNULLED));
    desks.ask(manager, VisitsGrpcClient.SettleVisit, settle(accepted, FlaggedVisit.Resolution.ACCEPTED));
    desks.ask(manager, VisitsGrpcClient.SettleVisit, settle(nobody, FlaggedVisit.Resolution.ACCEPTED));

    assertThat(settled.getNote()).isEqualTo("We let her in");
    assertThat(settled.getVisit()).isTrue();
    assertThat(visit(annulled).getState()).isEqualTo("ANNULLED");
    assertThat(visit(annulled).getSettlement()).isEqualTo("ANNULLED");
    assertThat(visit(accepted).getState()).isEqualTo("CHECKED_OUT");
    assertThat(visit(accepted).getSettlement()).isEqualTo("ACCEPTED");
    assertThat(DATABASE.count("select cardinality(uses) from reciprocal.quota where member = $1", member))
        .isOne();
    assertThat(list(host, false)).isEmpty();
    assertThat(list(host, true)).hasSize(3);
    assertThat(list(home, true)).isEmpty();

    assertThat(desks.ask(manager, VisitsGrpcClient.SettleVisit,
        settle(annulled, FlaggedVisit.Resolution.ANNULLED))).isEqualTo(settled);
    desks.refused("VISIT_SETTLED", manager, VisitsGrpcClient.SettleVisit,
        settle(annulled, FlaggedVisit.Resolution.ACCEPTED));
  }

  @Test
  void whatWasFlaggedCostsWhatAnAdmissionWouldAndTheVerdictComesOutTheSame() {
    federation.agreement(host, home, NEVER_FOR_25);
    federation.member(home, "1");

    var answer = tell("1", noon.minus(Duration.ofDays(1)));

    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    assertThat(answer.getVerdict().getFee().getAmount()).isEqualTo(2_500);
    desks.ask(staff(host), VisitsGrpcClient.SettleVisit, settle(answer, FlaggedVisit.Resolution.ACCEPTED));
    assertThat(visit(answer).getFee().getReason()).isEqualTo("PER_VISIT");
    assertThat(visit(answer).getFee().getAmount()).isEqualTo(2_500);
    assertThat(replay(answer).getSame()).isTrue();
    assertThat(replay(answer).getComputed()).isEqualTo(answer.getVerdict());
  }

  @Test
  void aFlaggedVisitOfAnEarlierReleaseHasTheFeeOfARefusalForEver() throws Exception {
    federation.agreement(host, home, NEVER_FOR_25);
    federation.member(home, "1");
    var scan = UUID.fromString(tell("1", noon.minus(Duration.ofDays(1))).getScanId());
    var inputs = CanonicalInputs.read(DATABASE.admin("select inputs from reciprocal.decision where scan = $1",
        scan).iterator().next().getBuffer(0).getBytes(), _ -> NEVER_FOR_25);
    var event = VisitOpened.parseFrom(DATABASE.admin(
        "select data from kit.event where stream = $1 and version = 1", scan).iterator().next().getBuffer(0)
        .getBytes());
    var before = Replay.verdict(inputs, event.getVerdict(), false);
    assertThat(before).isNotEqualTo(event.getVerdict());
    DATABASE.admin("update kit.event set data = $2 where stream = $1 and version = 1", scan,
        Buffer.buffer(event.toBuilder().setVerdict(before).build().toByteArray()));

    var replayed = desks.ask(staff(host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(scan.toString()).build());
    assertThat(replayed.getComputed()).isEqualTo(before);
    assertThat(replayed.getSame()).isTrue();
  }

  private ReplayVerdictResponse replay(CheckInResponse answer) {
    return desks.ask(staff(host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(answer.getScanId()).build());
  }

  @Test
  void nobodyElseSettlesAndNothingElseIsSettled() {
    federation.agreement(host, home, Terms.OPEN);
    federation.member(home, "1");
    var fine = tell("1", noon.minus(Duration.ofDays(1)));
    var flagged = tell("404", noon.minusSeconds(60));

    for (var other : List.of(staff(home), staff(federation.club("LY" + clubs)))) {
      desks.refused("NOT_FOUND", other, VisitsGrpcClient.SettleVisit,
          settle(flagged, FlaggedVisit.Resolution.ACCEPTED));
    }
    desks.refused("UNAUTHORIZED", kiosk, VisitsGrpcClient.SettleVisit,
        settle(flagged, FlaggedVisit.Resolution.ACCEPTED));
    desks.refused("NOT_FOUND", staff(host), VisitsGrpcClient.SettleVisit,
        settle(fine, FlaggedVisit.Resolution.ACCEPTED));
    desks.refused("VALIDATION_ERROR", staff(host), VisitsGrpcClient.SettleVisit,
        settle(flagged, FlaggedVisit.Resolution.RESOLUTION_UNSPECIFIED));
    desks.refused("VALIDATION_ERROR", staff(host), VisitsGrpcClient.SettleVisit,
        settle(flagged, FlaggedVisit.Resolution.ACCEPTED).toBuilder().setNote(" ").build());
  }

  private List<FlaggedVisit> list(UUID club, boolean settled) {
    return desks.ask(staff(club), VisitsGrpcClient.ListFlaggedVisits,
        ListFlaggedVisitsRequest.newBuilder().setSettled(settled).build()).getNodesList();
  }

  private static SettleVisitRequest settle(CheckInResponse answer, FlaggedVisit.Resolution resolution) {
    return SettleVisitRequest.newBuilder().setId(answer.getScanId()).setResolution(resolution)
        .setNote("We let her in").build();
  }

  private static void travelTo(Instant time) {
    new TimeOffset(DATABASE.store(), false).set(Duration.between(Instant.now(), time));
  }

  private CheckInResponse tell(String number, Instant at) {
    return ask(byNumber(number, at));
  }

  private CheckInResponse atTheDoor(String number) {
    return ask(byNumber(number, noon).clearAlreadyHappened());
  }

  private CheckInResponse ask(CheckInRequest.Builder request) {
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn, request.build());
  }

  private CheckInRequest.Builder byNumber(String number, Instant at) {
    return request(at).setMember(MemberReference.newBuilder().setClub(homeCode).setNumber(number));
  }

  private static CheckInRequest.Builder request(Instant at) {
    return CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString()).setAlreadyHappened(true)
        .setOccurredAt(VerdictMapper.timestamp(at));
  }

  private Visit visit(CheckInResponse answer) {
    return desks.ask(staff(host), VisitsGrpcClient.GetVisit,
        GetVisitRequest.newBuilder().setId(answer.getScanId()).build());
  }

  private long flagged() {
    return DATABASE.count("select count(*) from reciprocal.flagged where host = $1", host);
  }
}
