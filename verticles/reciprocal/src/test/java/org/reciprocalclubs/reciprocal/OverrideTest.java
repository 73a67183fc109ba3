package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.kiosk;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse.Decision;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListFlaggedVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.OverrideCheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SettleVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Terms;

class OverrideTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final String REASON = "Came with the commodore";
  private static final Terms NONE_TODAY = Terms.OPEN.with(new Caps(0, null, null))
      .withFees(Fees.of(new Money(2_500, "USD"), Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING));
  private static Desks desks;
  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;
  private String homeCode;
  private Caller manager;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    host = federation.club("OH" + ++clubs, "UTC");
    homeCode = "OM" + clubs;
    home = federation.club(homeCode, "UTC");
    manager = staff(host);
  }

  @Test
  void whoTheTermsRefuseIsLetInWithTheFeeOfAnAdmissionAndBothClubsSeeIt() {
    federation.agreement(host, home, NONE_TODAY);
    var member = federation.member(home, "1");

    var answer = override(request("1"));

    assertThat(answer.getDecision()).isEqualTo(Decision.ADMITTED);
    assertThat(answer.getOverridden()).isTrue();
    assertThat(answer.getFlagged()).isFalse();
    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    assertThat(answer.getVerdict().hasPassesWhen()).isFalse();
    assertThat(answer.getVerdict().getFee().getAmount()).isEqualTo(2_500);
    for (var club : List.of(host, home)) {
      var visit = visit(club, answer);
      assertThat(visit.getOverridden()).isTrue();
      assertThat(visit.getState()).isEqualTo("CHECKED_IN");
      assertThat(visit.getFlag()).isEqualTo("CAP_DAY_REACHED");
      assertThat(visit.getFee().getAmount()).isEqualTo(2_500);
    }
    assertThat(DATABASE.count("select cardinality(uses) from reciprocal.quota where member = $1", member))
        .isOne();
  }

  @Test
  void theReasonIsTheHostsOwn() {
    federation.agreement(host, home, NONE_TODAY);
    federation.member(home, "1");
    var answer = override(request("1"));

    assertThat(flagged(host)).singleElement().satisfies(flag -> {
      assertThat(flag.getId()).isEqualTo(answer.getScanId());
      assertThat(flag.getOverridden()).isTrue();
      assertThat(flag.getCode()).isEqualTo("CAP_DAY_REACHED");
      assertThat(flag.getNote()).isEqualTo(REASON);
      assertThat(flag.getResolution()).isEqualTo(FlaggedVisit.Resolution.ACCEPTED);
      assertThat(flag.getSettledBy()).isEqualTo(manager.requireSubject().toString());
    });
    assertThat(flagged(home)).isEmpty();
    assertThat(DATABASE.count("select count(*) from kit.event where position($1::bytea in data) > 0",
        Buffer.buffer("commodore"))).isZero();
  }

  @Test
  void whoIsAdmittedAnywayIsAnOrdinaryVisitor() {
    federation.agreement(host, home, Terms.OPEN);
    federation.member(home, "1");

    var answer = override(request("1"));

    assertThat(answer.getDecision()).isEqualTo(Decision.ADMITTED);
    assertThat(answer.getOverridden()).isFalse();
    assertThat(visit(host, answer).hasFlag()).isFalse();
    assertThat(flagged(host)).isEmpty();
  }

  @Test
  void whatIsNotTheHousesToOverlookStaysRefused() {
    federation.agreement(host, home, NONE_TODAY);
    federation.member(home, "1");
    federation.restriction(host, home, null, "BAN", null);

    var banned = override(request("1"));
    var unknown = override(request("404"));

    assertThat(banned.getDecision()).isEqualTo(Decision.REFUSED);
    assertThat(banned.getVerdict().getCode()).isEqualTo(Verdict.Code.BANNED);
    assertThat(banned.getVerdict().getFee().getAmount()).isZero();
    assertThat(unknown.getVerdict().getCode()).isEqualTo(Verdict.Code.UNKNOWN_MEMBER);
    assertThat(flagged(host)).isEmpty();
    assertThat(DATABASE.count("select count(*) from reciprocal.visit where host = $1", host)).isZero();
  }

  @Test
  void aRepeatIsAnsweredTheSameAndHappensOnce() {
    federation.agreement(host, home, NONE_TODAY);
    federation.member(home, "1");
    var request = request("1");
    var first = override(request);

    assertThat(override(request)).isEqualTo(first);
    assertThat(flagged(host)).hasSize(1);
    assertThat(desks.ask(manager, VisitsGrpcClient.OverrideCheckIn, request.setReason("Another").build()))
        .isEqualTo(first);
    assertThat(flagged(host).getFirst().getNote()).isEqualTo(REASON);
    desks.refused("SCAN_ID_REUSED", manager, VisitsGrpcClient.CheckIn, request.getCheckIn());
  }

  @Test
  void theVerdictComputedAgainIsTheSame() {
    federation.agreement(host, home, NONE_TODAY);
    federation.member(home, "1");
    var answer = override(request("1"));

    var replay = desks.ask(staff(host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(answer.getScanId()).build());

    assertThat(replay.getSame()).isTrue();
    assertThat(replay.getComputed()).isEqualTo(answer.getVerdict());
  }

  @Test
  void itIsAVisitLikeAnyOtherAfterwards() {
    federation.agreement(host, home, NONE_TODAY);
    var member = federation.member(home, "1");
    var answer = override(request("1"));
    desks.refused("VISIT_SETTLED", manager, VisitsGrpcClient.SettleVisit,
        SettleVisitRequest.newBuilder().setId(answer.getScanId())
            .setResolution(FlaggedVisit.Resolution.ANNULLED).setNote("No").build());

    var annulled = desks.ask(manager, VisitsGrpcClient.AnnulVisit,
        AnnulVisitRequest.newBuilder().setVisitId(answer.getScanId()).build());

    assertThat(annulled.getState()).isEqualTo("ANNULLED");
    assertThat(DATABASE.count("select cardinality(uses) from reciprocal.quota where member = $1", member))
        .isZero();
  }

  @Test
  void itTakesTheRightAReasonAndAVisitorAtTheDoor() {
    federation.agreement(host, home, NONE_TODAY);
    federation.member(home, "1");
    desks.refused("UNAUTHORIZED", kiosk(host), VisitsGrpcClient.OverrideCheckIn, request("1").build());
    for (var reason : List.of("", "  ", "x".repeat(1_001))) {
      desks.refused("VALIDATION_ERROR", manager, VisitsGrpcClient.OverrideCheckIn,
          request("1").setReason(reason).build());
    }
    var late = request("1");
    late.getCheckInBuilder().setAlreadyHappened(true).getOccurredAtBuilder().setSeconds(1);
    desks.refused("VALIDATION_ERROR", manager, VisitsGrpcClient.OverrideCheckIn, late.build());
    desks.refused("VALIDATION_ERROR", manager, VisitsGrpcClient.OverrideCheckIn,
        request("1").clearCheckIn().build());
    assertThat(flagged(host)).isEmpty();
  }

  @Test
  void aPartyThatIsTooLargeComesInAsItIs() {
    federation.agreement(host, home, Terms.OPEN.with(Terms.OPEN.coverage().withGuests(0)));
    federation.member(home, "1");
    var request = request("1");
    request.getCheckInBuilder().addGuests(Guest.getDefaultInstance());

    var answer = override(request);

    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.TOO_MANY_GUESTS);
    assertThat(visit(host, answer).getGuests()).isOne();
  }

  private OverrideCheckInRequest.Builder request(String number) {
    return OverrideCheckInRequest.newBuilder().setReason(REASON)
        .setCheckIn(CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
            .setMember(MemberReference.newBuilder().setClub(homeCode).setNumber(number)));
  }

  private CheckInResponse override(OverrideCheckInRequest.Builder request) {
    return desks.ask(manager, VisitsGrpcClient.OverrideCheckIn, request.build());
  }

  private static Visit visit(UUID club, CheckInResponse answer) {
    return desks.ask(staff(club), VisitsGrpcClient.GetVisit,
        GetVisitRequest.newBuilder().setId(answer.getScanId()).build());
  }

  private static List<FlaggedVisit> flagged(UUID club) {
    return desks.ask(staff(club), VisitsGrpcClient.ListFlaggedVisits,
        ListFlaggedVisitsRequest.getDefaultInstance()).getNodesList();
  }
}
