package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.ImportClubsRequest;
import org.reciprocalclubs.codecs.member.v1.GetMemberByNumberRequest;
import org.reciprocalclubs.codecs.member.v1.ListMembersRequest;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.SignedList;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsFile;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Operation;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;

/** REST carries requests to the rooms and answers back, and says exactly what is wrong. */
class RestTest {
  private static TestEdge edge;

  @BeforeAll
  static void open() {
    edge = new TestEdge();
  }

  @AfterAll
  static void close() {
    edge.close();
  }

  static List<Bound> rows() {
    return Bound.all(Codecs.contract()).stream().filter(row -> row.operation().rest() != null).toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowReachesItsRpcWithItsPathAndItsCaller(Bound row) {
    Operation.Rest rest = Objects.requireNonNull(row.operation().rest());
    String path = "/api/v1" + rest.path().replaceAll("\\{[a-zA-Z]+}", "HYC-10042");
    boolean body = rest.hasBody();
    HttpRequest.Builder request = edge.asManager(path).header("X-Correlation-ID", "test-" + row.name())
        .header("Content-Type", "application/json")
        .method(rest.verb().name(),
            body ? HttpRequest.BodyPublishers.ofString("{}") : HttpRequest.BodyPublishers.noBody());
    if (row.needsKey()) {
      assertThat(edge.send(request).statusCode()).as("without a key").isEqualTo(400);
      request.header("Idempotency-Key", "key-" + row.name());
    }
    HttpResponse<String> answer = edge.send(request);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type"))
        .contains(switch (rest.file()) {
          case "" -> "application/json";
          case "text/csv", "application/jsonl" -> rest.file() + "; charset=utf-8";
          default -> rest.file();
        });
    assertThat(answer.headers().firstValue("x-correlation-id")).contains("test-" + row.name());
    assertThat(edge.domain.context(row.name()).correlationId()).isEqualTo("test-" + row.name());
    assertThat(edge.domain.context(row.name()).caller().subject()).isEqualTo(TestEdge.USER);
    assertThat(edge.domain.context(row.name()).idempotencyKey())
        .isEqualTo(row.needsKey() ? "key-" + row.name() : null);
    Message asked = edge.domain.request(row.name());
    for (FieldDescriptor field : asked.getDescriptorForType().getFields()) {
      if (rest.path().contains("{" + field.getJsonName() + "}")) {
        assertThat(asked.getField(field)).isEqualTo("HYC-10042");
      }
    }
    if (rest.file().isEmpty()) {
      assertThat(new JsonObject(answer.body()).fieldNames()).containsExactlyInAnyOrderElementsOf(
          row.rpc().response().getDescriptorForType().getFields().stream().map(FieldDescriptor::getJsonName)
              .toList());
    }
  }

  @Test
  void aFileComesAsItIsUnderItsNameAndIsKeptByNobody() throws Exception {
    edge.domain.answer("ExportVisits",
        _ -> VisitsFile.newBuilder().setFilename("visits-2026-06-30.csv").setContent("id\r\nä\r\n").build());
    HttpResponse<String> answer = edge.send(edge.asManager("/api/v1/visits.csv?role=HOST").GET());
    edge.domain.echo("ExportVisits");

    assertThat(answer.body()).isEqualTo("id\r\nä\r\n");
    assertThat(answer.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"visits-2026-06-30.csv\"");
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
  }

  @Test
  void aFileOfBytesComesAsItIs() throws Exception {
    byte[] bytes = {(byte) 0xd2, (byte) 0x84, 0, (byte) 0xff};
    edge.domain.answer("ExportTrustList", _ -> SignedList.newBuilder().setFilename("trust-list.cose")
        .setContent(ByteString.copyFrom(bytes)).build());
    var answer = HttpClient.newHttpClient().send(edge.asManager("/api/v1/trust-list.cose").GET().build(),
        HttpResponse.BodyHandlers.ofByteArray());
    edge.domain.echo("ExportTrustList");

    assertThat(answer.body()).isEqualTo(bytes);
    assertThat(answer.headers().firstValue("content-type")).contains("application/cose");
    assertThat(answer.headers().firstValue("content-disposition"))
        .contains("attachment; filename=\"trust-list.cose\"");
  }

  @Test
  void queryParametersFillTheRequestAndItsPagination() {
    HttpResponse<String> answer = edge
        .send(edge.asManager("/api/v1/members?page=3&pageSize=25&cursor=c%2B1&status=SUSPENDED"));
    ListMembersRequest asked = (ListMembersRequest) edge.domain.request("ListMembers");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(asked.getPagination().getPage()).isEqualTo(3);
    assertThat(asked.getPagination().getPageSize()).isEqualTo(25);
    assertThat(asked.getPagination().getCursor()).isEqualTo("c+1");
    assertThat(asked.getStatus()).isEqualTo(Member.Status.SUSPENDED);
  }

  @Test
  void aPathSegmentIsDecodedAndAPlusStaysAPlus() {
    edge.send(edge.asManager("/api/v1/members/by-number/HYC%2D1+%C3%A9"));
    assertThat(((GetMemberByNumberRequest) edge.domain.request("GetMemberByNumber")).getMemberNumber())
        .isEqualTo("HYC-1+é");
  }

  @Test
  void aFileIsTakenAsItIsWithItsOptionsInTheQuery() {
    HttpResponse<String> answer = edge
        .send(edge.asManager("/api/v1/clubs/import?trial=true&defaultCountry=FR")
            .header("Idempotency-Key", "i1").header("Content-Type", "application/geo+json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"FeatureCollection\"}")));
    ImportClubsRequest asked = (ImportClubsRequest) edge.domain.request("ImportClubs");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(asked.getContent().toStringUtf8()).isEqualTo("{\"type\":\"FeatureCollection\"}");
    assertThat(asked.getFormat()).isEqualTo(ImportClubsRequest.Format.GEOJSON);
    assertThat(asked.getTrial()).isTrue();
    assertThat(asked.getDefaultCountry()).isEqualTo("FR");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyKindOfErrorIsAProblemWithItsStatus(ErrorCode kind) {
    HttpResponse<String> answer = edge.send(edge.asManager("/api/v1/visits/fail:" + kind.name()));
    JsonObject problem = problem(answer, kind.httpStatus(), kind.name());
    assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception").doesNotContain("\tat ");
    if (kind != ErrorCode.INTERNAL_ERROR) {
      assertThat(problem.getString("field")).isEqualTo("id");
    }
  }

  @Test
  void malformedJsonUnknownFieldsWrongTypesAndDepthAreRefusedWithTheField() {
    problem(edge.post("/api/v1/check-ins", "{\"scanId\":"), 400, "VALIDATION_ERROR");
    assertThat(problem(edge.post("/api/v1/check-ins", "{\"scanID\":\"x\"}"), 400, "VALIDATION_ERROR")
        .getString("field")).isEqualTo("scanID");
    assertThat(problem(edge.post("/api/v1/check-ins", "{\"nights\":\"many\"}"), 400, "VALIDATION_ERROR")
        .getString("field")).isEqualTo("nights");
    assertThat(
        problem(edge.post("/api/v1/check-ins", "{\"guests\":[{},{\"age\":1.5}]}"), 400, "VALIDATION_ERROR")
            .getString("field"))
        .isEqualTo("guests[1].age");
    problem(edge.post("/api/v1/check-ins", "[".repeat(1_000)), 400, "VALIDATION_ERROR");
    problem(edge.post("/api/v1/check-ins", "null"), 400, "VALIDATION_ERROR");
  }

  @Test
  void aBodyThatContradictsThePathIsRefused() {
    JsonObject problem = problem(edge.post("/api/v1/visits/a/check-out", "{\"visitId\":\"b\"}"), 400,
        "VALIDATION_ERROR");
    assertThat(problem.getString("field")).isEqualTo("visitId");
  }

  @Test
  void unknownAndRepeatedAndWrongParametersAreRefused() {
    for (String query : List.of("colour=red", "page=1&page=2", "page=one", "status=ASLEEP",
        "status=STATUS_UNSPECIFIED")) {
      problem(edge.send(edge.asManager("/api/v1/members?" + query)), 400, "VALIDATION_ERROR");
    }
  }

  @Test
  void aBodyOverTheLimitIs413AnnouncedOrNot() {
    String large = "{\"facility\":\"" + "x".repeat(100_000) + "\"}";
    problem(edge.post("/api/v1/check-ins", large), 413, "BODY_TOO_LARGE");
    HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers
        .fromPublisher(HttpRequest.BodyPublishers.ofString(large));
    problem(
        edge.send(
            edge.asManager("/api/v1/check-ins").header("Content-Type", "application/json").POST(chunked)),
        413, "BODY_TOO_LARGE");
  }

  @Test
  void anotherMediaTypeIs415() {
    problem(edge.send(edge.asManager("/api/v1/check-ins").header("Content-Type", "text/plain")
        .POST(HttpRequest.BodyPublishers.ofString("x"))), 415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void anotherMethodIs405WithTheOnesThatAre() {
    HttpResponse<String> answer = edge.send(edge.asManager("/api/v1/clubs/mine").DELETE());
    problem(answer, 405, "METHOD_NOT_ALLOWED");
    assertThat(answer.headers().firstValue("allow")).contains("GET, PATCH");
  }

  @Test
  void anotherPathIs404() {
    for (String path : List.of("/api/v1/nothing", "/api/v1/visits/", "/api/v1/visits/%zz", "/nothing",
        "/api/v1/visits/a/b/c")) {
      problem(edge.send(edge.asManager(path.replace("%zz", "%25zz") + "x/y")), 404, "NOT_FOUND");
    }
  }

  @Test
  void withoutATokenOrWithABadOneOnlyPublicOperationsAnswer() {
    HttpResponse<String> nobody = edge.send(edge.request("/api/v1/members"));
    problem(nobody, 401, "UNAUTHENTICATED");
    assertThat(nobody.headers().firstValue("www-authenticate")).contains("Bearer");
    problem(edge.send(edge.request("/api/v1/members").header("Authorization", "Bearer x.y.z")), 401,
        "TOKEN_INVALID");
    String expired = edge.tokens.token(TestEdge.USER, TestEdge.CLUB, edge.everyPermission,
        java.time.Instant.now().minusSeconds(60));
    problem(edge.send(edge.request("/api/v1/members").header("Authorization", "Bearer " + expired)), 401,
        "TOKEN_EXPIRED");
    assertThat(edge.send(edge.request("/api/v1/sessions/refresh").header("Authorization", "Bearer " + expired)
        .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}")))
        .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aLoginThatIsHalfDoneIsAProblemWithItsChallenge() {
    edge.domain.answer("Login", _ -> AuthPayload.newBuilder().setChallenge("what-to-answer").build());
    HttpResponse<String> half = edge.send(edge.request("/api/v1/sessions")
        .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}")));
    edge.domain.echo("Login");
    problem(half, 401, "MFA_REQUIRED");
    assertThat(new JsonObject(half.body()).getString("challenge")).isEqualTo("what-to-answer");
  }

  @Test
  void tooFewRightsAreRefused() {
    String member = edge.tokens.person(TestEdge.USER, TestEdge.CLUB, List.of("member.self"), "member");
    problem(edge.send(edge.request("/api/v1/members").header("Authorization", "Bearer " + member)), 403,
        "UNAUTHORIZED");
  }

  @Test
  void theClubHeaderMustBeTheTokensClub() {
    assertThat(edge.send(edge.asManager("/api/v1/members").header("X-Club-ID", TestEdge.CLUB.toString()))
        .statusCode()).isEqualTo(200);
    problem(edge.send(edge.asManager("/api/v1/members").header("X-Club-ID", UUID.randomUUID().toString())),
        403,
        "UNAUTHORIZED");
  }

  @Test
  void anIdempotencyKeyMustBeVisibleAndShort() {
    for (String key : List.of("a b", "x".repeat(65))) {
      problem(edge.send(edge.asManager("/api/v1/members").header("Content-Type", "application/json")
          .header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofString("{}"))), 400,
          "VALIDATION_ERROR");
    }
  }

  @Test
  void anAnswerGivenBeforeSaysSo() {
    edge.domain.answer("CheckIn", _ -> {
      CallContext.current().markHit();
      return CheckInResponse.newBuilder().setScanId("s").build();
    });
    HttpResponse<String> repeated = edge.post("/api/v1/check-ins", "{}");
    edge.domain.echo("CheckIn");
    assertThat(repeated.headers().firstValue("idempotency-hit")).contains("true");
    assertThat(edge.post("/api/v1/check-ins", "{}").headers().firstValue("idempotency-hit")).isEmpty();
  }

  @Test
  void aCorrelationIdIsMadeWhereNoneIsFit() {
    HttpResponse<String> answer = edge
        .send(edge.asManager("/api/v1/members").header("X-Correlation-ID", "x".repeat(200)));
    assertThat(answer.headers().firstValue("x-correlation-id").orElseThrow()).matches("[0-9a-f]{32}");
  }

  @Test
  void otherSitesMayCallOnlyWhenListed() {
    HttpRequest.Builder ours = edge.request("/api/v1/members").header("Origin", "https://office.example")
        .header("Access-Control-Request-Method", "GET")
        .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
    assertThat(edge.send(ours).headers().firstValue("access-control-allow-origin"))
        .contains("https://office.example");
    HttpResponse<String> other = edge
        .send(edge.asManager("/api/v1/members").header("Origin", "https://evil.example"));
    assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  static JsonObject problem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getString("type")).isEqualTo("/problems/" + code);
    assertThat(problem.getString("correlationId"))
        .isEqualTo(answer.headers().firstValue("x-correlation-id").orElse(""));
    return problem;
  }
}
