package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.edge.http.PublishedKeys;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.boot.Node;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.bus.ProblemMapper;

/** What the doors leave out in production, though the settings that are shipped offer it. */
class ProductionDoorsTest {
  private static Node node;

  @BeforeAll
  static void open() {
    EdgeRoom room = new EdgeRoom(context -> Future.succeededFuture(new EdgeRoom.Supplies(
        new Tokens(TestTokens.SETTINGS, new PublishedKeys(context.bus()), _ -> false, Clock.systemUTC()),
        _ -> () -> {})));
    Settings settings = Settings.load(Path.of("../../conf/app.yaml"), List.of(), Map.of()).with(
        Map.of("node.rooms", "edge", "node.mode", "production", "http.port", "0", "management.port", "0",
            "http.instances", "1",
            "grpc.port", "0"),
        "the test");
    node = Node
        .start(new Node.Plan(settings, List.of(room), ProblemMapper.NONE, Node::alone, Clock.systemUTC()))
        .await();
  }

  @AfterAll
  static void close() {
    node.stop().await();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void thereIsNoGraphiqlAndNoSchemaToAskFor() throws Exception {
    assertThat(send(request("/graphiql/")).statusCode()).isEqualTo(404);
    String told = send(request("/graphql").header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ __schema { types { name } } }\"}"))).body();
    assertThat(told).contains("\"errors\"").doesNotContain("CheckIn");
  }

  @Test
  void browsersAreToldToComeByTlsAlone() throws Exception {
    for (String path : List.of("/home/", "/api/v1/members", "/health/live")) {
      assertThat(send(request(path)).headers().firstValue("strict-transport-security")).as(path)
          .contains("max-age=63072000; includeSubDomains");
    }
  }
}
