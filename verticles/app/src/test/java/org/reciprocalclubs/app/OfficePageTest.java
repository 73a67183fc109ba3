package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The office's page, in Chromium: the club Summit, its visitors from Fairway and City. */
@ExtendWith(Browsing.Extension.class)
class OfficePageTest {
  private static final String MANAGER = "manager@summit.example";
  /** May do the same here: one account signs in ten times at most in so short a time. */
  private static final String ADMIN = "admin@summit.example";

  private final Browsing pages;
  private Window window;
  private Page page;

  OfficePageTest(Browsing pages) {
    this.pages = pages;
  }

  @BeforeEach
  void open() {
    window = pages.window(Window.Size.DESKTOP);
    page = window.page();
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void aManagerLogsInStaysThroughAReloadAndLogsOut() throws Exception {
    var office = OfficePage.open(window);
    office.logIn(MANAGER, "not the password");
    assertThat(page.getByTestId("login-error")).hasText("E-mail and password do not match.");
    office.logIn(MANAGER, pages.password(MANAGER));
    assertThat(office.title()).hasText("Today");
    assertThat(page.getByTestId("club-name")).hasText("Summit Alpine Club");
    page.reload();
    assertThat(office.title()).hasText("Today");
    page.getByTestId("log-out").click();
    assertThat(page.getByLabel("E-mail")).isFocused();
    assertThat(page.getByTestId("view")).isEmpty();
  }

  @Test
  void whoHasNoPartInAnOfficeIsToldSo() throws Exception {
    var email = "member@summit.example";
    OfficePage.open(window).logIn(email, pages.password(email));
    assertThat(page.getByTestId("login-notice")).containsText("no part in a club's office");
  }

  @Test
  void theOperatorLooksAfterTheFederationsLoginsAndClubsAndNoHouse() throws Exception {
    var email = "operator@federation.example";
    OfficePage.open(window).logIn(email, pages.password(email));
    assertThat(page.getByTestId("nav-clubs")).hasCount(1);
    assertThat(page.getByTestId("nav-roles")).hasCount(1);
    assertThat(page.getByTestId("nav-sessions")).hasCount(1);
    assertThat(page.getByTestId("nav-today")).hasCount(0);
    assertThat(page.getByTestId("nav-agreements")).hasCount(0);
    assertThat(page.getByTestId("trouble")).isHidden();
  }

  @Test
  void anAuditorReadsAndIsOfferedNothingToDo() throws Exception {
    var office = OfficePage.loggedIn(window, pages, "auditor@summit.example");
    assertThat(page.getByTestId("nav-override")).hasCount(0);
    office.agreementWith("Fairway Golf Club");
    assertThat(office.state()).hasText("In force");
    assertThat(page.getByTestId("suspend")).hasCount(0);
    office.to("restrictions");
    assertThat(page.getByTestId("impose")).hasCount(0);
  }

  @Test
  void whoIsInsideIsCheckedOutOnceItIsConfirmed() throws Exception {
    var visit = arrives("FAIRWAY", "1001", new JsonObject());
    var office = OfficePage.loggedIn(window, pages, MANAGER);
    var row = office.row("inside-row", visit);
    row.getByTestId("check-out").click();
    office.no();
    assertThat(row).isVisible();
    row.getByTestId("check-out").click();
    office.yes();
    assertThat(office.said()).hasText("Member Number 1 is checked out.");
    assertThat(row).hasCount(0);
  }

  @Test
  void reservationsAreConfirmedOrDeclinedWithAReason() throws Exception {
    setRules(new JsonObject().put("booking", new JsonObject().put("approval", true)));
    try {
      var welcome = reserve("1002");
      var other = reserve("1003");
      var office = OfficePage.loggedIn(window, pages, MANAGER);
      assertThat(office.row("waiting-row", welcome)).containsText("Member Number 2 (FAIRWAY-1002)");
      office.row("waiting-row", welcome).getByTestId("confirm").click();
      office.yes();
      office.row("waiting-row", other).getByTestId("decline").click();
      office.field("reason").selectOption("FULLY_BOOKED");
      office.yes();
      assertThat(office.row("waiting-row", other)).hasCount(0);
      assertThat(reservation(welcome).getString("state")).isEqualTo("CONFIRMED");
      assertThat(reservation(other).getString("declineReason")).isEqualTo("FULLY_BOOKED");
    } finally {
      setRules(null);
    }
  }

  @Test
  void whatHappenedAgainstTheRulesIsSettledWithANote() throws Exception {
    var late = new JsonObject().put("alreadyHappened", true).put("guests", guests(9)).put("occurredAt",
        Instant.now().minus(1, ChronoUnit.HOURS).toString());
    var kept = arrives("FAIRWAY", "1004", late);
    var annulled = arrives("FAIRWAY", "1005", late.copy());
    var office = OfficePage.loggedIn(window, pages, MANAGER);
    office.to("flagged");
    assertThat(office.row("flagged-row", kept)).containsText("More guests than the agreement allows.");
    office.row("flagged-row", kept).getByTestId("accept").click();
    page.getByTestId("ask-yes").click();
    assertThat(page.getByText("Note: please fill this in.")).isVisible();
    office.field("note").fill("The committee's guests");
    office.yes();
    office.row("flagged-row", annulled).getByTestId("annul").click();
    office.field("note").fill("Never came in");
    office.yes();
    assertThat(office.row("settled-row", kept)).containsText("Accepted");
    assertThat(office.row("settled-row", annulled)).containsText("“Never came in”");
  }

  @Test
  void oneClubProposesTheOtherAnswersAndTheFirstApproves() throws Exception {
    var office = OfficePage.loggedIn(window, pages, MANAGER);
    office.to("agreements");
    office.press("propose");
    office.field("partnerClubId").selectOption(clubId("MAPLE"));
    office.field("effectiveDate").fill(LocalDate.now(ZoneOffset.UTC).minusDays(2).toString());
    office.termsText().fill("{\"caps\": {\"month\": 9, \"year\": 4}}");
    office.press("see-examples");
    assertThat(page.getByTestId("shown-problems")).containsText("caps.month");
    office.press("send");
    assertThat(office.termsProblem()).containsText("caps.month");
    assertThat(office.termsProblem()).containsText("never decides");
    assertThat(office.termsText()).isFocused();
    office.termsText().fill("{\"caps\": {\"month\": 2}, \"guests\": {}}");
    assertThat(page.getByTestId("terms").getByText("No guests.")).isVisible();
    office.press("see-examples");
    assertThat(page.getByTestId("example")).hasCount(10);
    office.press("send");
    assertThat(office.state()).hasText("Proposed");
    assertThat(page.getByTestId("example")).hasCount(10);
    assertThat(page.getByTestId("approve")).hasCount(0);
    mapleAnswers();
    page.reload();
    assertThat(office.state()).hasText("Answered with other terms");
    office.press("approve");
    office.yes();
    assertThat(office.state()).hasText("In force");
    assertThat(page.getByTestId("version-row")).hasCount(2);
    suspendAndResume(office);
  }

  private void mapleAnswers() throws Exception {
    try (var theirs = pages.window(Window.Size.PHONE)) {
      var maple = OfficePage.loggedIn(theirs, pages, "admin@maple.example");
      maple.agreementWith("Summit Alpine Club");
      theirs.page().getByTestId("counter").click();
      assertThat(maple.termsText()).hasValue(Pattern.compile("\"max\": 0"));
      maple.termsText().fill("{\"caps\": {\"month\": 3}, \"guests\": {\"max\": 2}}");
      theirs.page().getByTestId("send").click();
      assertThat(maple.state()).hasText("Answered with other terms");
      assertThat(theirs.page().getByTestId("approve")).hasCount(0);
    }
  }

  private void suspendAndResume(OfficePage office) {
    office.press("suspend");
    office.field("reason").fill("The road is closed");
    office.yes();
    assertThat(office.state()).hasText("Suspended");
    assertThat(page.getByTestId("state-text")).containsText("“The road is closed”");
    office.press("resume");
    office.yes();
    assertThat(office.state()).hasText("In force");
    office.press("terminate");
    office.yes();
    assertThat(page.getByTestId("state-text")).containsText("has given notice");
    office.press("revoke-termination");
    office.yes();
    assertThat(page.getByTestId("terminate")).isVisible();
  }

  @Test
  void whatIsWrongWithHouseRulesIsShownBesideThem() throws Exception {
    var office = OfficePage.loggedIn(window, pages, ADMIN);
    office.to("rules");
    office.press("edit-house");
    office.termsText().fill("{\"caps\": ");
    office.press("set-rules");
    assertThat(office.termsProblem()).containsText("This is not JSON yet");
    office.termsText().fill("{\n  \"dressCode\": \"Boots off\",\n  \"caps\": {\"day\": 0}\n}");
    office.press("set-rules");
    assertThat(office.termsProblem()).containsText("caps.day");
    assertThat(page.evaluate("getSelection().toString()")).isEqualTo("\"day\"");
    office.termsText().fill("{\"dressCode\": \"Boots off\"}");
    office.press("set-rules");
    assertThat(office.panel("house")).containsText("Dress: Boots off");
    office.press("drop-house");
    office.yes();
    assertThat(office.panel("house")).containsText("There are none.");
  }

  @Test
  void aRestrictionHoldsAtTheDoorUntilItIsLifted() throws Exception {
    var office = OfficePage.loggedIn(window, pages, ADMIN);
    office.to("restrictions");
    office.press("impose");
    office.field("club").selectOption("CITY");
    office.field("number").fill("1020");
    office.field("kind").selectOption("SUSPENSION");
    office.field("lastDay").fill(LocalDate.now(ZoneOffset.UTC).plusDays(9).toString());
    office.field("reason").fill("Left without paying");
    office.press("ask-yes");
    assertThat(page.getByText("This member has not visited your house yet")).isVisible();
    arrives("CITY", "1020", new JsonObject());
    office.yes();
    var row = page.getByTestId("restriction-row");
    assertThat(row).containsText("Member Number 20 (CITY-1020)");
    assertThat(refusal("CITY", "1020")).isEqualTo("SUSPENDED_HERE");
    row.getByTestId("lift").click();
    office.yes();
    assertThat(row).hasCount(0);
    assertThat(refusal("CITY", "1020")).isNotEqualTo("SUSPENDED_HERE");
  }

  @Test
  void aManagerLetsInAndSeesWhatWasSetAside() throws Exception {
    var office = OfficePage.loggedIn(window, pages, ADMIN);
    office.to("override");
    office.field("club").selectOption("FAIRWAY");
    office.field("number").fill("1006");
    office.field("guests").fill("5");
    office.press("let-in");
    assertThat(page.getByText("Reason: please fill this in.")).isVisible();
    office.field("reason").fill("A wedding");
    office.press("let-in");
    var verdict = page.getByTestId("override-verdict");
    assertThat(verdict).containsText("Member Number 6 is let in");
    assertThat(verdict).containsText("Guests: 5 of 3");
    office.field("number").fill("1012");
    office.press("let-in");
    assertThat(verdict).containsText("Member Number 12 stays refused");
  }

  @Test
  void visitsAreFoundPutRightAndTakenAlong() throws Exception {
    var visit = arrives("FAIRWAY", "1007", new JsonObject().put("guests", guests(2)));
    var office = OfficePage.loggedIn(window, pages, ADMIN);
    office.to("visits");
    var row = office.row("visit-row", visit);
    row.getByTestId("correct").click();
    office.field("guests").fill("1");
    office.field("cost").fill("42.50");
    office.field("reason").fill("One of them stayed outside");
    office.yes();
    assertThat(row).containsText("1 guest");
    assertThat(row).containsText("42.50");
    row.getByTestId("past").click();
    assertThat(page.getByTestId("past-list")).containsText("One of them stayed outside");
    page.getByTestId("ask-yes").click();
    row.getByTestId("cancel").click();
    office.field("reason").fill("Taken for somebody else");
    office.yes();
    assertThat(row).containsText("Cancelled");
    office.field("status").selectOption("CHECKED_OUT");
    assertThat(row).hasCount(0);
    office.field("status").selectOption("CANCELLED");
    assertThat(row).isVisible();
    var file = page.waitForDownload(() -> office.press("csv"));
    assertThat(Files.readString(file.path())).contains(visit);
  }

  private String arrives(String club, String number, JsonObject more) throws Exception {
    var answer = pages.as("desk@summit.example", "POST", "/api/v1/check-ins",
        Kiosk.scan(club, number).mergeIn(more));
    return answer.getJsonObject("visit").getString("id");
  }

  private String refusal(String club, String number) throws Exception {
    return pages.as("desk@summit.example", "POST", "/api/v1/check-ins", Kiosk.scan(club, number))
        .getJsonObject("verdict").getString("code");
  }

  private void setRules(@Nullable JsonObject terms) throws Exception {
    pages.as(MANAGER, "PUT", "/api/v1/rules", new JsonObject().put("kind", "HOUSE").put("terms", terms));
  }

  private String reserve(String number) throws Exception {
    var day = LocalDate.now(ZoneOffset.UTC).plusDays(3).toString();
    return pages.as("manager@fairway.example", "POST", "/api/v1/reservations",
        new JsonObject().put("visitingClubId", clubId("SUMMIT")).put("day", day).put("member",
            new JsonObject().put("club", "FAIRWAY").put("number", number)))
        .getJsonObject("reservation").getString("id");
  }

  private JsonObject reservation(String id) throws Exception {
    return pages.as(MANAGER, "GET", "/api/v1/reservations/" + id, new JsonObject());
  }

  private String clubId(String code) throws Exception {
    return pages.as(MANAGER, "GET", "/api/v1/clubs", new JsonObject()).getJsonArray("clubs").stream()
        .map(JsonObject.class::cast).filter(club -> club.getString("code").equals(code)).findFirst()
        .orElseThrow().getString("id");
  }

  private static JsonArray guests(int n) {
    return new JsonArray(Collections.nCopies(n, new JsonObject()));
  }
}
