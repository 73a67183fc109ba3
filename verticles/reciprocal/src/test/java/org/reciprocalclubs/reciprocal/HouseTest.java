package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Blackout;
import org.reciprocalclubs.codecs.reciprocal.v1.Capacity;
import org.reciprocalclubs.codecs.reciprocal.v1.Caps;
import org.reciprocalclubs.codecs.reciprocal.v1.ClubRules;
import org.reciprocalclubs.codecs.reciprocal.v1.GetClubRulesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.HouseRulesGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.ImposeRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.LiftRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListRestrictionsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RecordVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Restriction;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.SetClubRulesRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.codecs.reciprocal.v1.VerdictsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;

/** What a club says by itself: rules of its house and programme, and restrictions of visitors. */
class HouseTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final LocalDate TODAY = LocalDate.now(ZoneId.of("America/Los_Angeles"));
  private static Desks desks;
  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;
  private UUID member;
  private Caller manager;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    host = federation.club("RH" + ++clubs);
    home = federation.club("RM" + clubs);
    federation.agreement(host, home, org.reciprocalclubs.reciprocal.rules.Terms.OPEN);
    member = federation.member(home, "1");
    manager = manager(host);
  }

  @Test
  void aHouseClosesItsDoorAndOpensItAgain() {
    assertThat(rules(manager, ClubRules.Kind.HOUSE).getVersion()).isZero();
    var closed = Terms.newBuilder().setDressCode("Jacket")
        .addBlackouts(Blackout.newBuilder().setFrom(TODAY.toString()).setTo(TODAY.plusDays(1).toString()))
        .build();
    var set = set(manager, ClubRules.Kind.HOUSE, closed);
    assertThat(set.getVersion()).isOne();
    assertThat(rules(manager, ClubRules.Kind.HOUSE)).isEqualTo(set);
    refused("BLACKOUT", this::visit);
    assertThat(preview().getVerdict().getRule()).startsWith("house.");
    assertThat(preview().getHouse().getDressCode()).isEqualTo("Jacket");

    var opened = desks.ask(manager, HouseRulesGrpcClient.SetClubRules,
        SetClubRulesRequest.newBuilder().setKind(ClubRules.Kind.HOUSE).setReplaces(1).build());
    assertThat(opened.getVersion()).isEqualTo(2);
    assertThat(opened.hasTerms()).isFalse();
    assertThat(visit().getStatus()).isEqualTo(Visit.Status.CHECKED_IN);
    assertThat(preview().hasHouse()).isFalse();
  }

  @Test
  void aProgrammeBindsTheClubsOwnMembersAtEveryHost() {
    set(manager(home), ClubRules.Kind.PROGRAMME,
        Terms.newBuilder().setCaps(Caps.newBuilder().setMonth(1)).build());
    var elsewhere = federation.club("RE" + clubs);
    federation.agreement(elsewhere, home, org.reciprocalclubs.reciprocal.rules.Terms.OPEN);
    visit();
    assertThatThrownBy(() -> visit(elsewhere)).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo("CAP_MONTH_REACHED"));
  }

  @Test
  void rulesThatCannotBeAreNotSet() {
    desks.refused("VALIDATION_ERROR", manager, HouseRulesGrpcClient.SetClubRules,
        SetClubRulesRequest.getDefaultInstance());
    desks.refused("VALIDATION_ERROR", manager, HouseRulesGrpcClient.SetClubRules,
        SetClubRulesRequest.newBuilder().setKind(ClubRules.Kind.PROGRAMME)
            .setTerms(Terms.newBuilder().setCapacity(Capacity.newBuilder().setDay(9))).build());
    desks.refused("VALIDATION_ERROR", manager, HouseRulesGrpcClient.SetClubRules,
        SetClubRulesRequest.newBuilder().setKind(ClubRules.Kind.HOUSE)
            .setTerms(Terms.newBuilder().setCaps(Caps.newBuilder().setMonth(0))).build());
    desks.refused("RULES_CHANGED", manager, HouseRulesGrpcClient.SetClubRules,
        SetClubRulesRequest.newBuilder().setKind(ClubRules.Kind.HOUSE).setReplaces(3).build());
  }

  @Test
  void aPartnerReadsTheRulesOfTheHouseAndNobodyElse() {
    var set = set(manager, ClubRules.Kind.HOUSE, Terms.newBuilder().setDressCode("Jacket").build());
    var ask = GetClubRulesRequest.newBuilder().setKind(ClubRules.Kind.HOUSE).setClubId(host.toString())
        .build();
    assertThat(desks.ask(manager(home), HouseRulesGrpcClient.GetClubRules, ask)).isEqualTo(set);
    desks.refused("NOT_FOUND", manager(federation.club("RX" + clubs)), HouseRulesGrpcClient.GetClubRules,
        ask);
    desks.refused("VALIDATION_ERROR", manager(home), HouseRulesGrpcClient.GetClubRules,
        ask.toBuilder().setKind(ClubRules.Kind.PROGRAMME).build());
  }

  @Test
  void whoIsBannedStaysOutsideUntilTheBanIsLifted() {
    var visit = visit();
    leave();
    var ban = desks.ask(manager, RestrictionsGrpcClient.ImposeRestriction,
        ImposeRestrictionRequest.newBuilder()
            .setVisitId(visit.getId()).setKind(Restriction.Kind.BAN).setReason("Broke the piano").build());
    assertThat(ban.getMemberId()).isEqualTo(member.toString());
    refused("BANNED", this::visit);
    assertThat(list(true).getNodesList()).containsExactly(ban);

    var lifted = desks.ask(manager, RestrictionsGrpcClient.LiftRestriction,
        LiftRestrictionRequest.newBuilder().setId(ban.getId()).build());
    assertThat(lifted.hasLiftedAt()).isTrue();
    assertThat(desks.ask(manager, RestrictionsGrpcClient.LiftRestriction,
        LiftRestrictionRequest.newBuilder().setId(ban.getId()).build())).isEqualTo(lifted);
    assertThat(visit().getStatus()).isEqualTo(Visit.Status.CHECKED_IN);
    assertThat(list(true).getNodesList()).isEmpty();
    assertThat(list(false).getNodesList()).containsExactly(lifted);
  }

  @Test
  void theHomeClubLearnsThatAndNotWhy() {
    var ban = desks.ask(manager, RestrictionsGrpcClient.ImposeRestriction,
        ImposeRestrictionRequest.newBuilder()
            .setClubCode("RM" + clubs).setKind(Restriction.Kind.BAN).setReason("Broke the piano").build());
    desks.refused("NOT_FOUND", manager(home), RestrictionsGrpcClient.GetRestriction,
        GetRestrictionRequest.newBuilder().setId(ban.getId()).build());
    assertThat(DATABASE.count("""
        select count(*) from kit.event where stream = $1 and partner = $2
           and position('piano'::bytea in data) = 0""", UUID.fromString(ban.getId()), home)).isOne();
    refused("BANNED", this::visit);
  }

  @ParameterizedTest
  @CsvSource({"BAN,1,,x,lastDay", "SUSPENSION,,,x,lastDay", "SUSPENSION,-1,,x,lastDay",
      "LIMITATION,,,x,facilities", "BAN,,DINING,x,facilities", "BAN,,,' ',reason",
      "KIND_UNSPECIFIED,,,x,kind"})
  void aRestrictionSaysSomethingPossible(Restriction.Kind kind, Integer days, String facility, String reason,
      String field) {
    var request = ImposeRestrictionRequest.newBuilder().setClubCode("RM" + clubs).setKind(kind)
        .setReason(reason);
    if (days != null) {
      request.setLastDay(TODAY.plusDays(days).toString());
    }
    if (facility != null) {
      request.addFacilities(facility);
    }
    assertThatThrownBy(() -> desks.ask(manager, RestrictionsGrpcClient.ImposeRestriction, request.build()))
        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.field()).isEqualTo(field));
  }

  @Test
  void whomItIsOnIsAVisitorHere() {
    var request = ImposeRestrictionRequest.newBuilder().setKind(Restriction.Kind.BAN).setReason("x");
    var imposing = RestrictionsGrpcClient.ImposeRestriction;
    desks.refused("VALIDATION_ERROR", manager, imposing, request.build());
    desks.refused("VALIDATION_ERROR", manager, imposing, request.clone().setClubCode("RH" + clubs).build());
    desks.refused("NOT_FOUND", manager, imposing, request.clone().setClubCode("NOSUCH").build());
    desks.refused("NOT_FOUND", manager(home), imposing, request.clone().setVisitId(visit().getId()).build());
  }

  @Test
  void aDeskHasOnlySoManyToRead() {
    var request = ImposeRestrictionRequest.newBuilder().setKind(Restriction.Kind.LIMITATION).setNoGuests(true)
        .setReason("x").setClubCode("RM" + clubs).build();
    for (int i = 0; i < RestrictionOffice.LIVE_MAX; i++) {
      desks.ask(manager, RestrictionsGrpcClient.ImposeRestriction, request);
    }
    desks.refused("RESTRICTIONS_TOO_MANY", manager, RestrictionsGrpcClient.ImposeRestriction, request);
    DATABASE.admin("update reciprocal.restriction set last_day = $2 where host = $1", host,
        TODAY.minusDays(2));
    assertThat(desks.ask(manager, RestrictionsGrpcClient.ImposeRestriction, request).getNoGuests())
        .as("those that are over make room").isTrue();
  }

  private static Caller manager(UUID club) {
    return new Caller(Caller.Kind.PERSON, Ids.uuid7(), club, null, null,
        Set.of("rules.set", "visitor.restrict", "visit.read", "visit.create", "agreement.read"),
        Set.of("manager"));
  }

  private static ClubRules set(Caller by, ClubRules.Kind kind, Terms terms) {
    return desks.ask(by, HouseRulesGrpcClient.SetClubRules,
        SetClubRulesRequest.newBuilder().setKind(kind).setTerms(terms).build());
  }

  private static ClubRules rules(Caller by, ClubRules.Kind kind) {
    return desks.ask(by, HouseRulesGrpcClient.GetClubRules,
        GetClubRulesRequest.newBuilder().setKind(kind).build());
  }

  private org.reciprocalclubs.codecs.reciprocal.v1.ListRestrictionsResponse list(boolean live) {
    return desks.ask(manager, RestrictionsGrpcClient.ListRestrictions, ListRestrictionsRequest.newBuilder()
        .setPagination(PageRequest.newBuilder().setPageSize(10)).setLiveOnly(live).build());
  }

  private org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictResponse preview() {
    return desks.ask(Desks.member(home, Federation.person(member)), VerdictsGrpcClient.PreviewVerdict,
        PreviewVerdictRequest.newBuilder().setClubId(host.toString()).setDate(TODAY.toString()).build());
  }

  private Visit visit() {
    return visit(host);
  }

  private Visit visit(UUID at) {
    return desks.ask(manager(at), VisitsGrpcClient.RecordVisit, RecordVisitRequest.newBuilder()
        .setMemberId(member.toString()).setVisitingClubId(at.toString()).build());
  }

  private void leave() {
    DATABASE.admin("update reciprocal.quota set open_visit = null where scope = $1", host);
  }

  private static void refused(String code, Runnable act) {
    assertThatThrownBy(act::run).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
