package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.kit.v1.Money;
import org.reciprocalclubs.codecs.ledger.v1.ListVisitProofsRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListVisitProofsResponse;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptAnchor;
import org.reciprocalclubs.codecs.ledger.v1.VisitProof;
import org.reciprocalclubs.codecs.member.v1.CreateMemberRequest;
import org.reciprocalclubs.codecs.member.v1.ListMembersRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MemberProfile;
import org.reciprocalclubs.codecs.member.v1.UpdateMemberRequest;
import org.reciprocalclubs.codecs.notification.v1.CreateNotificationResponse;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RecordVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/** GraphQL says what existing apps expect, value by value. */
class GraphTest {
  private static final Timestamp NOON = Timestamp.newBuilder().setSeconds(1_781_611_211).build();
  private static TestEdge edge;

  @BeforeAll
  static void open() {
    edge = new TestEdge();
  }

  @AfterAll
  static void close() {
    edge.close();
  }

  @Test
  void aMessageIsShownWithTimesDaysEnumsAndNulls() {
    edge.domain.answer("GetMember", _ -> member());
    JsonObject member = edge
        .graph(
            """
                { member(id: "m") { id clubId userId memberNumber membershipType status blockchainIdentity
                  state joinedAt paidUntil membershipClass
                  profile { firstName dateOfBirth phoneNumber address { city } } } }""")
        .getJsonObject("data")
        .getJsonObject("member");
    edge.domain.echo("GetMember");
    assertThat(member.getString("joinedAt")).isEqualTo("2026-06-16T12:00:11Z");
    assertThat(member.getString("membershipType")).isEqualTo("PREMIUM");
    assertThat(member.getString("paidUntil")).isEqualTo("2026-12-31T00:00:00Z");
    assertThat(member.getValue("blockchainIdentity")).isNull();
    assertThat(member.getValue("membershipClass")).isNull();
    assertThat(member.getJsonObject("profile").getString("dateOfBirth")).isEqualTo("1980-02-29T00:00:00Z");
    assertThat(member.getJsonObject("profile").getValue("address")).isNull();
  }

  private static Member member() {
    return Member.newBuilder().setId("m").setClubId("c").setUserId("u").setMemberNumber("10042")
        .setMembershipType(Member.MembershipType.PREMIUM).setStatus(Member.Status.ACTIVE).setState("ACTIVE")
        .setJoinedAt(NOON).setCreatedAt(NOON).setUpdatedAt(NOON).setPaidUntil("2026-12-31")
        .setProfile(
            MemberProfile.newBuilder().setFirstName("Ada").setLastName("L").setDateOfBirth("1980-02-29"))
        .build();
  }

  @Test
  void paginationFiltersAndDefaultsReachTheRpc() {
    JsonObject answer = edge.graph(
        "query($p: PaginationInput) { members(pagination: $p, status: PENDING) { nodes { id } } }",
        new JsonObject().put("p", new JsonObject().put("pageSize", 50)));
    ListMembersRequest asked = (ListMembersRequest) edge.domain.request("ListMembers");
    assertThat(answer.getJsonArray("errors")).isNull();
    assertThat(asked.getPagination().getPage()).isEqualTo(1);
    assertThat(asked.getPagination().getPageSize()).isEqualTo(50);
    assertThat(asked.getStatus()).isEqualTo(Member.Status.PENDING);
  }

  @Test
  void inputObjectsBecomeRequests() {
    edge.domain.answer("CreateMember", _ -> member());
    edge.domain.answer("UpdateMember", _ -> member());
    JsonObject answer = edge.graph(
        """
            mutation { createMember(input: {userId: "u", membershipType: LIFETIME,
              profile: {firstName: "A", lastName: "B",
              dateOfBirth: "1980-02-29T00:00:00Z", preferences: {emailNotifications: true,
              smsNotifications: false,
              pushNotifications: true, marketingEmails: false}}}) { id }
              updateMember(id: "m", input: {firstName: "C", lastName: "D"}) { id } }""");
    assertThat(answer.getJsonArray("errors")).isNull();
    CreateMemberRequest created = (CreateMemberRequest) edge.domain.request("CreateMember");
    assertThat(created.getMembershipType()).isEqualTo(Member.MembershipType.LIFETIME);
    assertThat(created.getProfile().getDateOfBirth()).isEqualTo("1980-02-29");
    assertThat(created.getProfile().getPreferences().getPushNotifications()).isTrue();
    UpdateMemberRequest updated = (UpdateMemberRequest) edge.domain.request("UpdateMember");
    assertThat(updated.getId()).isEqualTo("m");
    assertThat(updated.getProfile().getFirstName()).isEqualTo("C");
    assertThat(edge.domain.context("CreateMember").idempotencyKey()).hasSize(43)
        .isNotEqualTo(edge.domain.context("UpdateMember").idempotencyKey());
  }

