package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.edge.http.PublishedKeys;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.boot.Node;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.bus.ProblemMapper;

/** Both ports speak TLS, and production opens none that strangers reach without. */
final class TlsTest {
  private static final String FILES = "src/test/resources/tls/";
  private static final Map<String, String> TLS = Map.of("edge.tls.certificate_file",
      FILES + "certificate.pem",
      "edge.tls.key_file", FILES + "key.pem");
  private static EdgeRoom room;
  private static Node node;

  @BeforeAll
  static void open() throws Exception {
    room = room();
    node = start(room, TLS).await();
  }

  @AfterAll
  static void close() {
    node.stop().await();
  }

  private static EdgeRoom room() {
    return new EdgeRoom(context -> Future.succeededFuture(new EdgeRoom.Supplies(
        new Tokens(TestTokens.SETTINGS, new PublishedKeys(context.bus()), _ -> false, Clock.systemUTC()),
        _ -> () -> {})));
  }

  private static Future<Node> start(EdgeRoom opened, Map<String, String> changes) throws Exception {
    Map<String, String> settings = new HashMap<>(Map.of("node.rooms", "edge", "http.port", "0",
        "http.instances", "1", "grpc.port", "0", "management.port", "0"));
    settings.putAll(changes);
    return Node.start(new Node.Plan(Settings.load(Path.of("../../conf/app.yaml"), List.of(), Map.of())
        .with(settings, "the test"), List.of(opened), ProblemMapper.NONE, Node::alone, Clock.systemUTC()));
  }

  private static HttpClientOptions client(String version) {
    return new HttpClientOptions().setSsl(true).setDefaultHost("localhost")
        .setTrustOptions(new PemTrustOptions().addCertPath(FILES + "certificate.pem"))
        .setEnabledSecureTransportProtocols(Set.of(version));
  }

  private static int status(HttpClientOptions options, int port) {
    var client = node.context().vertx().createHttpClient(options);
    try {
      return client.request(HttpMethod.GET, port, "localhost", "/health/live")
          .compose(HttpClientRequest::send).map(HttpClientResponse::statusCode).await();
    } finally {
      client.close().await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothPortsSpeakTls(String version) {
    assertThat(status(client(version), node.httpPort())).isEqualTo(200);
    HttpClientOptions second = client(version).setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
    assertThat(status(second, room.grpcPort())).as("what no gRPC call is").isBetween(400, 599);
  }

  @Test
  void neitherSpeaksAnythingElse() {
    for (int port : new int[]{node.httpPort(), room.grpcPort()}) {
      assertThatThrownBy(() -> status(new HttpClientOptions(), port)).isNotNull();
      assertThatThrownBy(() -> status(client("TLSv1.1"), port)).isNotNull();
      assertThatThrownBy(() -> status(client("TLSv1.2").addEnabledCipherSuite("TLS_RSA_WITH_AES_128_CBC_SHA"),
          port)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http.host", "grpc.host"})
  void productionOpensNoPortToStrangersOnWhichOthersReadAlong(String host) {
    assertThatThrownBy(() -> start(room(), Map.of("node.mode", "production", host, "0.0.0.0"))
        .await()).hasMessageContaining(host).hasMessageContaining("edge.tls");
  }

  @Test
  void aCertificateWithoutItsKeyIsRefused() {
    assertThatThrownBy(() -> start(room(), Map.of("edge.tls.certificate_file", FILES + "certificate.pem"))
        .await()).hasMessageContaining("together");
  }
}
