package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages are for everybody: every state, every size, light and dark, large letters; nothing foreign. */
@ExtendWith(Browsing.Extension.class)
class PagesForEveryoneTest {
  private final Browsing pages;

  PagesForEveryoneTest(Browsing pages) {
    this.pages = pages;
  }

  @Test
  void everyStateOfTheDeskIsForEveryone() throws Exception {
    try (var window = pages.window(Window.Size.TABLET)) {
      var everyone = new Everyone(window);
      var kiosk = KioskPage.open(window);
      everyone.canUse("setting up", kiosk.codeField());
      kiosk.enrol("WRONG-CODES");
      everyone.canUse("a wrong code", kiosk.enrolError());
      kiosk.enrol(pages.kioskCode());
      kiosk.keepVerdicts();
      everyone.canUse("ready", kiosk.entry());
      formStates(window.page(), kiosk, everyone);
      cutOffStates(window.page(), kiosk, everyone);
      verdictStates(window.page(), kiosk, everyone);
      settings(window.page(), everyone);
    }
  }

  private void formStates(Page page, KioskPage kiosk, Everyone everyone) throws Exception {
    page.getByLabel("One guest more").click();
    page.getByTestId("names-toggle").click();
    page.getByLabel("Age of guest 1").fill("200");
    kiosk.checkIn("HARBOUR-1014");
    everyone.canUse("a wrong age", page.getByText("An age from 0 to 120."));
    page.keyboard().press("Escape");
    kiosk.checkIn("10042");
    everyone.canUse("a wrong number", page.getByTestId("entry-error"));
    PassVideo.write(pages.film(), page.screenshot());
    page.getByTestId("scan").click();
    everyone.canUse("the camera", page.locator("#camera"));
    page.getByTestId("scan").click();
    page.route("**/api/v1/check-ins", Route::abort);
    kiosk.checkIn("HARBOUR-1014");
    everyone.canUse("waiting", page.getByTestId("give-up"));
    page.getByTestId("give-up").click();
    everyone.canUse("stopped", page.getByTestId("entry-notice"));
    page.unroute("**/api/v1/check-ins");
  }

  private static void cutOffStates(Page page, KioskPage kiosk, Everyone everyone) {
    page.route("**/api/v1/check-ins", Route::abort);
    kiosk.checkIn("RC1:00");
    everyone.canUse("a forged pass while cut off", kiosk.ownCheck());
    kiosk.turnAway();
    page.getByTestId("facility").fill("bar/grill");
    kiosk.checkIn("LAGOON-1011");
    everyone.canUse("a number while cut off", kiosk.ownCheck());
    kiosk.letInAnyway();
    page.getByTestId("guests").fill("9");
    kiosk.checkIn("LAGOON-1012");
    kiosk.letInAnyway();
    page.getByText("Which they are").click();
    everyone.canUse("scans to tell", kiosk.toTell());
    page.unroute("**/api/v1/check-ins");
    assertThat(kiosk.toTell()).isEmpty();
    everyone.canUse("what became of them", kiosk.flagged());
    page.getByText("Dismiss").first().click();
    page.getByText("Dismiss").first().click();
    assertThat(page.getByText("Dismiss")).hasCount(0);
  }

  private static void verdictStates(Page page, KioskPage kiosk, Everyone everyone) {
    page.getByLabel("One guest more").click();
    kiosk.admit("PLAZA-1002");
    everyone.canUse("admitted", kiosk.fee());
    kiosk.press("u");
    everyone.canUse("asked to undo", page.getByTestId("undo-panel"));
    page.getByTestId("undo-yes").click();
    everyone.canUse("undone", kiosk.reason());
    kiosk.done();
    kiosk.admit("HARBOUR-1014");
    kiosk.done();
    page.getByTestId("check-out").first().click();
    everyone.canUse("somebody inside", kiosk.insideOf("Member Number 14"));
    kiosk.checkIn("HARBOUR-1014");
    everyone.canUse("refused", kiosk.reason());
    kiosk.done();
    kiosk.checkIn("HARBOUR-" + "9".repeat(40));
    everyone.canUse("unknown", kiosk.reason());
    kiosk.done();
  }

