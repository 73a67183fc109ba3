package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The member's page, in Chromium, on a phone: the login and the pass. */
@ExtendWith(Browsing.Extension.class)
class MemberPageTest {
  private static final String CITY_MEMBER = "member@city.example";

  private final Browsing pages;
  private Window window;
  private Page page;

  MemberPageTest(Browsing pages) {
    this.pages = pages;
  }

  @BeforeEach
  void open() {
    window = pages.window(Window.Size.PHONE);
    page = window.page();
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void aWrongPasswordIsToldAndTheAddressStays() throws Exception {
    pages.as("member@fairway.example", "POST", "/graphql",
        new JsonObject().put("query", "mutation { markAllNotificationsRead }"));
    var member = MemberPage.open(window);
    member.logIn("member@fairway.example", "not the password");

    assertThat(member.loginError()).hasText("E-mail and password do not match.");
    assertThat(page.getByLabel("Password")).isFocused();
    assertThat(page.getByLabel("E-mail")).hasValue("member@fairway.example");
    member.logIn("member@fairway.example", pages.password("member@fairway.example"));
    assertThat(page.getByTestId("member-number")).hasText("FAIRWAY-1000");
    assertThat(page).hasTitle("My membership");
  }

  @Test
  void thePictureReadsAsThePassAndIsSignedAnewEveryTwentySeconds() throws Exception {
    page.clock().install();
    var member = MemberPage.loggedIn(window, pages, CITY_MEMBER);
    assertThat(member.code()).isVisible();
    var first = member.passText();
    assertThat(first).startsWith("RC1:");
    assertThat(member.passRead()).isEqualTo(first);

    page.clock().fastForward(Duration.ofSeconds(21).toMillis());

    assertThat(page.getByTestId("qr")).not().hasAttribute("data-pass", first);
    assertThat(member.passRead()).isEqualTo(member.passText());
  }

  @Test
  void aPassIsIssuedAnewBeforeItEnds() throws Exception {
    page.clock().install();
    var member = MemberPage.loggedIn(window, pages, CITY_MEMBER);
    assertThat(member.code()).isVisible();
    page.evaluate("""
        async () => {
          const request = indexedDB.open("reciprocal-clubs", 1);
          await new Promise((resolve) => { request.onsuccess = resolve; });
          const writing = request.result.transaction("records", "readwrite");
          writing.objectStore("records").openCursor().onsuccess = ({ target: { result: cursor } }) => {
            if (cursor?.value.credential) {
              const expiresAt = new Date(Date.now() + 12 * 3600_000).toISOString();
              cursor.update({ ...cursor.value, expiresAt });
            }
            cursor?.continue();
          };
          await new Promise((resolve) => { writing.oncomplete = resolve; });
        }""");

    var issued = page.waitForRequest(MemberPageTest::asksForAPass,
        () -> page.clock().fastForward(Duration.ofSeconds(21).toMillis()));

    assertThat(issued.response().status()).isEqualTo(200);
    assertThat(member.code()).isVisible();
  }

  @Test
  void aPassThatWasRevokedIsReplacedOnceThePageIsOpenedOnline() throws Exception {
    var member = MemberPage.loggedIn(window, pages, CITY_MEMBER);
    assertThat(member.code()).isVisible();
    var token = pages.house().token(CITY_MEMBER, pages.password(CITY_MEMBER));
    var revoked = pages.house().send("POST", "/api/v1/me/passes/revoke", token,
        new JsonObject().put("reason", "DEVICE_LOST"));
    assertThat(revoked.statusCode()).isEqualTo(200);
    page.clock().install();
    page.waitForResponse(answer -> answer.url().endsWith("/me/pass/check"), page::reload);
    assertThat(member.code()).isVisible();

    var issued = page.waitForRequest(MemberPageTest::asksForAPass,
        () -> page.clock().fastForward(Duration.ofSeconds(21).toMillis()));

    assertThat(issued.response().status()).isEqualTo(200);
    assertThat(member.code()).isVisible();
  }

  private static boolean asksForAPass(Request request) {
    return request.method().equals("POST") && request.url().endsWith("/api/v1/me/pass");
  }

  @Test
  void aReloadKeepsTheSessionAndThePass() throws Exception {
    var member = MemberPage.loggedIn(window, pages, CITY_MEMBER);
    page.reload();

    assertThat(member.code()).isVisible();
    assertThat(member.live()).hasText("Live");
  }

  @Test
  void loggingOutEndsTheSessionAndLeavesNothingOnThePhone() throws Exception {
    var member = MemberPage.loggedIn(window, pages, CITY_MEMBER);
    assertThat(member.code()).isVisible();
    var token = page.waitForRequest(request -> request.method().equals("DELETE"), member::logOut)
        .headerValue("authorization");

    assertThat(page.getByRole(AriaRole.HEADING)).hasText("Log in");
    assertThat(page.getByText("CITY-1000")).hasCount(0);
    page.waitForFunction("() => sessionStorage.getItem('member.refresh') === null");
    page.waitForFunction("""
        async () => {
          const request = indexedDB.open("reciprocal-clubs", 1);
          await new Promise((resolve) => { request.onsuccess = resolve; });
          const all = request.result.transaction("records").objectStore("records").getAll();
          await new Promise((resolve) => { all.onsuccess = resolve; });
          return all.result.length === 0;
        }""");
    assertThat(pages.house().get("/api/v1/me", token.substring("Bearer ".length())).statusCode())
        .isEqualTo(401);
    page.reload();
    assertThat(page.getByLabel("E-mail")).isFocused();
  }

  @Test
  void aSessionThatEndedElsewhereLeadsToTheLogin() throws Exception {
    var token = new StringBuilder();
    page.onRequest(request -> {
      if (request.url().endsWith("/api/v1/me")) {
        token.replace(0, token.length(), request.headerValue("authorization"));
      }
    });
    MemberPage.loggedIn(window, pages, CITY_MEMBER);
    var ended = pages.house().send("DELETE", "/api/v1/sessions/current",
        token.substring("Bearer ".length()), null);
    assertThat(ended.statusCode()).isEqualTo(200);

    assertThat(page.getByTestId("login-notice")).hasText("Your session has ended. Please log in again.");
    assertThat(page.getByLabel("E-mail")).isFocused();
  }

  @Test
  void aPassThatCannotBeHadSaysWhyWithinTheCard() throws Exception {
    var reference = "0123456789abcdef".repeat(12);
    page.route("**/api/v1/me/pass", route -> refuse(route, reference));
    MemberPage.loggedIn(window, pages, "member@fairway.example");

    assertThat(page.getByTestId("pass-problem")).containsText("Reference " + reference);
    assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again"))).isVisible();
    assertThat(Layout.overflowing(page)).isEmpty();
    page.unroute("**/api/v1/me/pass");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again")).click();
    assertThat(page.getByRole(AriaRole.IMG)).isVisible();
    assertThat(page.getByTestId("pass-problem")).isHidden();
  }

  private static void refuse(Route route, String reference) {
    route.fulfill(new Route.FulfillOptions().setStatus(500).setContentType("application/problem+json")
        .setBody(new JsonObject().put("code", "INTERNAL_ERROR").put("status", 500)
            .put("correlationId", reference).encode()));
  }
}
