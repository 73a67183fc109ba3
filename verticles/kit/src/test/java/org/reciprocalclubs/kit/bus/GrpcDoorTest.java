package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.bus.BusFixture.MANAGER;
import static org.reciprocalclubs.kit.bus.BusFixture.answer;
import static org.reciprocalclubs.kit.bus.BusFixture.shout;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reciprocalclubs.kit.kitsample.v1.EchoesGrpcClient;
import org.reciprocalclubs.kit.kitsample.v1.EchoesGrpcService;
import org.reciprocalclubs.kit.kitsample.v1.ShoutRequest;
import org.reciprocalclubs.kit.kitsample.v1.ShoutResponse;

@Timeout(60)
final class GrpcDoorTest {
  private BusFixture fixture = new BusFixture();
  private GrpcClient client = GrpcClient.client(fixture.vertx);
  private SocketAddress address = SocketAddress.inetSocketAddress(1, "127.0.0.1");

  @BeforeEach
  void open() {
    GrpcDoor door = new GrpcDoor(fixture.bus,
        new GrpcSettings("127.0.0.1", 0, Duration.ofSeconds(5), 4_096, true), metadata -> {
          String who = metadata.get("authorization");
          return who == null
              ? Future.succeededFuture(CallContext.of(Caller.ANONYMOUS))
              : who.equals("manager")
                  ? Future.succeededFuture(CallContext.of(MANAGER))
                  : Future.failedFuture(Problem.unauthenticated("The token does not hold"));
        }, (_, from, _, message, _) -> message.equals(shout("too often"))
            ? Future.failedFuture(Problem.rateLimited(Duration.ofSeconds(from.equals("127.0.0.1") ? 3 : 4)))
            : Future.succeededFuture(),
        () -> Future.succeededFuture(true))
        .behind(TrustedProxies.of(List.of("127.0.0.1"), TrustedProxies.Header.X_FORWARDED_FOR));
    HttpServer server = fixture.vertx.createHttpServer().requestHandler(door.server(fixture.vertx,
        List.of(Objects.requireNonNull(ShoutRequest.getDescriptor().getFile().findServiceByName("Echoes")))))
        .listen(0, "127.0.0.1").await();
    address = SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1");
    fixture.onVirtualThreads(() -> Future.all(
        fixture.bus.serve(EchoesGrpcService.Shout, q -> {
          if (q.getText().equals("again")) {
            CallContext.current().markHit();
          }
          return answer(q.getText() + "!");
        }),
        fixture.bus.serve(EchoesGrpcService.Decree, q -> answer("so be it")),
        fixture.bus.serve(EchoesGrpcService.Whisper, q -> {
          throw Problem.conflict("SCAN_ID_REUSED", "That id was used").field("scanId");
        }),
        fixture.bus.serveAsync(EchoesGrpcService.Put, 10, q -> Promise.<ShoutResponse>promise().future())));
  }

  @AfterEach
  void close() {
    client.close().await();
    fixture.close();
  }

  @Test
  void aCallBecomesAnAskAndItsAnswerComesBack() {
    assertThat(call(EchoesGrpcClient.Shout, "", "ahoy").last().await().getText()).isEqualTo("ahoy!");
  }

  @Test
  void whoCallsIsAuthenticatedAndRightsAreChecked() {
    assertThat(status(call(EchoesGrpcClient.Decree, "", "x"))).isEqualTo(GrpcStatus.UNAUTHENTICATED);
    assertThat(status(call(EchoesGrpcClient.Decree, "forged", "x"))).isEqualTo(GrpcStatus.UNAUTHENTICATED);
    assertThat(call(EchoesGrpcClient.Decree, "manager", "x").last().await().getText()).isEqualTo("so be it");
  }

  @Test
  void aProblemIsAStatusWithItsCodeInTheTrailers() {
    GrpcClientResponse<?, ?> response = call(EchoesGrpcClient.Whisper, "manager", "x");
    assertThat(status(response)).isEqualTo(GrpcStatus.ABORTED);
    assertThat(response.statusMessage()).isEqualTo("That id was used");
    assertThat(told(response, GrpcDoor.CODE_TRAILER)).isEqualTo("SCAN_ID_REUSED");
  }

  @Test
  void whoCallsTooOftenIsToldHowLongToWait() {
    for (String who : List.of("", "manager", "forged")) {
      GrpcClientResponse<?, ?> response = call(EchoesGrpcClient.Shout, who, "too often");
      assertThat(status(response)).isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
      assertThat(told(response, GrpcDoor.CODE_TRAILER)).isEqualTo("RATE_LIMITED");
      assertThat(told(response, "retry-after-ms")).isEqualTo("3000");
    }
  }

  @Test
  void aTrustedProxySaysWhoseCallItIs() {
    GrpcClientResponse<?, ?> response = client.request(address, EchoesGrpcClient.Shout).compose(request -> {
      request.headers().set("x-forwarded-for", "203.0.113.9");
      return request.send(shout("too often"));
    }).await();
    assertThat(told(response, "retry-after-ms")).isEqualTo("4000");
  }

  @Test
  void anAnswerGivenBeforeSaysSo() {
    GrpcClientResponse<?, ShoutResponse> first = call(EchoesGrpcClient.Shout, "", "once");
    assertThat(first.headers().contains(GrpcDoor.HIT_METADATA)).isFalse();
    GrpcClientResponse<?, ShoutResponse> again = call(EchoesGrpcClient.Shout, "", "again");
    assertThat(again.headers().get(GrpcDoor.HIT_METADATA)).isEqualTo("true");
  }

  @Test
  void theClientsTimeoutIsTheDeadline() {
    var request = client.request(address, EchoesGrpcClient.Put).await();
    request.headers().set("authorization", "manager");
    request.timeout(300, TimeUnit.MILLISECONDS);
    long start = System.nanoTime();
    assertThatThrownBy(() -> request.send(shout("x")).compose(r -> r.last()).await()).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void aMessageOverTheLimitIsRefused() {
    assertThatThrownBy(() -> call(EchoesGrpcClient.Shout, "", "x".repeat(10_000)).last().await()).isNotNull();
    assertThat(call(EchoesGrpcClient.Shout, "", "still here").last().await().getText())
        .isEqualTo("still here!");
  }

  @Test
  void healthIsServed() {
    ServiceMethod<HealthCheckResponse, HealthCheckRequest> check = ServiceMethod.client(
        ServiceName.create("grpc.health.v1.Health"), "Check", GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(HealthCheckResponse.getDefaultInstance()));
    var answer = client.request(address, check)
        .compose(r -> r.send(
            HealthCheckRequest.newBuilder().setService("reciprocalclubs.kitsample.v1.Echoes").build()))
        .compose(r -> r.last()).await();
    assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
  }

  private GrpcClientResponse<ShoutRequest, ShoutResponse> call(
      ServiceMethod<ShoutResponse, ShoutRequest> method,
      String authorization, String text) {
    return client.request(address, method).compose(request -> {
      if (!authorization.isEmpty()) {
        request.headers().set("authorization", authorization);
      }
      return request.send(shout(text));
    }).await();
  }

  /** An answer without a message has its trailers among the headers. */
  private static String told(GrpcClientResponse<?, ?> response, String name) {
    String trailer = response.trailers().get(name);
    return String.valueOf(trailer != null ? trailer : response.headers().get(name));
  }

  private static GrpcStatus status(GrpcClientResponse<?, ?> response) {
    response.end().transform(_ -> Future.succeededFuture()).await();
    return Objects.requireNonNull(response.status());
  }
}
