package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.edge.graphql.GraphSettings;
import org.reciprocalclubs.edge.http.RateSettings;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Operation;
import org.reciprocalclubs.kit.bus.RefusalLog;
import org.slf4j.LoggerFactory;

/** What browsers, and whoever stands between, can make of the door. */
class DoorSafetyTest {
  private static TestEdge edge;

  @BeforeAll
  static void open() {
    edge = new TestEdge();
  }

  @AfterAll
  static void close() {
    edge.close();
  }

  /** A page, an asset, an answer, a refusal, what is not there, another method, a document. */
  @ParameterizedTest
  @ValueSource(strings = {"/home/", "/home/home.css", "/api/v1/trust-list", "/api/v1/members", "/nothing",
      "/graphql", "/api/v1/openapi.json", "/.well-known/jwks.json"})
  void everyAnswerSaysWhatABrowserMayDoWithIt(String path) {
    HttpResponse<String> answer = edge.send(edge.request(path));
    assertThat(header(answer, "content-type")).isNotEmpty();
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
    assertThat(header(answer, "strict-transport-security")).isEqualTo("max-age=63072000; includeSubDomains");
    assertThat(header(answer, "content-security-policy")).contains("default-src 'none'")
        .contains("object-src 'none'").contains("base-uri 'none'").contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("set-cookie")).as("sessions are no cookies").isEmpty();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void whatIsReadByGetOrAQueryChangesNothing() {
    List<Bound> changing = Bound.all(Codecs.contract()).stream()
        .filter(row -> isRead(row.operation()) && !row.rpc().reads()).toList();
    assertThat(changing).isEmpty();
  }

  private static boolean isRead(Operation operation) {
    Operation.Rest rest = operation.rest();
    Operation.Graph graph = operation.graph();
    return rest != null && rest.isRead() || graph != null && !graph.mutation();
  }

  @Test
  void whereIntrospectionIsOffNobodyIsToldTheSchema() {
    GraphSettings shut = new GraphSettings(10, 1_000, 30, 100, false, TestEdge.GRAPH.sockets());
    try (TestEdge other = new TestEdge(shut, RateSettings.DEFAULT)) {
      assertThat(other.graph("{ __schema { types { name } } }").getJsonArray("errors")).isNotEmpty();
      assertThat(other.graph("{ clubs { id } }").getJsonArray("errors")).isNull();
    }
  }

  @Test
  void whoIsRefusedForWantOfARightOrATokenIsInTheLog() {
    Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      String narrow = edge.tokens.person(TestEdge.USER, TestEdge.CLUB, Set.of("device.read"), "staff");
      for (String token : List.of(narrow, "x.y.z", edge.manager())) {
        edge.send(edge.request("/api/v1/members").header("Authorization", "Bearer " + token));
      }
      assertThat(lines.list.stream().map(line -> line.getKeyValuePairs().get(1).value))
          .containsExactly("UNAUTHORIZED", "TOKEN_INVALID");
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/members", "/home/", "/graphql", "/nothing"})
  void aTraceIsNotEchoed(String path) {
    HttpResponse<String> answer = edge.send(edge.request(path).header("X-Secret", "quillfeather")
        .method("TRACE", HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isIn(404, 405);
    assertThat(answer.body()).doesNotContain("quillfeather");
  }

  @Test
  void anAddressThatAClientMakesUpCountsForNothing() {
    RateSettings.Limit two = new RateSettings.Limit(2, 1, Duration.ofHours(1));
    RateSettings.Limit off = new RateSettings.Limit(0, 1, Duration.ofSeconds(1));
    try (
        TestEdge strict = new TestEdge(TestEdge.GRAPH, new RateSettings(two, off, off, off, off, off, off))) {
      List<Integer> statuses = Stream.of("X-Forwarded-For", "X-Real-IP", "Forwarded")
          .map(name -> strict.send(strict.request("/api/v1/trust-list").header(name, "for=203.0.113.7"))
              .statusCode())
          .toList();
      assertThat(statuses).containsExactly(200, 200, 429);
    }
  }
}
