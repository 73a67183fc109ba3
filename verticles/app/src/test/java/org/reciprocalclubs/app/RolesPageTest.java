package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may do what, and the keys of programs, on the office's page. */
@ExtendWith(Browsing.Extension.class)
class RolesPageTest {
  private static final String ADMIN = "admin@lagoon.example";
  private static final String STAFF = "clerk@lagoon.example";
  private static final String PASSWORD = "seven green umbrellas";

  private final Browsing pages;

  RolesPageTest(Browsing pages) {
    this.pages = pages;
  }

  private int rules(String token) throws Exception {
    return pages.house().send("PUT", "/api/v1/rules", token, new JsonObject().put("kind", "HOUSE")
        .put("terms", new JsonObject().put("specialConditions", "Shoes"))).statusCode();
  }

  private static Locator.FilterOptions says(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void anAdministratorMakesARoleGivesItForATimeAndTakesItAwayAgain() throws Exception {
    pages.as(ADMIN, "POST", "/api/v1/users", new JsonObject().put("email", STAFF).put("username", STAFF)
        .put("password", PASSWORD).put("firstName", "Noor").put("lastName", "Bench").put("role", "staff"));
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var office = OfficePage.loggedIn(window, pages, ADMIN);
      office.to("roles");
      page.getByTestId("new-role").click();
      everyone.canUse("asked for a role", page.getByTestId("ask-yes"));
      office.field("name").fill("House committee");
      office.field("may-rules-set").check();
      office.yes();
      var row = page.getByTestId("role-row").filter(says("House committee"));
      assertThat(row).containsText("0 logins have it");
      everyone.canUse("the roles of a club", row);
      page.getByTestId("login-row").filter(says(STAFF)).getByTestId("show-roles").click();
      assertThat(rules(pages.house().token(STAFF, PASSWORD))).isEqualTo(403);
      page.getByTestId("give-role").click();
      office.field("role").selectOption("House committee");
      office.field("endsAt").fill(LocalDate.now(ZoneOffset.UTC).plusDays(9).toString());
      everyone.canUse("asked which role to give", page.getByTestId("ask-yes"));
      office.yes();
      var given = page.getByTestId("assignment-row").filter(says("House committee"));
      assertThat(given).containsText("until");
      assertThat(given).containsText("Holds");
      everyone.canUse("the roles of a login", given);
      assertThat(rules(pages.house().token(STAFF, PASSWORD))).isEqualTo(200);
      given.getByTestId("take-role").click();
      office.yes();
      assertThat(given).hasCount(0);
      assertThat(rules(pages.house().token(STAFF, PASSWORD))).isEqualTo(403);
      page.getByTestId("back").click();
      row.getByTestId("delete-role").click();
      office.yes();
      assertThat(row).hasCount(0);
    }
  }

  @Test
  void anAdministratorMakesAKeyForAProgramSeesItOnceAndRevokesIt() throws Exception {
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var office = OfficePage.loggedIn(window, pages, ADMIN);
      office.to("programs");
      page.getByTestId("new-key").click();
      office.field("name").fill("Till at the bar");
      office.field("endsAt").fill(LocalDate.now(ZoneOffset.UTC).plusDays(30).toString());
      office.field("may-visit-read").check();
      assertThat(page.getByTestId("field-may-user-create")).hasCount(0);
      office.yes();
      var secret = page.getByTestId("secret").textContent();
      var row = page.getByTestId("api-key-row").filter(says("Till at the bar"));
      assertThat(row).containsText("never used");
      everyone.canUse("a key that was made", row);
      assertThat(pages.house().get("/api/v1/visits", secret).statusCode()).isEqualTo(200);
      assertThat(pages.house().get("/api/v1/members", secret).statusCode()).isEqualTo(403);
      row.getByTestId("revoke-key").click();
      office.yes();
      assertThat(row).containsText("Revoked");
      Eventually.answer(() -> pages.house().get("/api/v1/visits", secret),
          answer -> answer.statusCode() == 401);
    }
  }
}
