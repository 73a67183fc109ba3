package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.edge.http.PublishedKeys;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.boot.Node;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.ProblemMapper;
import org.reciprocalclubs.kit.bus.Recorder;

/** The room opens both ports from the settings that are shipped. */
class EdgeRoomTest {
  private static Node node;
  private static EdgeRoom room;
  private static TestTokens tokens;
  private static GrpcClient client;

  @BeforeAll
  static void open() throws Exception {
    tokens = new TestTokens();
    room = new EdgeRoom(context -> Future.succeededFuture(new EdgeRoom.Supplies(
        new Tokens(TestTokens.SETTINGS, new PublishedKeys(context.bus()), _ -> false, Clock.systemUTC()),
        _ -> () -> {})));
    Settings settings = Settings.load(Path.of("../../conf/app.yaml"), List.of(), Map.of()).with(
        Map.of("node.rooms", "edge", "http.port", "0", "http.instances", "1", "grpc.port", "0",
            "edge.rates.account.burst", "40", "edge.rates.account.refill", "1", "edge.rates.account.period",
            "1h",
            "edge.rates.guesses_by_account.burst", "2", "edge.rates.guesses_by_account.period", "1h"),
        "the test");
    node = Node
        .start(new Node.Plan(settings, List.of(room), ProblemMapper.NONE, Node::alone, Clock.systemUTC()))
        .await();
    node.context().bus().recordTo(Recorder.FORGETFUL);
    new TestDomain(node.context().bus(), tokens.published());
    client = GrpcClient.client(node.context().vertx());
  }

  @AfterAll
  static void close() {
    node.stop().await();
  }

  private static Future<Visit> visit(String id, String token) {
    SocketAddress address = SocketAddress.inetSocketAddress(room.grpcPort(), "127.0.0.1");
    return client.request(address, VisitsGrpcClient.GetVisit)
        .compose((GrpcClientRequest<GetVisitRequest, Visit> request) -> {
          request.headers().set("authorization", "Bearer " + token);
          return request.send(GetVisitRequest.newBuilder().setId(id).build())
              .compose(response -> response.last().transform(message -> {
                GrpcStatus status = response.status();
                return status == GrpcStatus.OK && message.succeeded()
                    ? Future.succeededFuture(message.result())
                    : Future.failedFuture(status + " " + code(response));
              }));
        });
  }

  /** An answer without a message has its trailers among the headers. */
  private static @Nullable String code(GrpcClientResponse<?, ?> response) {
    String code = response.trailers().get("clubs-code");
    return code != null ? code : response.headers().get("clubs-code");
  }

  @Test
  void grpcAnswersWithTheSameTokens() {
    String token = tokens.person(TestEdge.USER, TestEdge.CLUB, List.of("visit.read"), "staff");
    assertThat(visit("v1", token).await().getId()).isEqualTo("v1");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyKindOfErrorHasItsGrpcStatusAndCode(ErrorCode kind) {
    String token = tokens.person(TestEdge.USER, TestEdge.CLUB, List.of("visit.read"), "staff");
    Future<Visit> answer = visit("fail:" + kind.name(), token);
    assertThat(answer.map("answered").otherwise(Throwable::getMessage).await())
        .isEqualTo(GrpcStatus.valueOf(kind.grpcStatus()) + " " + kind.name());
  }

  @Test
  void grpcCountsTheSameLimitsAsTheOtherDoors() throws Exception {
    UUID busy = UUID.randomUUID();
    String token = tokens.person(busy, TestEdge.CLUB, List.of("visit.read"), "staff");
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < 20; i++) {
        assertThat(http.send(HttpRequest
            .newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + "/api/v1/visits/v" + i))
            .header("authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString())
            .statusCode()).isEqualTo(200);
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(visit("v" + i, token).await().getId()).isEqualTo("v" + i);
    }
    assertThat(visit("one too many", token).map("answered").otherwise(Throwable::getMessage).await())
        .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED + " RATE_LIMITED");
  }

  @Test
  void grpcTellsInItsMetadataWhatIsLeft() {
    String token = tokens.person(UUID.randomUUID(), TestEdge.CLUB, List.of("visit.read"), "staff");
    SocketAddress address = SocketAddress.inetSocketAddress(room.grpcPort(), "127.0.0.1");
    for (int left = 39; left >= 38; left--) {
      var told = client.request(address, VisitsGrpcClient.GetVisit).compose(request -> {
        request.headers().set("authorization", "Bearer " + token);
        return request.send(GetVisitRequest.newBuilder().setId("v1").build());
      }).compose(response -> response.end().map(_ -> response.headers())).await();
      assertThat(told.get("ratelimit-limit")).isEqualTo("40");
      assertThat(told.get("ratelimit-remaining")).isEqualTo(Integer.toString(left));
      assertThat(Long.parseLong(told.get("ratelimit-reset"))).isPositive();
    }
  }

  @Test
  void passwordsAreGuessedNoFasterOverGrpc() {
    LoginRequest guess = LoginRequest.newBuilder().setEmail("ada@walls.example").setPassword("a guess")
        .build();
    SocketAddress address = SocketAddress.inetSocketAddress(room.grpcPort(), "127.0.0.1");
    for (GrpcStatus expected : List.of(GrpcStatus.OK, GrpcStatus.OK, GrpcStatus.RESOURCE_EXHAUSTED)) {
      var status = client.request(address, SessionsGrpcClient.Login).compose(request -> request.send(guess))
          .compose(response -> response.end().transform(_ -> Future.succeededFuture(response.status())));
      assertThat(status.await()).isEqualTo(expected);
    }
  }

  @Test
  void theHttpPortServesHealthAndTheDoors() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String path : List.of("/health/live", "/health/ready", "/metrics", "/api/v1/openapi.json",
          "/home/")) {
        HttpResponse<String> answer = http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
      }
    }
  }
}
