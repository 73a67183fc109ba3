package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** "Where you are signed in", in Chromium: on the page for members, and in the office. */
@ExtendWith(Browsing.Extension.class)
class SessionsPageTest {
  private static final String MEMBER = "member@harbour.example";
  private static final String STAFF = "desk@fairway.example";
  private static final String ADMIN = "admin@fairway.example";

  private final Browsing pages;

  SessionsPageTest(Browsing pages) {
    this.pages = pages;
  }

  private int status(String token) throws Exception {
    return pages.house().get("/api/v1/me", token).statusCode();
  }

  private static Locator row(Locator rows, String token) {
    return rows.and(rows.page().locator("[data-session-id='" + WallTokens.session(token) + "']"));
  }

  @Test
  void aMemberSeesWhereTheyAreSignedInAndSignsOutThereByKeyboard() throws Exception {
    // a long list shows its beginning only
    pages.house().post("/api/v1/me/sessions/end-others", pages.house().token(MEMBER), new JsonObject());
    var lost = pages.house().token(MEMBER);
    var other = pages.house().token(MEMBER);
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      MemberPage.loggedIn(window, pages, MEMBER);
      var rows = page.getByTestId("session");
      var own = rows.filter(new Locator.FilterOptions().setHasText("This one"));
      assertThat(own).containsText("Chrome on Linux");
      assertThat(own).containsText("network ");
      assertThat(own.getByTestId("end-session")).hasCount(0);
      assertThat(row(rows, lost)).containsText("Java-http-client");
      var end = row(rows, lost).getByTestId("end-session");
      end.focus();
      page.keyboard().press("Enter");
      assertThat(end).hasText("Really sign out?");
      page.keyboard().press("Escape");
      assertThat(end).hasText("Sign out");
      assertThat(status(lost)).isEqualTo(200);
      new Everyone(window).canUse("where a member is signed in", end);
      end.focus();
      page.keyboard().press("Enter");
      page.keyboard().press("Enter");
      assertThat(row(rows, lost)).hasCount(0);
      assertThat(page.locator("#sessions-title")).isFocused();
      assertThat(page.locator("#announcer")).containsText("Signed out: Java-http-client");
      assertThat(status(lost)).isEqualTo(401);
      page.getByTestId("end-others").click();
      page.getByTestId("end-others").click();
      assertThat(rows).hasCount(1);
      assertThat(page.getByTestId("end-others")).hasCount(0);
      assertThat(status(other)).isEqualTo(401);
    }
  }

  @Test
  void aPageWhoseSessionIsEndedElsewhereAsksToLogInAtOnce() throws Exception {
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      MemberPage.loggedIn(window, pages, MEMBER);
      var here = pages.house().token(MEMBER);
      var ended = pages.house().post("/api/v1/me/sessions/end-others", here, new JsonObject());
      assertThat(ended.statusCode()).isEqualTo(200);
      assertThat(page.getByTestId("login-notice")).containsText("Your session has ended");
      assertThat(page.getByTestId("session")).hasCount(0);
    }
  }

  @Test
  void anAdministratorSignsOutSomebodyOfTheClub() throws Exception {
    var lost = pages.house().token(STAFF);
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var office = OfficePage.loggedIn(window, pages, ADMIN);
      office.to("sessions");
      var rows = page.getByTestId("session-row");
      assertThat(rows.filter(new Locator.FilterOptions().setHasText("This one"))).hasCount(1);
      var everyone = new Everyone(window);
      everyone.canUse("where an office is signed in", page.getByTestId("login-row"));
      page.getByTestId("login-row").filter(new Locator.FilterOptions().setHasText(STAFF))
          .getByTestId("show-sessions").click();
      everyone.canUse("where somebody of the club is signed in", row(rows, lost));
      row(rows, lost).getByTestId("end-session").click();
      everyone.canUse("asked to sign somebody out", page.getByTestId("ask-yes"));
      office.no();
      assertThat(status(lost)).isEqualTo(200);
      row(rows, lost).getByTestId("end-session").click();
      office.yes();
      assertThat(office.said()).containsText("Signed out: Java-http-client");
      assertThat(row(rows, lost)).hasCount(0);
      assertThat(status(lost)).isEqualTo(401);
    }
  }

  @Test
  void anAdministratorSuspendsALoginOfTheClubAndReinstatesIt() throws Exception {
    var lost = pages.house().token(STAFF);
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var office = OfficePage.loggedIn(window, pages, ADMIN);
      office.to("sessions");
      var logins = page.getByTestId("login-row");
      var login = logins.filter(new Locator.FilterOptions().setHasText(STAFF));
      assertThat(logins.filter(new Locator.FilterOptions().setHasText(ADMIN)).getByTestId("suspend-login"))
          .hasCount(0);
      login.getByTestId("suspend-login").click();
      new Everyone(window).canUse("asked to suspend a login", page.getByTestId("ask-yes"));
      office.no();
      assertThat(status(lost)).isEqualTo(200);
      login.getByTestId("suspend-login").click();
      office.yes();
      assertThat(login).containsText("Suspended");
      assertThat(status(lost)).isEqualTo(401);
      login.getByTestId("reinstate-login").click();
      office.yes();
      assertThat(office.said()).containsText("can log in again");
      assertThat(login.getByTestId("suspend-login")).isVisible();
      assertThat(status(pages.house().token(STAFF))).isEqualTo(200);
    }
  }

  @Test
  void whoIsNoAdministratorSeesTheirOwnAlone() throws Exception {
    var lost = pages.house().token(STAFF);
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var office = OfficePage.loggedIn(window, pages, STAFF);
      office.to("sessions");
      assertThat(row(page.getByTestId("session-row"), lost)).isVisible();
      assertThat(page.getByTestId("panel-logins")).hasCount(0);
      page.getByTestId("end-others").click();
      office.yes();
      assertThat(page.getByTestId("session-row")).hasCount(1);
      assertThat(page.getByTestId("end-others")).isHidden();
      assertThat(status(lost)).isEqualTo(401);
    }
  }
}
