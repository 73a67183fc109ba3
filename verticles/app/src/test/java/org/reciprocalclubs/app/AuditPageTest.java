package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The audit trail on the office's page. */
@ExtendWith(Browsing.Extension.class)
class AuditPageTest {
  private static final String ADMIN = "admin@fairway.example";
  private static final String AUDITOR = "auditor@fairway.example";
  private static final String MANAGER = "manager@fairway.example";

  private final Browsing pages;

  AuditPageTest(Browsing pages) {
    this.pages = pages;
  }

  private String enter() throws Exception {
    var house = pages.house();
    var answer = house.post("/api/v1/members", house.token(ADMIN),
        new JsonObject().put("membershipType", "REGULAR")
            .put("profile", new JsonObject().put("firstName", "Iris").put("lastName", "Vale")));
    return new JsonObject(answer.body()).getString("id");
  }

  @Test
  void anAuditorFindsWhoDidWhatToOneMemberAndSeesItBeforeAndAfter() throws Exception {
    var member = enter();
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var office = OfficePage.loggedIn(window, pages, AUDITOR);
      office.to("audit");
      var rows = page.getByTestId("audit-row");
      assertThat(rows.first()).isVisible();
      office.field("subjectId").fill(member);
      office.field("subjectId").blur();
      assertThat(rows).hasCount(1);
      assertThat(rows).containsText("MemberJoined");
      assertThat(rows).containsText(ADMIN);
      assertThat(rows).containsText("127.0.0.0/24");
      rows.locator("summary").click();
      assertThat(rows.locator("pre")).containsText("Iris");
      everyone.canUse("the audit trail", rows);
      office.field("subjectId").fill("");
      office.field("kind").selectOption("READ");
      assertThat(rows.filter(new Locator.FilterOptions().setHasText("AuditEntries/ListAuditEntries")).first())
          .isVisible();
      assertThat(rows.filter(new Locator.FilterOptions().setHasText("MemberJoined"))).hasCount(0);
    }
  }

  @Test
  void aManagerIsNotOfferedTheTrail() throws Exception {
    try (var window = pages.window(Window.Size.DESKTOP)) {
      OfficePage.loggedIn(window, pages, MANAGER);
      assertThat(window.page().getByTestId("nav-visits")).isVisible();
      assertThat(window.page().getByTestId("nav-audit")).hasCount(0);
    }
  }
}
