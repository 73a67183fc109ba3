package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.ListFlaggedVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SettleVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.desk.Replay;
import org.reciprocalclubs.reciprocal.rules.CanonicalInputs;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** What was told later and would have been refused: what it costs, and what the host makes of it. */
class FlaggedVisitsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final Terms NEVER_FOR_25 = Terms.OPEN.with(new Caps(0, null, null))
      .withFees(Fees.of(new Money(2_500, "USD"), Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING));
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
  void theHostsOfficeSettlesWhatWasFlaggedOnceAndTheHomeClubSeesIt() {
    late.federation.agreement(late.host, late.home, Terms.OPEN.with(new Caps(0, null, null)));
    var member = late.federation.member(late.home, "1");
    var annulled = late.tell("1", late.noon.minusSeconds(60));
    var accepted = late.tell("1", late.noon.minus(Duration.ofDays(1)));
    var nobody = late.tell("404", late.noon.minusSeconds(60));
    assertThat(list(late.host, false)).hasSize(3);

    var manager = staff(late.host);
    var settled = desks.ask(manager, VisitsGrpcClient.SettleVisit,
        settle(annulled, FlaggedVisit.Resolution.ANNULLED));
    desks.ask(manager, VisitsGrpcClient.SettleVisit, settle(accepted, FlaggedVisit.Resolution.ACCEPTED));
    desks.ask(manager, VisitsGrpcClient.SettleVisit, settle(nobody, FlaggedVisit.Resolution.ACCEPTED));

    assertThat(settled.getNote()).isEqualTo("We let her in");
    assertThat(settled.getVisit()).isTrue();
    assertThat(late.visit(annulled).getState()).isEqualTo("ANNULLED");
    assertThat(late.visit(annulled).getSettlement()).isEqualTo("ANNULLED");
    assertThat(late.visit(accepted).getState()).isEqualTo("CHECKED_OUT");
    assertThat(late.visit(accepted).getSettlement()).isEqualTo("ACCEPTED");
    assertThat(DATABASE.count("select cardinality(uses) from reciprocal.quota where member = $1", member))
        .isOne();
    assertThat(list(late.host, false)).isEmpty();
    assertThat(list(late.host, true)).hasSize(3);
    assertThat(list(late.home, true)).isEmpty();

    assertThat(desks.ask(manager, VisitsGrpcClient.SettleVisit,
        settle(annulled, FlaggedVisit.Resolution.ANNULLED))).isEqualTo(settled);
    desks.refused("VISIT_SETTLED", manager, VisitsGrpcClient.SettleVisit,
        settle(annulled, FlaggedVisit.Resolution.ACCEPTED));
  }

  @Test
  void whatWasFlaggedCostsWhatAnAdmissionWouldAndTheVerdictComesOutTheSame() {
    late.federation.agreement(late.host, late.home, NEVER_FOR_25);
    late.federation.member(late.home, "1");

    var answer = late.tell("1", late.noon.minus(Duration.ofDays(1)));

    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    assertThat(answer.getVerdict().getFee().getAmount()).isEqualTo(2_500);
    desks.ask(staff(late.host), VisitsGrpcClient.SettleVisit,
        settle(answer, FlaggedVisit.Resolution.ACCEPTED));
    assertThat(late.visit(answer).getFee().getReason()).isEqualTo("PER_VISIT");
    assertThat(late.visit(answer).getFee().getAmount()).isEqualTo(2_500);
    assertThat(late.replay(answer).getSame()).isTrue();
    assertThat(late.replay(answer).getComputed()).isEqualTo(answer.getVerdict());
  }

  @Test
  void aFlaggedVisitOfAnEarlierReleaseHasTheFeeOfARefusalForEver() throws Exception {
    late.federation.agreement(late.host, late.home, NEVER_FOR_25);
    late.federation.member(late.home, "1");
    var scan = UUID.fromString(late.tell("1", late.noon.minus(Duration.ofDays(1))).getScanId());
    var inputs = CanonicalInputs.read(DATABASE.admin("select inputs from reciprocal.decision where scan = $1",
        scan).iterator().next().getBuffer(0).getBytes(), _ -> NEVER_FOR_25);
    var event = VisitOpened.parseFrom(DATABASE.admin(
        "select data from kit.event where stream = $1 and version = 1", scan).iterator().next().getBuffer(0)
        .getBytes());
    var before = Replay.verdict(inputs, event.getVerdict(), false);
    assertThat(before).isNotEqualTo(event.getVerdict());
    DATABASE.admin("update kit.event set data = $2 where stream = $1 and version = 1", scan,
        Buffer.buffer(event.toBuilder().setVerdict(before).build().toByteArray()));

    var replayed = desks.ask(staff(late.host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(scan.toString()).build());
    assertThat(replayed.getComputed()).isEqualTo(before);
    assertThat(replayed.getSame()).isTrue();
  }

  @Test
  void nobodyElseSettlesAndNothingElseIsSettled() {
    late.federation.agreement(late.host, late.home, Terms.OPEN);
    late.federation.member(late.home, "1");
    var fine = late.tell("1", late.noon.minus(Duration.ofDays(1)));
    var flagged = late.tell("404", late.noon.minusSeconds(60));

    for (var other : List.of(staff(late.home), staff(late.federation.club("LY" + late.number)))) {
      desks.refused("NOT_FOUND", other, VisitsGrpcClient.SettleVisit,
          settle(flagged, FlaggedVisit.Resolution.ACCEPTED));
    }
    desks.refused("UNAUTHORIZED", late.kiosk, VisitsGrpcClient.SettleVisit,
        settle(flagged, FlaggedVisit.Resolution.ACCEPTED));
    desks.refused("NOT_FOUND", staff(late.host), VisitsGrpcClient.SettleVisit,
        settle(fine, FlaggedVisit.Resolution.ACCEPTED));
    desks.refused("VALIDATION_ERROR", staff(late.host), VisitsGrpcClient.SettleVisit,
        settle(flagged, FlaggedVisit.Resolution.RESOLUTION_UNSPECIFIED));
    desks.refused("VALIDATION_ERROR", staff(late.host), VisitsGrpcClient.SettleVisit,
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
}
