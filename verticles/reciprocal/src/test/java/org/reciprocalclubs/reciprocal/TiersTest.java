package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.kiosk;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Terms;

class TiersTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static Desks desks;
  private static int pairs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    host = federation.club("TH" + ++pairs, "UTC");
    home = federation.club("TM" + pairs, "UTC");
  }

  @Test
  void termsAdmitMembersOfTheTiersThatTheyNameFromTheNextScanOn() {
    federation.agreement(host, home,
        Terms.OPEN.with(Terms.OPEN.coverage().withHomeTiers("PLATINUM", "GOLD")));
    var first = federation.member(home, "1");
    federation.member(home, "2");

    var refused = scan("1");
    federation.tier(home, "PLATINUM");
    var admitted = scan("1");
    var preview = desks.ask(member(home, Federation.person(first)), VerdictsGrpcClient.PreviewVerdict,
        PreviewVerdictRequest.newBuilder().setClubId(host.toString())
            .setDate(LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).plusDays(1).toString()).build());
    federation.tier(home, "SILVER");

    assertThat(refused.getVerdict().getCode()).isEqualTo(Verdict.Code.TIER_NOT_ADMITTED);
    assertThat(admitted.getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(preview.getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(scan("2").getVerdict().getCode()).isEqualTo(Verdict.Code.TIER_NOT_ADMITTED);
    assertThat(replayed(refused)).isEqualTo(refused.getVerdict());
    assertThat(replayed(admitted)).isEqualTo(admitted.getVerdict());
  }

  @Test
  void whatAVisitCostsGoesByTheTiersOfBothClubs() {
    federation.agreement(host, home, Terms.OPEN.withFees(new Fees("USD",
        List.of(price(6_500, "GOLD", "PLATINUM"), price(8_000, "GOLD", "PRESTIGE"),
            price(9_500, "SILVER", "PRESTIGE")),
        List.of(), Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING), null)));
    for (int number = 1; number <= 4; number++) {
      federation.member(home, String.valueOf(number));
    }

    assertThat(due("1")).isZero();
    federation.tier(home, "GOLD");
    federation.tier(host, "PLATINUM");
    assertThat(due("2")).isEqualTo(6_500);
    federation.tier(host, "PRESTIGE");
    assertThat(due("3")).isEqualTo(8_000);
    federation.tier(home, "SILVER");
    assertThat(due("4")).isEqualTo(9_500);
  }

  private static Fees.Line price(long amount, String home, String host) {
    return Fees.Line.plain(Fees.Basis.PER_VISIT, amount)
        .forThose(new Fees.Fits(Set.of(), Set.of(home), Set.of(host), Set.of(), Set.of()));
  }

  private long due(String number) {
    return scan(number).getVerdict().getFee().getAmount();
  }

  private Verdict replayed(CheckInResponse answer) {
    var replay = desks.ask(staff(host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId(answer.getScanId()).build());
    assertThat(replay.getSame()).isTrue();
    return replay.getComputed();
  }

  private CheckInResponse scan(String number) {
    return desks.ask(kiosk(host), VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
            .setMember(MemberReference.newBuilder().setClub("TM" + pairs).setNumber(number)).build());
  }
}
