package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The front desk when it is cut off: it says what it can tell by itself, the house decides, and the platform
 * is told afterwards, once, when it really was. Its members have names that nobody has elsewhere.
 */
@ExtendWith(Browsing.Extension.class)
class KioskCutOffTest {
  private static final String MEMBER = "member@fairway.example";

  private final Browsing pages;
  private Cable cable;
  private Window window;
  private final List<JsonObject> sent = new ArrayList<>();

  KioskCutOffTest(Browsing pages) {
    this.pages = pages;
  }

  @BeforeEach
  void open() throws Exception {
    cable = Cable.to(pages.port());
    window = pages.window(Window.Size.TABLET, cable);
    window.expectAbsence();
    window.page().onRequest(request -> {
      if (request.url().endsWith("/api/v1/check-ins")) {
        sent.add(new JsonObject(request.postData()));
      }
    });
  }

  @AfterEach
  void close() {
    window.close();
    cable.close();
  }

  @Test
  void whoIsLetInWhileCutOffIsToldOnceWithItsTrueTimeAlsoAfterAReload() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages).readyForTheWorst();
    cable.pull();
    var before = Instant.now().minusSeconds(2);
    kiosk.checkIn("LAGOON-1015");
    assertThat(kiosk.ownCheck()).hasText("A typed number can't be checked: it is only written down.");
    kiosk.letInAnyway();
    assertThat(kiosk.toTell()).hasText("1 scan to tell the platform");
    assertThat(kiosk.entry()).isFocused();
    var after = Instant.now().plusSeconds(2);

    window.page().reload();

    assertThat(window.page().getByTestId("club-name")).hasText("City Club");
    assertThat(kiosk.toTell()).hasText("1 scan to tell the platform");
    sent.clear();
    cable.plug();
    assertThat(kiosk.toTell()).isEmpty();
    assertThat(kiosk.insideOf("Member Number 15")).hasCount(1);
    var told = sent.getFirst();
    assertThat(told.getBoolean("alreadyHappened")).isTrue();
    assertThat(told.getInstant("occurredAt")).isBetween(before, after);
    assertThat(sent).allMatch(again -> again.equals(told));
    var visit = visit(told.getString("scanId"));
    assertThat(Instant.parse(visit.getString("checkInTime"))).isEqualTo(told.getInstant("occurredAt"));
    assertThat(visit.getBoolean("alreadyHappened")).isTrue();
    kiosk.checkOut("Member Number 15");
  }

  @Test
  void aGenuinePassIsCalledGenuineAndOnlyTheFirstTime() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages).readyForTheWorst();
    var pass = passOf(MEMBER);
    cable.pull();
    kiosk.checkIn(pass);
    assertThat(kiosk.ownCheck()).containsText("The pass is genuine: FAIRWAY-1000.");
    kiosk.letInAnyway();
    kiosk.checkIn(pass);
    assertThat(kiosk.ownCheck()).containsText("this very code was let in here at");
    kiosk.turnAway();

    assertThat(kiosk.toTell()).hasText("2 scans to tell the platform");
    cable.plug();
    assertThat(kiosk.toTell()).isEmpty();
    var told = sent.stream().filter(scan -> scan.getBoolean("alreadyHappened", false)).findFirst();
    var visit = visit(told.orElseThrow().getString("scanId"));
    assertThat(visit.getString("state")).isEqualTo("CHECKED_IN");
    pages.as("desk@city.example", "POST", "/api/v1/visits/" + visit.getString("id") + "/check-out",
        new JsonObject());
  }

  @Test
  void aForgedPassIsNamedSo() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages).readyForTheWorst();
    var forged = (String) window.page().evaluate("""
        async (pass) => {
          const { decode: base45 } = await import("/shared/base45.js");
          const { decode } = await import("/shared/cborread.js");
          const { makeKeyPair } = await import("/shared/keystore.js");
          const { present } = await import("/shared/pass.js");
          const credential = decode(decode(base45(pass.slice(4))).value[2]).get(1);
          return present({ keys: await makeKeyPair(), credential }, Date.now());
        }""", passOf(MEMBER));
    cable.pull();
    kiosk.checkIn(forged);

    assertThat(kiosk.ownCheck()).containsText("The pass is forged");
    assertThat(kiosk.cutOff()).containsText("We can't reach the platform");
    kiosk.turnAway();
  }

  @Test
  void aRevokedPassIsNamedSoFromTheListThatTheDeskKeeps() throws Exception {
    var pass = passOf(MEMBER);
    var token = pages.house().token(MEMBER, pages.password(MEMBER));
    var revoked = pages.house().send("POST", "/api/v1/me/passes/revoke", token,
        new JsonObject().put("reason", "DEVICE_LOST"));
    assertThat(revoked.statusCode()).isEqualTo(200);
    var kiosk = KioskPage.enrolled(window, pages).readyForTheWorst();
    cable.pull();
    window.page().reload();
    kiosk.checkIn(pass);

    assertThat(kiosk.ownCheck()).containsText("The pass of FAIRWAY-1000 was revoked.");
    kiosk.turnAway();
  }

  @Test
  void whatTheRulesWouldHaveRefusedIsFlaggedAndSaidSo() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    cable.pull();
    window.page().getByTestId("guests").fill("9");
    kiosk.checkIn("LAGOON-1016");
    kiosk.letInAnyway();
    cable.plug();

    assertThat(kiosk.flagged()).hasText("1 was flagged for the office to settle");
    var row = window.page().getByTestId("late-flag");
    assertThat(row).containsText("LAGOON-1016 · let in");
    assertThat(row).containsText("More guests than the agreement allows.");
    row.getByText("Dismiss").click();
    assertThat(kiosk.flagged()).isEmpty();
    assertThat(kiosk.entry()).isFocused();
    assertThat(visit(sent.getFirst().getString("scanId")).getString("flag")).isEqualTo("TOO_MANY_GUESTS");
    kiosk.checkOut("Member Number 16");
  }

  @Test
  void whatThePlatformDoesNotTakeStaysUntilSomebodyHasReadIt() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    cable.pull();
    window.page().getByTestId("facility").fill("bar/grill");
    kiosk.checkIn("LAGOON-1017");
    kiosk.letInAnyway();
    kiosk.checkIn("LAGOON-1018");
    kiosk.letInAnyway();
    cable.plug();

    var row = window.page().getByTestId("late-failure");
    assertThat(row).containsText("LAGOON-1017 · let in");
    assertThat(row).containsText("VALIDATION_ERROR");
    assertThat(kiosk.insideOf("Member Number 18")).hasCount(1);
    assertThat(kiosk.toTell()).isEmpty();
    window.page().reload();
    assertThat(row).hasCount(1);
    row.getByText("Dismiss").click();
    assertThat(row).hasCount(0);
    kiosk.checkOut("Member Number 18");
  }

  @Test
  void whoWasAdmittedUnheardAndTurnedAwayDoesNotCount() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    var before = KioskPage.visits(pages, "ANNULLED");
    decideUnheard("ADMITTED");
    kiosk.checkIn("LAGOON-1019");
    kiosk.turnAway();

    assertThat(kiosk.toTell()).isEmpty();
    assertThat(KioskPage.visits(pages, "ANNULLED")).isEqualTo(before + 1);
    assertThat(visit(sent.getFirst().getString("scanId")).getString("state")).isEqualTo("ANNULLED");
  }

  @Test
  void whoWasAdmittedUnheardAndLetInIsInsideOnce() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    var before = KioskPage.visits(pages, "CHECKED_IN");
    decideUnheard("ADMITTED");
    kiosk.checkIn("LAGOON-1021");
    kiosk.letInAnyway();
    assertThat(kiosk.toTell()).hasText("1 scan to tell the platform");
    window.page().unroute("**/api/v1/check-ins");

    assertThat(kiosk.toTell()).isEmpty();
    assertThat(kiosk.flagged()).isEmpty();
    assertThat(KioskPage.visits(pages, "CHECKED_IN")).isEqualTo(before + 1);
    kiosk.checkOut("Member Number 21");
  }

  @Test
  void whoWasRefusedUnheardAndLetInIsAFlaggedVisitOfItsOwn() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    decideUnheard("REFUSED");
    kiosk.checkIn("LAGOON-1024");
    kiosk.letInAnyway();
    window.page().unroute("**/api/v1/check-ins");

    assertThat(kiosk.flagged()).hasText("1 was flagged for the office to settle");
    assertThat(kiosk.toTell()).isEmpty();
    assertThat(sent.getLast().getString("scanId")).isNotEqualTo(sent.getFirst().getString("scanId"));
    var visit = visit(sent.getLast().getString("scanId"));
    assertThat(visit.getString("flag")).isEqualTo("MEMBER_SUSPENDED");
    kiosk.checkOut("Member Number 24");
  }

  /** The platform decides the first time it is asked; nobody hears of that, nor of anything later. */
  private void decideUnheard(String decision) {
    var asked = new boolean[1];
    window.page().route("**/api/v1/check-ins", route -> {
      if (!asked[0]) {
        asked[0] = true;
        assertThat(route.fetch().text()).contains(decision);
      }
      route.abort();
    });
  }

  /** What a member's phone shows now. */
  private String passOf(String email) throws Exception {
    try (var phone = pages.window(Window.Size.PHONE)) {
      var member = MemberPage.loggedIn(phone, pages, email);
      assertThat(member.code()).isVisible();
      return member.passText();
    }
  }

  private JsonObject visit(String id) throws Exception {
    return pages.as("desk@city.example", "GET", "/api/v1/visits/" + id, new JsonObject());
  }
}