  @Test
  void moneyIsAFloatInTheClubsCurrency() {
    edge.domain.answer("RecordVisit",
        asked -> visit().setCost(((RecordVisitRequest) asked).getCost()).build());
    JsonObject answer = edge.graph("mutation { recordVisit(input: {memberId: \"m\", visitingClubId: \"c\", "
        + "cost: 12.5, services: [\"DINING\"]}) { cost services blockchainTxId } }");
    assertThat(((RecordVisitRequest) edge.domain.request("RecordVisit")).getCost())
        .isEqualTo(Money.newBuilder().setAmount(1_250).setCurrency("USD").build());
    assertThat(answer.getJsonObject("data").getJsonObject("recordVisit").getDouble("cost")).isEqualTo(12.5);
    assertThat(code(edge.graph("mutation { recordVisit(input: {memberId: \"m\", visitingClubId: \"c\", "
        + "cost: 0.001}) { id } }"))).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void whatTheLedgerKnowsOfAPageOfVisitsIsAskedOnce() {
    edge.domain.answer("ListVisits", _ -> ListVisitsResponse.newBuilder().addNodes(visit().setId("one"))
        .addNodes(visit().setId("two")).addNodes(visit().setId("never").setNeverBegan(true)).build());
    AtomicInteger asked = new AtomicInteger();
    edge.domain.answer("ListVisitProofs", _ -> {
      asked.incrementAndGet();
      return ListVisitProofsResponse.newBuilder()
          .addProofs(VisitProof.newBuilder().setVisit("two").setState(VisitProof.State.ANCHORED)
              .setEvent("e").setAnchor(ReceiptAnchor.newBuilder().setTx("00ff").setBlock(7)))
          .addProofs(VisitProof.newBuilder().setVisit("one").setState(VisitProof.State.LOGGED)).build();
    });
    JsonArray nodes = edge
        .graph("{ visits { nodes { id blockchainTxId proof { state event anchor { block tx } } } } }")
        .getJsonObject("data").getJsonObject("visits").getJsonArray("nodes");
    assertThat(asked).hasValue(1);
    assertThat(((ListVisitProofsRequest) edge.domain.request("ListVisitProofs")).getVisitsList())
        .containsExactly("one", "two");
    assertThat(nodes.getJsonObject(0).getValue("blockchainTxId")).isNull();
    assertThat(nodes.getJsonObject(0).getJsonObject("proof").getString("state")).isEqualTo("LOGGED");
    assertThat(nodes.getJsonObject(1).getString("blockchainTxId")).isEqualTo("00ff");
    assertThat(nodes.getJsonObject(1).getJsonObject("proof").getJsonObject("anchor").getInteger("block"))
        .isEqualTo(7);
    assertThat(nodes.getJsonObject(2).getValue("proof")).isNull();

    edge.graph("{ visits { nodes { id status } } }");
    assertThat(asked).as("who does not ask for it").hasValue(1);
    edge.domain.answer("ListVisitProofs", _ -> {
      throw Problem.overloaded("STORE_AWAY", "Not now");
    });
    JsonObject answer = edge.graph("{ visits { nodes { id blockchainTxId proof { state } } } }");
    edge.domain.echo("ListVisits");
    edge.domain.echo("ListVisitProofs");
    assertThat(answer.getJsonArray("errors")).isNull();
    assertThat(answer.getJsonObject("data").getJsonObject("visits").getJsonArray("nodes").getJsonObject(1)
        .getValue("blockchainTxId")).isNull();
  }

  private static Visit.Builder visit() {
    return Visit.newBuilder().setId("v").setStatus(Visit.Status.CHECKED_IN).setCheckInTime(NOON)
        .setCreatedAt(NOON)
        .setState("CHECKED_IN");
  }

  @Test
  void termsSpeakTheOldWordsAndTheNew() {
    edge.domain.answer("ProposeAgreement", asked -> Agreement.newBuilder().setId("a").setClubId("c")
        .setPartnerClubId("p").setStatus(Agreement.Status.PENDING).setState("PROPOSED").setCreatedAt(NOON)
        .setUpdatedAt(NOON).setTerms(((ProposeAgreementRequest) asked).getTerms())
        .setEffectiveDate(((ProposeAgreementRequest) asked).getEffectiveDate()).build());
    JsonObject answer = edge.graph(
        """
            mutation { createReciprocalAgreement(input: {partnerClubId: "p",
              effectiveDate: "2026-06-01T00:00:00Z",
              terms: {maxVisitsPerMonth: 4, reciprocalFee: 20, blackoutDates: ["2026-12-24T00:00:00Z"],
              specialConditions: "Jacket", caps: {day: 1},
              blackouts: [{from: "2026-07-01", to: "2026-07-03"}]}}) {
              effectiveDate terms { maxVisitsPerMonth reciprocalFee blackoutDates caps { day month year }
              fee { amount { amount currency } basis } } } }""");
    Terms terms = ((ProposeAgreementRequest) edge.domain.request("ProposeAgreement")).getTerms();
    assertThat(terms.getCaps().getMonth()).isEqualTo(4);
    assertThat(terms.getCaps().getDay()).isEqualTo(1);
    assertThat(terms.getFee().getAmount().getAmount()).isEqualTo(2_000);
    JsonObject shown = answer.getJsonObject("data").getJsonObject("createReciprocalAgreement");
    assertThat(shown.getString("effectiveDate")).isEqualTo("2026-06-01T00:00:00Z");
    assertThat(shown.getJsonObject("terms").getJsonArray("blackoutDates")).isEqualTo(new JsonArray(List.of(
        "2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z", "2026-07-03T00:00:00Z", "2026-12-24T00:00:00Z")));
    assertThat(shown.getJsonObject("terms").getDouble("reciprocalFee")).isEqualTo(20.0);
  }

  @Test
  void noMonthlyCapIsTheLargestInt() {
    edge.domain.answer("GetAgreement", _ -> Agreement.newBuilder().setTerms(Terms.newBuilder()).build());
    JsonObject answer = edge
        .graph("{ reciprocalAgreement(id: \"a\") { terms { maxVisitsPerMonth reciprocalFee } } }");
    edge.domain.echo("GetAgreement");
    JsonObject terms = answer.getJsonObject("data").getJsonObject("reciprocalAgreement")
        .getJsonObject("terms");
    assertThat(terms.getInteger("maxVisitsPerMonth")).isEqualTo(Integer.MAX_VALUE);
    assertThat(terms.getValue("reciprocalFee")).isNull();
  }

  @Test
  void aCheckInCarriesItsAttributesAndGoesToTheClubsLane() {
    edge.graph(
        """
            mutation { checkIn(input: {scanId: "s", member: {club: "HYC", number: "1"},
              guests: [{age: 12, relation: CHILD}],
              attributes: [{key: "vessel_length_cm", value: 1200}],
              occurredAt: "2026-06-16T18:20:11+02:00"}) { scanId } }
            """);
    CheckInRequest asked = (CheckInRequest) edge.domain.request("CheckIn");
    assertThat(asked.getAttributesMap()).isEqualTo(Map.of("vessel_length_cm", 1200L));
    assertThat(asked.getGuests(0).getAge()).isEqualTo(12);
    assertThat(asked.getOccurredAt().getSeconds()).isEqualTo(1_781_626_811);
  }

  @Test
  void createNotificationAnswersTheFirstRecipients() {
    edge.domain.answer("CreateNotification", _ -> CreateNotificationResponse.newBuilder()
        .addNotifications(Notification.newBuilder().setId("n1"))
        .addNotifications(Notification.newBuilder().setId("n2"))
        .build());
    JsonObject answer = edge
        .graph("mutation { createNotification(input: {userIds: [\"a\", \"b\"], type: VISIT, "
            + "title: \"t\", message: \"m\", channels: [IN_APP]}) { id channels } }");
    assertThat(answer.getJsonObject("data").getJsonObject("createNotification").getString("id"))
        .isEqualTo("n1");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyKindOfErrorHasItsCodeAndLeavesOtherFieldsAlone(ErrorCode kind) {
    JsonObject answer = edge
        .graph("{ bad: visit(id: \"fail:" + kind.name() + "\") { id } unreadNotificationCount }");
    assertThat(answer.getJsonObject("data").getValue("bad")).isNull();
    assertThat(answer.getJsonObject("data").getInteger("unreadNotificationCount")).isZero();
    assertThat(answer.getJsonArray("errors")).hasSize(1);
    assertThat(code(answer)).isEqualTo(kind.name());
    assertThat(answer.encode()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void aRefusedVisitIsTheErrorRefusedWithItsVerdict() {
    edge.domain.answer("RecordVisit", _ -> {
      throw Problem.refused("CAP_MONTH_REACHED", "The month's visits are used")
          .rule("caps.month", Map.of("used", 4L, "limit", 4L)).passesWhen(Map.of("from", "2026-07-01"));
    });
    JsonObject answer = edge
        .graph("mutation { recordVisit(input: {memberId: \"m\", visitingClubId: \"c\"}) { id } }");
    JsonObject extensions = answer.getJsonArray("errors").getJsonObject(0).getJsonObject("extensions");
    assertThat(extensions.getString("code")).isEqualTo("REFUSED");
    assertThat(extensions.getJsonObject("verdict"))
        .isEqualTo(new JsonObject().put("code", "CAP_MONTH_REACHED")
            .put("rule", "caps.month").put("numbers", new JsonObject().put("used", 4).put("limit", 4))
            .put("passesWhen", new JsonObject().put("from", "2026-07-01")));
  }

  @Test
  void tooDeepTooComplexAndTooManyAliasesAreRefused() {
    assertThat(edge.graph("{ clubs { id } }").getJsonArray("errors")).isNull();
    String deep = "{ __type(name: \"Club\") { " + "fields { type { ".repeat(6) + "name" + " } }".repeat(6)
        + " } clubs "
        + "{ id } }";
    assertThat(code(edge.graph(deep))).isEqualTo("VALIDATION_ERROR");
    StringBuilder many = new StringBuilder("{");
    for (int i = 0; i < 31; i++) {
      many.append(" a").append(i).append(": clubs { id }");
    }
    assertThat(code(edge.graph(many + " }"))).isEqualTo("VALIDATION_ERROR");
    StringBuilder complex = new StringBuilder("{ clubs { id } ");
    complex.append("clubs { id name } ".repeat(600)).append("}");
    assertThat(edge.graph(complex.toString()).getJsonArray("errors")).isNotNull();
  }

  @Test
  void malformedRequestsAreProblems() {
    for (String body : List.of("{", "[]", "{\"query\":1}", "{\"query\":\"\"}",
        "{\"query\":\"{me{id}}\",\"variables\":[]}")) {
      HttpResponse<String> answer = edge.post("/graphql", body);
      RestTest.problem(answer, 400, "VALIDATION_ERROR");
    }
    RestTest.problem(edge.send(edge.asManager("/graphql")), 405, "METHOD_NOT_ALLOWED");
    RestTest.problem(edge.send(edge.asManager("/graphql").header("Content-Type", "text/plain")
        .POST(HttpRequest.BodyPublishers.ofString("{}"))), 415, "UNSUPPORTED_MEDIA_TYPE");
    assertThat(code(edge.graph("{ nothing }"))).isEqualTo("VALIDATION_ERROR");
    assertThat(code(edge.graph("{ me "))).isEqualTo("VALIDATION_ERROR");
    assertThat(code(edge.graph("{ visits(status: ASLEEP) { nodes { id } } }"))).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void aLoginThatIsHalfDoneIsAnErrorWithItsChallenge() {
    edge.domain.answer("Login", _ -> AuthPayload.newBuilder().setChallenge("what-to-answer").build());
    JsonObject answer = edge.graph("mutation { login(input: {email: \"a\", password: \"b\"}) { token } }");
    edge.domain.echo("Login");
    assertThat(code(answer)).isEqualTo("MFA_REQUIRED");
    assertThat(answer.getJsonArray("errors").getJsonObject(0).getJsonObject("extensions")
        .getString("challenge")).isEqualTo("what-to-answer");
  }

  @Test
  void aTokenThatDoesNotHoldStillMaySignIn() {
    String body = new JsonObject()
        .put("query", "mutation { refreshToken(refreshToken: \"r\") { token } logout }").encode();
    JsonObject answer = new JsonObject(edge
        .send(edge.request("/graphql").header("Authorization", "Bearer x.y.z")
            .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)))
        .body());
    assertThat(answer.getJsonArray("errors")).hasSize(1);
    assertThat(code(answer)).isEqualTo("TOKEN_INVALID");
    assertThat(edge.domain.request("RefreshToken").toString()).contains("refresh_token: \"r\"");
  }

  static String code(JsonObject answer) {
    assertThat(answer.getJsonArray("errors")).as(answer.encode()).isNotNull();
    return answer.getJsonArray("errors").getJsonObject(0).getJsonObject("extensions").getString("code");
  }
}
