package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The front desk, in Chromium. Every test admits members of its own, so that none eats another's visits. */
@ExtendWith(Browsing.Extension.class)
class KioskPageTest {
  private static final double READABLE_FROM_TWO_METRES_PX = 96;

  private final Browsing pages;
  private Window window;
  private Page page;

  KioskPageTest(Browsing pages) {
    this.pages = pages;
  }

  @BeforeEach
  void open() {
    window = pages.window(Window.Size.TABLET);
    page = window.page();
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void aWrongCodeIsToldInWordsAndTheRightOneSetsTheDeskUp() throws Exception {
    var kiosk = KioskPage.open(window);
    kiosk.enrol("WRONG-CODES");
    assertThat(kiosk.enrolError()).containsText("This code is not known, was used already, or has ended");
    assertThat(page.getByLabel("One-time code")).hasValue("WRONG-CODES");
    assertThat(page.getByLabel("One-time code")).isFocused();

    kiosk.enrol(pages.kioskCode());

    assertThat(kiosk.entry()).isFocused();
    assertThat(page).hasTitle("Front desk · City Club");
    assertThat(kiosk.connection()).hasText("Connected");
  }

  @Test
  void aTypedNumberIsAdmittedWithNameWhatIsLeftAndTheFee() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    kiosk.entry().fill("plaza 1001");
    page.getByLabel("One guest more").click();
    page.getByLabel("Age of guest 1").fill("12");
    page.keyboard().press("Enter");

    assertThat(kiosk.word()).hasText("Admitted");
    assertThat(kiosk.verdict()).hasAccessibleName("Admitted");
    assertThat(kiosk.name()).hasText("Member Number 1");
    assertThat(page.getByTestId("verdict-about")).containsText("Plaza Club · with 1 guest");
    assertThat(kiosk.left("day")).hasText("0");
    assertThat(kiosk.left("month")).hasText("7");
    assertThat(kiosk.left("year")).hasText("79");
    assertThat(kiosk.fee()).hasText("$50.00 for all heads, pay on leaving");
  }

  @Test
  void guestsMayBeWrittenDownByName() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    page.getByLabel("One guest more").click();
    assertThat(page.getByLabel("Name of guest 1")).isHidden();
    page.getByTestId("names-toggle").click();
    assertThat(page.getByLabel("Name of guest 1")).isFocused();
    page.getByLabel("Name of guest 1").fill("Alex Example");
    page.getByLabel("What guest 1 is to the member").selectOption("SPOUSE");
    kiosk.admit("PLAZA-1009");
    kiosk.done();

