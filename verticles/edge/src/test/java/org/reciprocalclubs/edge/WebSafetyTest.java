package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What other sites' scripts, and scripts that got into our pages, could do: nothing. There are no cookies, so
 * a browser brings no rights along by itself; a test holds that.
 */
class WebSafetyTest {
  private static final List<String> PAGES = List.of("/home/", "/kiosk/", "/member/", "/office/",
      "/outside/", "/password/");
  /** A script between tags, a style attribute, a handler in an attribute, an address that is a script. */
  private static final Pattern INLINE = Pattern
      .compile("<script(?![^>]*\\bsrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
  private static final String EVIL = "https://evil.example";
  private static final String LISTED = "https://office.example";

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
  void pagesRunNothingThatStandsInThemAndTheirPolicyForbidsIt() {
    for (String path : PAGES) {
      HttpResponse<String> page = edge.send(edge.request(path));
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(INLINE.matcher(page.body()).find()).as(path).isFalse();
      String policy = page.headers().firstValue("content-security-policy").orElse("");
      assertThat(policy).as(path).contains("default-src 'none'", "script-src 'self'", "style-src 'self'",
          "base-uri 'none'", "frame-ancestors 'none'").doesNotContain("unsafe", "http:", "*");
      safe(page);
    }
  }

  private static void safe(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(answer.headers().firstValue("x-frame-options")).contains("DENY");
    assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
    assertThat(answer.headers().firstValue("cross-origin-opener-policy")).contains("same-origin");
    assertThat(answer.headers().firstValue("server")).isEmpty();
    assertThat(answer.headers().allValues("set-cookie")).isEmpty();
  }

  @Test
  void onlyListedSitesMayCallAndTheirBrowsersMayReadWhatIsLeft() {
    HttpResponse<String> listed = preflight(LISTED);
    assertThat(listed.headers().firstValue("access-control-allow-origin")).contains(LISTED);
    assertThat(listed.headers().firstValue("access-control-allow-credentials")).isEmpty();
    assertThat(listed.headers().firstValue("access-control-allow-headers").orElse(""))
        .contains("authorization").doesNotContain("cookie", "*");
    HttpResponse<String> answer = edge.send(edge.asManager("/api/v1/members").header("Origin", LISTED));
    assertThat(answer.headers().firstValue("access-control-expose-headers").orElse(""))
        .contains("ratelimit-remaining");
    for (String other : List.of(EVIL, "null", LISTED + ".evil.example", "https://office.example:444")) {
      assertThat(preflight(other).headers().map().keySet()).as(other)
          .noneMatch(name -> name.startsWith("access-control-"));
    }
  }

  private static HttpResponse<String> preflight(String origin) {
    return edge.send(edge.request("/api/v1/members").method("OPTIONS", HttpRequest.BodyPublishers.noBody())
        .header("Origin", origin).header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization"));
  }

  @Test
  void noCookieIsSetAndNoneOpensADoor() {
    String signIn = "{\"email\":\"a@b.example\",\"password\":\"x\"}";
    HttpResponse<String> signedIn = edge.post("/api/v1/sessions", signIn);
    assertThat(signedIn.headers().allValues("set-cookie")).isEmpty();
    for (String cookie : List.of("authorization=Bearer " + edge.manager(), "token=" + edge.manager(),
        "session=" + edge.manager())) {
      HttpResponse<String> answer = edge.send(edge.request("/api/v1/members").header("Cookie", cookie));
      assertThat(answer.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whatABrowserSendsAnywhereWithoutAskingIsNotTaken() {
    for (String simple : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      var graph = edge.asManager("/graphql").header("Content-Type", simple)
          .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{ me { id } }\"}"));
      assertThat(edge.send(graph).statusCode()).as(simple).isEqualTo(415);
      var rest = edge.asManager("/api/v1/members").header("Content-Type", simple)
          .header("Idempotency-Key", "k").POST(HttpRequest.BodyPublishers.ofString("{}"));
      assertThat(edge.send(rest).statusCode()).as(simple).isEqualTo(415);
    }
  }
}
