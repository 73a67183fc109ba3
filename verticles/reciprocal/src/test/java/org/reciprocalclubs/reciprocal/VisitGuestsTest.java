package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.kiosk;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse.Decision;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListInsideRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Terms;

class VisitGuestsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final Guest SPOUSE = Guest.newBuilder().setName("Guest Number One").setAge(50)
      .setRelation(Guest.Relation.SPOUSE).setPaying(true).build();
  private static final Guest FRIEND = Guest.newBuilder().setName("Guest Number Two")
      .setRelation(Guest.Relation.FRIEND)
      .build();
  private static final Guest NAMELESS = Guest.newBuilder().setRelation(Guest.Relation.OTHER).build();
  private static Desks desks;
  private static int pairs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;
  private UUID visitor;
  private Caller kiosk;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void oneAgreement() {
    host = federation.club("GH" + ++pairs);
    home = federation.club("GM" + pairs);
    federation.agreement(host, home, Terms.OPEN);
    visitor = federation.member(home, "1");
    kiosk = kiosk(host);
  }

  @Test
  void theHostAndTheMemberKnowWhoCameAlongAndTheHomeClubHowMany() {
    var id = checkIn(SPOUSE, NAMELESS, FRIEND);

    assertThat(named(staff(host), id)).containsExactly(SPOUSE, FRIEND);
    assertThat(named(member(home, Federation.person(visitor)), id)).containsExactly(SPOUSE, FRIEND);
    assertThat(named(staff(home), id)).isEmpty();
    assertThat(desks.ask(staff(home), VisitsGrpcClient.GetVisit, get(id)).getGuests()).isEqualTo(3);
    assertThat(desks.ask(kiosk, VisitsGrpcClient.ListInside, ListInsideRequest.getDefaultInstance())
        .getVisits(0).getVisit().getNamedGuestsList()).containsExactly(SPOUSE, FRIEND);
    assertThat(desks.ask(staff(host), VisitsGrpcClient.ListVisits, ListVisitsRequest.getDefaultInstance())
        .getNodes(0).getNamedGuestsList()).isEmpty();
  }

  @Test
  void namesAreInNoEventAndNoHash() {
    var request = request(SPOUSE).build();
    var first = desks.ask(kiosk, VisitsGrpcClient.CheckIn, request);
    var renamed = request.toBuilder().setGuests(0, SPOUSE.toBuilder().setName("Guest Number Three")).build();

    assertThat(desks.ask(kiosk, VisitsGrpcClient.CheckIn, renamed)).isEqualTo(first);
    assertThat(named(staff(host), request.getScanId())).containsExactly(SPOUSE);
    assertThat(DATABASE.count("select count(*) from kit.event where position($1::bytea in data) > 0",
        Buffer.buffer("Number One"))).isZero();
    assertThat(
        DATABASE.count("select count(*) from reciprocal.decision where position($1::bytea in inputs) > 0",
            Buffer.buffer("Number One")))
        .isZero();
  }

  @Test
  void whoIsTurnedAwayLeavesNoNames() {
    federation.restriction(host, home, null, "BAN", null);
    var answer = desks.ask(kiosk, VisitsGrpcClient.CheckIn, request(SPOUSE).build());

    assertThat(answer.getDecision()).isEqualTo(Decision.REFUSED);
    assertThat(rows()).isZero();
  }

  @Test
  void aVisitThatDidNotTakePlaceHasNoGuests() {
    var id = checkIn(SPOUSE);
    assertThat(rows()).isOne();

    desks.ask(kiosk, VisitsGrpcClient.AnnulVisit, AnnulVisitRequest.newBuilder().setVisitId(id).build());

    assertThat(rows()).isZero();
    assertThat(named(staff(host), id)).isEmpty();
  }

  @Test
  void namesAreForgottenAfterATime() {
    var old = checkIn(SPOUSE);
    DATABASE.admin(
        "update reciprocal.visit_guest set opened_at = now() - interval '91 days' where visit = $1",
        UUID.fromString(old));

    assertThat(new VisitGuests(DATABASE.store(), Duration.ofDays(90)).forget()).isOne();
    assertThat(new VisitGuests(DATABASE.store(), Duration.ofDays(90)).forget()).isZero();
    assertThat(named(staff(host), old)).isEmpty();
  }

  @Test
  void namesHaveALength() {
    for (var name : List.of(" ", "x".repeat(201))) {
      desks.refused("VALIDATION_ERROR", kiosk, VisitsGrpcClient.CheckIn,
          request(Guest.newBuilder().setName(name).build()).build());
    }
  }

  private String checkIn(Guest... guests) {
    var answer = desks.ask(kiosk, VisitsGrpcClient.CheckIn, request(guests).build());
    assertThat(answer.getDecision()).isEqualTo(Decision.ADMITTED);
    return answer.getScanId();
  }

  private CheckInRequest.Builder request(Guest... guests) {
    return CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
        .setMember(MemberReference.newBuilder().setClub("GM" + pairs).setNumber("1"))
        .addAllGuests(List.of(guests));
  }

  private static List<Guest> named(Caller caller, String visit) {
    return desks.ask(caller, VisitsGrpcClient.GetVisit, get(visit)).getNamedGuestsList();
  }

  private static GetVisitRequest get(String visit) {
    return GetVisitRequest.newBuilder().setId(visit).build();
  }

  private long rows() {
    return DATABASE.count("select count(*) from reciprocal.visit_guest where host = $1", host);
  }
}