    assertThat(kiosk.insideOf("Member Number 9")).containsText("Alex Example");
    assertThat(page.getByTestId("guests")).hasValue("0");
    assertThat(page.getByTestId("names-toggle")).isHidden();
  }

  @Test
  void aSuspendedMemberIsRefusedWithTheReason() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    kiosk.checkIn("HARBOUR-1012");

    assertThat(kiosk.word()).hasText("Refused");
    assertThat(kiosk.name()).hasText("Member Number 12");
    assertThat(kiosk.reason()).hasText("The home club has suspended this membership.");
    assertThat(page.getByTestId("verdict-code")).hasText("MEMBER_SUSPENDED");
    assertThat(page.getByTestId("verdict-undo")).isHidden();
    assertThat(page.getByTestId("verdict-facts")).isEmpty();
  }

  @Test
  void anAllowanceThatIsUsedUpIsToldInNumbersWithTheNextDay() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    kiosk.admit("HARBOUR-1003");
    kiosk.done();
    kiosk.checkOut("Member Number 3");
    kiosk.checkIn("HARBOUR-1003");

    assertThat(kiosk.word()).hasText("Refused");
    assertThat(kiosk.reason()).hasText("The one visit allowed today is used.");
    assertThat(kiosk.next()).containsText("Next possible: ");
    assertThat(kiosk.left("day")).hasText("0");
    assertThat(kiosk.left("month")).hasText("3");
  }

  @Test
  void aPassHeldBeforeTheCameraIsAdmitted() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    try (var phone = pages.window(Window.Size.PHONE)) {
      var member = MemberPage.loggedIn(phone, pages, "member@summit.example");
      assertThat(member.code()).isVisible();
      PassVideo.write(pages.film(), member.code().screenshot());
    }
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Scan pass")).click();

    assertThat(kiosk.word()).hasText("Admitted");
    assertThat(kiosk.name()).hasText("Robin Demo");
    kiosk.done();
    assertThat(page.getByTestId("scan")).hasAttribute("aria-pressed", "false");
    kiosk.checkOut("Robin Demo");
  }

  @Test
  void anAdmissionIsUndoneAndNothingOfItCounts() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    var before = KioskPage.visits(pages, "ANNULLED");
    kiosk.admit("HARBOUR-1004");
    page.getByTestId("verdict-undo").click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes, undo it")).click();

    assertThat(kiosk.word()).hasText("Undone");
    assertThat(page.getByTestId("verdict-said")).containsText("It does not count.");
    assertThat(KioskPage.visits(pages, "ANNULLED")).isEqualTo(before + 1);
    kiosk.done();
    assertThat(kiosk.insideOf("Member Number 4")).hasCount(0);
    kiosk.admit("HARBOUR-1004");
    assertThat(kiosk.left("month")).hasText("3");
  }

  @Test
  void theLastAdmissionCanBeUndoneLaterAlsoAfterAReload() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    kiosk.admit("HARBOUR-1005");
    kiosk.done();
    page.reload();
    assertThat(page.getByTestId("last")).containsText("Last admitted: Member Number 5");
    page.getByTestId("last-undo").click();
    page.getByTestId("undo-yes").click();

    assertThat(kiosk.word()).hasText("Undone");
    kiosk.done();
    assertThat(page.getByTestId("last")).isHidden();
    assertThat(kiosk.insideOf("Member Number 5")).hasCount(0);
  }

  @Test
  void whoIsInsideIsListedWithGuestsAndGoesOneByOne() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    kiosk.entry().fill("HARBOUR-1006");
    page.getByLabel("One guest more").click();
    page.getByTestId("submit").click();
    assertThat(kiosk.word()).hasText("Admitted");
    kiosk.done();
    assertThat(kiosk.insideOf("Member Number 6")).containsText("+ 1 guest");
    var elsewhere = pages.kiosk();
    var answer = elsewhere.checkIn(elsewhere.token(), Kiosk.scan("HARBOUR", "1007"));
    assertThat(answer.body()).contains("ADMITTED");
    assertThat(kiosk.insideOf("Member Number 7")).isVisible();
    assertThat(kiosk.inside().first()).containsText("Member Number 7");

    while (kiosk.inside().count() > 0) {
      kiosk.checkOut(kiosk.inside().first().locator(".row-name").innerText());
    }

    assertThat(page.getByText("Nobody is checked in.")).isVisible();
    assertThat(page.getByTestId("heads")).containsText("0");
  }

  @Test
  void aReloadKeepsTheEnrolmentAndTheKeyCannotBeTakenOut() throws Exception {
    KioskPage.enrolled(window, pages);
    page.reload();

    assertThat(page.getByTestId("club-name")).hasText("City Club");
    assertThat(page.getByTestId("screen-enrol")).isHidden();
    var exported = page.evaluate("""
        async () => {
          const { load } = await import("/shared/keystore.js");
          const { keys } = await load("kiosk-device");
          return crypto.subtle.exportKey("jwk", keys.privateKey).then(() => "taken out", (e) => e.name);
        }""");
    assertThat(exported).isEqualTo("InvalidAccessError");
  }

  @Test
  void aDeskWhoseAccessTheOfficeEndedSaysSoAndCanBeSetUpAgain() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    var id = page.evaluate("""
        async () => (await (await import("/shared/keystore.js")).load("kiosk-device")).device.id""");
    pages.as("admin@city.example", "POST", "/api/v1/devices/" + id + "/revoke", new JsonObject());
    page.reload();

    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("The server does not accept this device any more");
    kiosk.enrol(pages.kioskCode());
    assertThat(kiosk.entry()).isFocused();
  }

  @Test
  void theVerdictIsReadableFromTwoMetresAndNotByColourAlone() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    kiosk.checkIn("HARBOUR-1024");

    assertThat(kiosk.word()).hasText("Refused");
    assertThat(fontPx(kiosk.word())).isGreaterThanOrEqualTo(READABLE_FROM_TWO_METRES_PX);
    assertThat(fontPx(kiosk.reason())).isGreaterThanOrEqualTo(READABLE_FROM_TWO_METRES_PX * 0.4);
    assertThat(page.locator("#verdict-icon use")).hasAttribute("href", "/shared/icons.svg#cross");
    window.resize(Window.Size.DESKTOP);
    assertThat(fontPx(kiosk.word())).isGreaterThanOrEqualTo(READABLE_FROM_TWO_METRES_PX);
  }

  private static double fontPx(Locator text) {
    return ((Number) text.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")).doubleValue();
  }
}
