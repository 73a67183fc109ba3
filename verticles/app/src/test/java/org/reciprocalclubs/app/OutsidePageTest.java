package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reciprocalclubs.kit.auth.TestProvider;

/** Signing in at a club's own sign-in page, in Chromium. */
@ExtendWith(Browsing.Extension.class)
class OutsidePageTest {
  private static final String ADMIN = "admin@lagoon.example";
  private static final String ROWER = "boathouse@lagoon.example";
  private static TestProvider provider;

  private final Browsing pages;

  OutsidePageTest(Browsing pages) {
    this.pages = pages;
  }

  @BeforeAll
  static void start() throws Exception {
    provider = TestProvider.start();
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  private static void signInAs(Page page, String email) {
    page.getByTestId("outside-club").selectOption("Lagoon Rowing Club");
    page.getByTestId("outside").click();
    page.getByLabel("Address").fill(email);
    page.keyboard().press("Enter");
  }

  @Test
  void anOfficeSetsItsSignInPageAndItsPeopleComeInByIt() throws Exception {
    pages.as(ADMIN, "POST", "/api/v1/users", new JsonObject().put("email", ROWER).put("username", ROWER)
        .put("password", "seven green umbrellas").put("firstName", "Noor").put("lastName", "Bench")
        .put("role", "staff"));
    try (var window = pages.window(Window.Size.DESKTOP); var other = pages.window(Window.Size.PHONE)) {
      var everyone = new Everyone(window);
      var office = OfficePage.loggedIn(window, pages, ADMIN);
      office.to("provider");
      assertThat(window.page().getByText("There is none")).isVisible();
      window.page().getByTestId("set-provider").click();
      everyone.canUse("asked for a sign-in page", window.page().getByTestId("ask-yes"));
      office.field("issuer").fill(provider.issuer());
      office.field("clientId").fill(TestProvider.CLIENT);
      office.field("clientSecret").fill(TestProvider.SECRET);
      office.yes();
      var row = window.page().getByTestId("provider-row");
      assertThat(row).containsText(provider.issuer());
      everyone.canUse("the club's sign-in page", row);

      other.expectOrigin(provider.issuer());
      var page = other.page();
      page.navigate("/office/");
      signInAs(page, ROWER);
      assertThat(page.getByTestId("log-out")).isVisible();
      assertThat(page.url()).isEqualTo(pages.origin() + "/office/");
      new Everyone(other).canUse("in by the club's sign-in page", page.getByTestId("log-out"));
      page.getByTestId("log-out").click();
      signInAs(page, "stranger@elsewhere.example");
      assertThat(page.getByTestId("lead")).containsText("has no login for the address");
      new Everyone(other).canUse("nobody by the club's sign-in page", page.getByTestId("to-login"));

      row.getByTestId("remove-provider").click();
      office.yes();
      assertThat(row).hasCount(0);
    }
  }

  @Test
  void whatWasNotBegunInThisTabSignsNobodyIn() {
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      page.navigate("/outside/?code=stolen&state=" + "A".repeat(64));
      assertThat(page.getByTestId("lead")).containsText("was not begun in this tab");
      assertThat(page.url()).doesNotContain("stolen");
      page.getByTestId("to-login").click();
      assertThat(page.getByTestId("log-in")).isVisible();
    }
  }
}
