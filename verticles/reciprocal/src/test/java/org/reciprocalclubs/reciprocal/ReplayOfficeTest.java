package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.kiosk;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ClubRules;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.HouseRulesGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReplayVerdictResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.SetClubRulesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** A verdict of the past, computed again from what was kept of it. */
class ReplayOfficeTest {
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
  void oneAgreement() {
    host = federation.club("HOST" + ++pairs);
    home = federation.club("HOME" + pairs);
    federation.agreement(host, home, Terms.OPEN.with(new Caps(1, 4, null)).with(Coverage.ALL.withGuests(2)));
    house(Terms.OPEN.with(Coverage.ALL.withGuests(1)));
    programme(Terms.OPEN.with(new Caps(null, 9, null)));
    federation.member(home, "100");
  }

  private void house(Terms terms) {
    desks.ask(staff(host), HouseRulesGrpcClient.SetClubRules, SetClubRulesRequest.newBuilder()
        .setKind(ClubRules.Kind.HOUSE).setTerms(TermsMapper.write(terms)).build());
  }

  private void programme(Terms terms) {
    desks.ask(staff(home), HouseRulesGrpcClient.SetClubRules, SetClubRulesRequest.newBuilder()
        .setKind(ClubRules.Kind.PROGRAMME).setTerms(TermsMapper.write(terms)).build());
  }

  private CheckInResponse checkIn(int guests) {
    var request = CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
        .setMember(MemberReference.newBuilder().setClub("HOME" + pairs).setNumber("100"));
    for (int i = 0; i < guests; i++) {
      request.addGuests(Guest.newBuilder().setAge(40 + i));
    }
    return desks.ask(kiosk(host), VisitsGrpcClient.CheckIn, request.build());
  }

  private static ReplayVerdictRequest of(CheckInResponse answer) {
    return ReplayVerdictRequest.newBuilder().setScanId(answer.getScanId()).build();
  }

  private static ReplayVerdictResponse replay(UUID club, CheckInResponse answer) {
    return desks.ask(staff(club), VerdictsGrpcClient.ReplayVerdict, of(answer));
  }

  private static void assertSame(ReplayVerdictResponse replayed, CheckInResponse answer) {
    assertThat(replayed.getRecorded()).isEqualTo(answer.getVerdict());
    assertThat(replayed.getComputed()).isEqualTo(answer.getVerdict());
    assertThat(replayed.getSame()).isTrue();
    assertThat(replayed.getInputsIntact()).isTrue();
    assertThat(replayed.getTermsIntact()).isTrue();
  }

  @Test
  void an_admission_and_a_refusal_come_out_the_same_for_both_clubs() {
    var tooMany = checkIn(2);
    var admitted = checkIn(1);
    var inside = checkIn(0);
    assertThat(tooMany.getVerdict().getCode()).isEqualTo(Verdict.Code.TOO_MANY_GUESTS);
    assertThat(inside.getVerdict().getCode()).isEqualTo(Verdict.Code.ALREADY_INSIDE);
    for (var answer : new CheckInResponse[]{tooMany, admitted, inside}) {
      assertSame(replay(host, answer), answer);
      assertSame(replay(home, answer), answer);
    }
  }

  @Test
  void what_was_agreed_and_set_since_changes_nothing() {
    var answer = checkIn(1);
    DATABASE.admin("""
        update reciprocal.agreement set terms_version = 2, terms_hash = 'sha256:other', terms = ''
         where club = $1""", host);
    house(Terms.OPEN.with(Coverage.ALL.withGuests(0)));
    programme(Terms.OPEN.with(new Caps(null, 1, null)));
    DATABASE.admin("update member.member set state = 'SUSPENDED' where club = $1", home);
    assertSame(replay(host, answer), answer);
  }

  @Test
  void inputs_and_terms_that_were_changed_are_seen() {
    var first = checkIn(1);
    var second = checkIn(0);
    DATABASE.admin("""
        update reciprocal.decision d set inputs = o.inputs from reciprocal.decision o
         where d.scan = $1 and o.scan = $2""", id(first), id(second));
    var replayed = replay(host, first);
    assertThat(replayed.getInputsIntact()).isFalse();
    assertThat(replayed.getSame()).isFalse();

    DATABASE.admin("update reciprocal.agreement_version set terms = $2 where club = $1", host,
        TermsMapper.write(Terms.OPEN).toByteArray());
    assertThat(replay(host, second).getTermsIntact()).isFalse();
  }

  @Test
  void strangers_and_what_was_erased_are_refused() {
    var answer = checkIn(0);
    var stranger = staff(federation.club("ALIEN" + pairs));
    desks.refused("NOT_FOUND", stranger, VerdictsGrpcClient.ReplayVerdict, of(answer));
    desks.refused("VALIDATION_ERROR", staff(host), VerdictsGrpcClient.ReplayVerdict,
        ReplayVerdictRequest.newBuilder().setScanId("1").build());
    DATABASE.admin("delete from reciprocal.decision where scan = $1", id(answer));
    desks.refused("VERDICT_INPUTS_GONE", staff(host), VerdictsGrpcClient.ReplayVerdict, of(answer));
  }

  @Test
  void a_pass_that_did_not_hold_was_judged_by_no_rule() {
    var answer = desks.ask(kiosk(host), VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString()).setPass("RC1:NO").build());
    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_INVALID);
    desks.refused("VERDICT_WITHOUT_RULES", staff(host), VerdictsGrpcClient.ReplayVerdict, of(answer));
  }

  @Test
  void a_visitor_whom_nobody_knows_is_replayed_for_the_host_alone() {
    var answer = desks.ask(kiosk(host), VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
            .setMember(MemberReference.newBuilder().setClub("NOWHERE").setNumber("1")).build());
    assertSame(replay(host, answer), answer);
  }

  private static UUID id(CheckInResponse answer) {
    return UUID.fromString(answer.getScanId());
  }
}
