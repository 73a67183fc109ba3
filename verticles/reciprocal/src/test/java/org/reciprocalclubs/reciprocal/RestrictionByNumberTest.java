package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.GetRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ImposeRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.Restriction;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** A house keeps out whom it has never seen, by their club's code and their number. */
class RestrictionByNumberTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static Desks desks;

  private Bookings pair;
  private Caller manager;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    pair = new Bookings(DATABASE, desks);
    manager = Desks.restricting(pair.host);
  }

  private static ImposeRestrictionRequest.Builder ban(String club, String number) {
    return ImposeRestrictionRequest.newBuilder().setKind(Restriction.Kind.BAN)
        .setReason("Named in a warning")
        .setMember(MemberReference.newBuilder().setClub(club).setNumber(number));
  }

  private static Restriction impose(Caller by, ImposeRestrictionRequest.Builder request) {
    return desks.ask(by, RestrictionsGrpcClient.ImposeRestriction, request.build());
  }

  private long looks() {
    return DATABASE.count("select count(*) from member.foreign_read where club = $1 and actor = $2",
        pair.host, manager.subject());
  }

  @Test
  void whoNeverCameIsTurnedAwayTheFirstTime() {
    pair.federation.agreement(pair.host, pair.home, Terms.OPEN);
    var ban = impose(manager, ban(pair.homeCode.toLowerCase(java.util.Locale.ROOT), "100"));
    assertThat(ban.getMemberId()).isEqualTo(pair.visitor.toString());
    assertThat(ban.getClubId()).isEqualTo(pair.home.toString());
    assertThat(pair.code(0)).isEqualTo(Verdict.Code.BANNED);
    assertThat(DATABASE.count(
        """
            select count(*) from member.foreign_read where club = $1 and actor = $2 and member = $3 and home = $4""",
        pair.host, manager.subject(), pair.visitor, pair.home)).as("who looked is written down").isOne();
    desks.refused("NOT_FOUND", Desks.restricting(pair.home), RestrictionsGrpcClient.GetRestriction,
        GetRestrictionRequest.newBuilder().setId(ban.getId()).build());
  }

  @Test
  void anAgreementThatHasEndedIsReasonEnough() {
    pair.federation.agreement(pair.host, pair.home, Terms.OPEN, "EXPIRED");
    assertThat(impose(manager, ban(pair.homeCode, "100")).getMemberId()).isEqualTo(pair.visitor.toString());
  }

  @Test
  void whatThereIsNotAndWhatIsNoneOfTheHostsBusinessAreToldAlikeAndCounted() {
    var proposed = "RPROP" + pair.number;
    var strangers = pair.federation.club(proposed);
    pair.federation.member(strangers, "100");
    pair.federation.agreement(pair.host, strangers, Terms.OPEN, "PROPOSED");
    notFound(ban(pair.homeCode, "100"));
    pair.federation.agreement(pair.host, pair.home, Terms.OPEN);
    notFound(ban(pair.homeCode, "999"));
    notFound(ban(proposed, "100"));
    notFound(ban("NOCLUB", "100"));
    notFound(ban("RHOST" + pair.number, "100"));
    assertThat(looks()).isEqualTo(5);
    assertThat(DATABASE.count("select count(*) from reciprocal.restriction where host = $1", pair.host))
        .isZero();
  }

  private void notFound(ImposeRestrictionRequest.Builder request) {
    assertThatThrownBy(() -> impose(manager, request)).isInstanceOfSatisfying(Problem.class, problem -> {
      assertThat(problem.code()).isEqualTo("NOT_FOUND");
      assertThat(problem.field()).isEqualTo("member");
      assertThat(problem.detail())
          .isEqualTo("There is no such member of a club that yours has, or had, an agreement with.");
    });
  }

  @Test
  void numbersAreNotGuessedFasterThanMembersAreLookedUp() {
    pair.federation.agreement(pair.host, pair.home, Terms.OPEN);
    DATABASE.admin("""
        insert into member.foreign_read (club, actor, at)
        select $1, $2, clock_timestamp() from generate_series(1, $3)""", pair.host, manager.subject(),
        RestrictionOffice.LOOKS_PER_MINUTE);
    for (var number : new String[]{"100", "999"}) {
      desks.refused("RATE_LIMITED", manager, RestrictionsGrpcClient.ImposeRestriction,
          ban(pair.homeCode, number).build());
    }
    assertThat(impose(Desks.restricting(pair.host), ban(pair.homeCode, "100")).getMemberId())
        .as("another manager").isEqualTo(pair.visitor.toString());
  }

  @Test
  void itIsOnOneThingAtATime() {
    pair.federation.agreement(pair.host, pair.home, Terms.OPEN);
    for (var request : new ImposeRestrictionRequest[]{
        ban(pair.homeCode, "100").setClubCode(pair.homeCode).build(),
        ban(pair.homeCode, "100").setVisitId(UUID.randomUUID().toString()).build(),
        ban(pair.homeCode, "100").clearMember().build(), ban(pair.homeCode, " ").build()}) {
      desks.refused("VALIDATION_ERROR", manager, RestrictionsGrpcClient.ImposeRestriction, request);
    }
  }
}