  private static void settings(Page page, Everyone everyone) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Settings")).click();
    page.getByTestId("forget").click();
    everyone.canUse("settings", page.getByTestId("forget-yes"));
  }

  @Test
  void everyStateOfTheMembersPageIsForEveryone() throws Exception {
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var member = MemberPage.open(window);
      everyone.canUse("the login", page.getByTestId("log-in"));
      member.logIn("", "");
      everyone.canUse("nothing typed", page.getByText("Type your e-mail address."));
      member.logIn("member@fairway.example", "not the password");
      everyone.canUse("a wrong password", member.loginError());
      member.logIn("member@fairway.example", pages.password("member@fairway.example"));
      assertThat(member.live()).hasText("Live");
      everyone.canUse("the pass", member.code());
      var desk = pages.kiosk();
      assertThat(desk.checkIn(desk.token(), Kiosk.scan("FAIRWAY", "1000")).statusCode()).isEqualTo(200);
      everyone.canUse("news", member.toasts());
      planStates(page, everyone);
      page.route("**/api/v1/me/pass", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)
          .setBody(new JsonObject().put("code", "x".repeat(80)).encode())));
      page.route("**/api/v1/me/visits*", Route::abort);
      page.evaluate("indexedDB.deleteDatabase('reciprocal-clubs')");
      page.reload();
      everyone.canUse("no pass and no visits", page.getByTestId("pass-problem"));
    }
  }

  private static void planStates(Page page, Everyone everyone) {
    var whole = new Page.GetByLabelOptions().setExact(true);
    page.getByLabel("Plan a visit to Dune Golf Club").click();
    page.getByLabel("Guests", whole).selectOption("4");
    page.getByLabel("Age of guest 1").fill("old");
    page.getByTestId("plan-ask").click();
    everyone.canUse("a wrong age in a plan", page.getByText("An age is a number"));
    page.getByLabel("Age of guest 1").fill("12");
    page.getByTestId("plan-ask").click();
    everyone.canUse("a plan that would not pass", page.getByTestId("plan-offer"));
    page.getByTestId("plan-offer").first().click();
    everyone.canUse("a plan that would pass", page.getByTestId("plan-reserve"));
    page.getByTestId("plan-reserve").click();
    page.getByTestId("cancel-reservation").first().click();
    everyone.canUse("a reservation", page.getByText("Cancel it now?"));
  }

  @Test
  void everyStateOfTheOfficesPageIsForEveryone() throws Exception {
    try (var window = pages.window(Window.Size.DESKTOP)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var office = OfficePage.open(window);
      everyone.canUse("the office's login", page.getByTestId("log-in"));
      var desk = pages.kiosk();
      assertThat(desk.checkIn(desk.token(), Kiosk.scan("HARBOUR", "1020")).statusCode()).isEqualTo(200);
      office.logIn("manager@city.example", pages.password("manager@city.example"));
      everyone.canUse("the office today", page.getByTestId("inside-row"));
      page.getByTestId("check-out").first().click();
      everyone.canUse("asked to check out", page.getByTestId("ask-yes"));
      office.no();
      officeViews(page, office, everyone);
      page.route("**/api/v1/visits*", Route::abort);
      office.to("visits");
      everyone.canUse("visits that cannot be read", page.getByTestId("again"));
    }
  }

  private static void officeViews(Page page, OfficePage office, Everyone everyone) {
    office.to("flagged");
    everyone.canUse("to settle", office.panel("flagged-settled"));
    office.agreementWith("Harbour Yacht Club");
    everyone.canUse("an agreement", page.getByTestId("example"));
    page.getByTestId("amend").click();
    page.getByTestId("terms-json").fill("{\"caps\": {\"day\": 0}}");
    page.getByTestId("send").click();
    everyone.canUse("terms that are wrong", office.termsProblem());
    office.to("rules");
    everyone.canUse("the club's rules", page.getByTestId("edit-house"));
    office.to("restrictions");
    page.getByTestId("impose").click();
    office.field("kind").selectOption("LIMITATION");
    everyone.canUse("a restriction", page.getByTestId("ask-yes"));
    office.no();
    office.to("override");
    page.getByTestId("let-in").click();
    everyone.canUse("nobody to let in", page.getByText("Home club: please fill this in."));
  }

  @Test
  void everyStateOfTheForgottenPasswordsPageIsForEveryone() {
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      var everyone = new Everyone(window);
      page.navigate("/password/");
      page.getByTestId("send").click();
      everyone.canUse("no address", page.getByTestId("email-error"));
      page.getByTestId("email").fill("nobody@city.example");
      page.getByTestId("send").click();
      everyone.canUse("a link is mailed", page.getByTestId("notice"));
      page.navigate("/password/?again#reset=x");
      page.getByTestId("password").fill("password1234");
      everyone.canUse("a new password", page.getByTestId("set"));
      page.getByTestId("set").click();
      everyone.canUse("a link that does not hold", page.getByTestId("notice"));
    }
  }

  @Test
  void theFrontDoorIsForEveryone() {
    try (var window = pages.window(Window.Size.PHONE)) {
      window.page().navigate("/");
      new Everyone(window).canUse("the front door", window.page().getByRole(AriaRole.MAIN));
    }
  }

  @Test
  void thePagesRunNothingButTheirOwnFiles() throws Exception {
    for (var path : new String[]{"/kiosk/", "/member/", "/office/", "/password/", "/shared/api.js"}) {
      var policy = pages.house().get(path, null).headers().firstValue("content-security-policy")
          .orElseThrow();
      assertThat(policy).contains("default-src 'none'").contains("script-src 'self';")
          .contains("style-src 'self';").doesNotContain("unsafe").doesNotContain("http");
    }
  }
}
