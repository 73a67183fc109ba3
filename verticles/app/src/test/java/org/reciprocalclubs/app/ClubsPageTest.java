package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The federation's clubs on the page of its operator. */
@ExtendWith(Browsing.Extension.class)
class ClubsPageTest {
  private static final String OPERATOR = "operator@federation.example";
  private static final String ADMIN = "admin@bridge.example";

  private final Browsing pages;

  ClubsPageTest(Browsing pages) {
    this.pages = pages;
  }

  private OfficePage loggedIn(Window window) throws Exception {
    var office = OfficePage.open(window);
    office.logIn(OPERATOR, pages.password(OPERATOR));
    assertThat(office.title()).hasText("Clubs");
    return office;
  }

  private static Locator row(Window window, String club) {
    return window.page().getByTestId("club-row").filter(new Locator.FilterOptions().setHasText(club));
  }

  @Test
  void theOperatorTakesInAClubWithItsAdministrator() throws Exception {
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var office = loggedIn(window);
      office.to("clubs");
      page.getByTestId("new-club").click();
      everyone.canUse("asked for a club", page.getByTestId("ask-yes"));
      office.field("name").fill("Aldertarn Alpine Club");
      office.field("code").fill("TARN");
      office.field("kind").selectOption("ALPINE");
      office.field("location").fill("1 Tarn Way");
      office.field("timeZone").fill("Moon");
      office.field("country").fill("CH");
      office.field("email").fill("first@tarn.example");
      office.field("firstName").fill("Noor");
      office.field("lastName").fill("Tarn");
      page.getByTestId("ask-yes").click();
      assertThat(page.locator("#ask-fields")).containsText("IANA");
      office.field("timeZone").fill("Europe/Zurich");
      office.yes();
      assertThat(row(window, "Aldertarn Alpine Club")).containsText("Takes part");
      everyone.canUse("the clubs of the federation", row(window, "Aldertarn Alpine Club"));
    }
  }

  @Test
  void theOperatorSuspendsAClubAndReinstatesIt() throws Exception {
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var token = pages.house().token(ADMIN);
      var name = new io.vertx.core.json.JsonObject(pages.house().get("/api/v1/clubs/mine", token).body())
          .getString("name");
      var office = loggedIn(window);
      office.to("clubs");
      row(window, name).getByTestId("suspend-club").click();
      office.field("reason").fill("Its dues are not paid");
      office.yes();
      assertThat(row(window, name)).containsText("Suspended");
      assertThat(row(window, name)).containsText("Its dues are not paid");
      new Everyone(window).canUse("a club that is suspended", row(window, name));
      Eventually.answer(() -> pages.house().get("/api/v1/me", token),
          answer -> answer.body().contains("CLUB_NOT_ACTIVE"));
      row(window, name).getByTestId("reinstate-club").click();
      office.yes();
      assertThat(row(window, name)).containsText("Takes part");
      Eventually.answer(() -> pages.house().get("/api/v1/me", token), answer -> answer.statusCode() == 200);
      assertThat(page.getByTestId("toast")).containsText("takes part again");
    }
  }
}
