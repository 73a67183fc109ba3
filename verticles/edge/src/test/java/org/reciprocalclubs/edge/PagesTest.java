package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.edge.http.RateSettings;

/** Pages come with headers that keep browsers safe; knocking too often is refused. */
class PagesTest {
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
  void theFirstPageListsTheDoors() {
    HttpResponse<String> root = edge.send(edge.request("/"));
    assertThat(root.statusCode()).isEqualTo(302);
    HttpResponse<String> page = edge.send(edge.request(root.headers().firstValue("location").orElseThrow()));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("/kiosk/").contains("/member/").contains("/office/");
    assertThat(page.headers().firstValue("cache-control")).contains("no-store");
    assertThat(page.headers().firstValue("content-security-policy").orElse("")).contains("script-src 'self';")
        .doesNotContain("unsafe-inline");
    assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
  }

  @Test
  void assetsAreAskedForAgainAndNotSentAgain() {
    HttpResponse<String> style = edge.send(edge.request("/home/home.css"));
    assertThat(style.headers().firstValue("content-type")).contains("text/css; charset=utf-8");
    assertThat(style.headers().firstValue("cache-control")).contains("no-cache");
    String etag = style.headers().firstValue("etag").orElseThrow();
    assertThat(edge.send(edge.request("/home/home.css").header("If-None-Match", etag)).statusCode())
        .isEqualTo(304);
  }

  @Test
  void nothingOutsideThePagesIsServed() {
    for (String path : List.of("/home/../graphql/base.graphqls", "/home/%2e%2e/base.graphqls",
        "/home/.hidden.js",
        "/home/nothing.js", "/shared/", "/shared/vendor/", "/shared/package.json/", "/web/home/index.html")) {
      assertThat(edge.send(edge.request(path)).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void keysArePublishedWithoutNulls() {
    HttpResponse<String> keys = edge.send(edge.request("/.well-known/jwks.json"));
    assertThat(keys.statusCode()).isEqualTo(200);
    assertThat(keys.body()).contains("\"kid\":\"k1\"").doesNotContain("null");
  }

  @Test
  void graphiqlIsThereWhereItIsOffered() {
    assertThat(edge.send(edge.request("/graphiql/")).body()).contains("GraphiQL");
  }

  @Test
  void whoKnocksTooOftenIsToldWhenToComeBack() {
    RateSettings.Limit two = new RateSettings.Limit(2, 1, Duration.ofMinutes(1));
    RateSettings.Limit off = new RateSettings.Limit(0, 1, Duration.ofSeconds(1));
    try (
        TestEdge strict = new TestEdge(TestEdge.GRAPH, new RateSettings(two, off, off, off, off, two, two))) {
      assertThat(
          strict.send(strict.request("/api/v1/trust-list")).headers().firstValue("ratelimit-remaining"))
          .contains("1");
      strict.send(strict.request("/api/v1/trust-list"));
      HttpResponse<String> third = strict.send(strict.request("/api/v1/trust-list"));
      RestTest.problem(third, 429, "RATE_LIMITED");
      assertThat(Integer.parseInt(third.headers().firstValue("retry-after").orElseThrow())).isBetween(1, 61);
      assertThat(strict.post("/api/v1/sessions", "{\"email\":\"a@b.example\"}").statusCode()).isEqualTo(200);
      strict.post("/api/v1/sessions", "{\"email\":\"a@b.example\"}");
      RestTest.problem(strict.post("/api/v1/sessions", "{\"email\":\"a@b.example\"}"), 429, "RATE_LIMITED");
    }
  }

  @Test
  void publicFilesAreCountedByAddressToo() {
    RateSettings.Limit two = new RateSettings.Limit(2, 1, Duration.ofMinutes(1));
    RateSettings.Limit off = new RateSettings.Limit(0, 1, Duration.ofSeconds(1));
    try (
        TestEdge strict = new TestEdge(TestEdge.GRAPH, new RateSettings(two, off, off, off, off, off, off))) {
      assertThat(strict.send(strict.request("/log/checkpoint")).statusCode()).isEqualTo(404);
      assertThat(strict.send(strict.request("/log/inclusion/0/1")).statusCode()).isEqualTo(404);
      RestTest.problem(strict.send(strict.request("/log/inclusion/0/1")), 429, "RATE_LIMITED");
    }
  }
}
