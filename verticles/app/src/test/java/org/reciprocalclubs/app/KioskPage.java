package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;

/** The page /kiosk as somebody at a front desk uses it. */
final class KioskPage {
  private final Page page;

  private KioskPage(Page page) {
    this.page = page;
  }

  static KioskPage open(Window window) {
    window.page().navigate("/kiosk/");
    return new KioskPage(window.page());
  }

  /** Open, and set up with a new code. */
  static KioskPage enrolled(Window window, Browsing pages) throws Exception {
    var kiosk = open(window);
    kiosk.enrol(pages.kioskCode());
    assertThat(kiosk.entry()).isFocused();
    return kiosk;
  }

  void enrol(String code) {
    page.getByLabel("One-time code").fill(code);
    page.keyboard().press("Enter");
  }

  Locator codeField() {
    return page.getByLabel("One-time code");
  }

  Locator enrolError() {
    return page.getByTestId("enrol-error");
  }

  Locator entry() {
    return page.getByLabel("Member number or pass");
  }

  /** As a desk does it: number, Enter. */
  void checkIn(String number) {
    entry().fill(number);
    page.keyboard().press("Enter");
  }

  Locator verdict() {
    return page.getByRole(AriaRole.ALERTDIALOG);
  }

  Locator word() {
    return page.getByTestId("verdict-word");
  }

  Locator name() {
    return page.getByTestId("verdict-name");
  }

  Locator reason() {
    return page.getByTestId("verdict-reason");
  }

  Locator next() {
    return page.getByTestId("verdict-next");
  }

  Locator left(String period) {
    return page.getByTestId("left-" + period).getByRole(AriaRole.DEFINITION);
  }

  Locator fee() {
    return page.getByTestId("fee");
  }

  void admit(String number) {
    checkIn(number);
    assertThat(word()).hasText("Admitted");
  }

  /** Waits until the verdict listens to keys, which it does not at once. */
  void press(String key) {
    page.locator("#verdict:not([data-deaf])").waitFor();
    page.keyboard().press(key);
  }

  /** Sends the verdict away, ready for the next visitor. */
  void done() {
    press("Enter");
    assertThat(verdict()).isHidden();
    assertThat(entry()).isFocused();
  }

  Locator inside() {
    return page.getByTestId("inside-row");
  }

  Locator insideOf(String name) {
    return inside().filter(new Locator.FilterOptions().setHas(
        page.getByText(name, new Page.GetByTextOptions().setExact(true))));
  }

  void checkOut(String name) {
    var button = insideOf(name).getByRole(AriaRole.BUTTON);
    button.click();
    button.click();
    assertThat(insideOf(name)).hasCount(0);
  }

  Locator attempt() {
    return page.getByTestId("attempt-text");
  }

  Locator connection() {
    return page.getByTestId("connection");
  }

  /** Keeps verdicts until somebody sends them away, by the page's own setting. */
  void keepVerdicts() {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Settings")).click();
    page.getByLabel("Return to ready after a verdict").selectOption("0");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close")).click();
  }

  /** What the desk can tell by itself of who stands at the door, while it is cut off. */
  Locator cutOff() {
    return page.getByTestId("cut");
  }

  /** What the desk says of the pass, or of the number. */
  Locator ownCheck() {
    return page.getByTestId("cut-pass");
  }

  void letInAnyway() {
    page.getByTestId("cut-let-in").click();
    assertThat(cutOff()).isHidden();
  }

  void turnAway() {
    page.getByTestId("cut-turn-away").click();
    assertThat(cutOff()).isHidden();
  }

  /** How many scans wait to be told. */
  Locator toTell() {
    return page.getByTestId("late-waiting");
  }

  /** How many of those told later were flagged. */
  Locator flagged() {
    return page.getByTestId("late-flagged");
  }

  /** Waits until the page can be loaded, and passes be checked, with no network. */
  KioskPage readyForTheWorst() {
    page.evaluate("""
        async () => {
          const { load } = await import("/shared/keystore.js");
          const whole = async (name) => (await caches.open(name)).match("/kiosk/whole");
          const ready = async () =>
            navigator.serviceWorker.controller?.state === "activated" &&
            (await Promise.all((await caches.keys()).map(whole))).some(Boolean) &&
            Boolean((await load("kiosk-lists"))?.keys);
          for (let i = 0; i < 200; i++) {
            if (await ready()) {
              return;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
          throw new Error("not ready to be cut off");
        }""");
    return this;
  }

  /** How many visits in the books of the club City have a state. */
  static long visits(Browsing pages, String state) throws Exception {
    return pages.as("desk@city.example", "GET", "/api/v1/visits?page=1&pageSize=100", new JsonObject())
        .getJsonArray("nodes").stream().map(JsonObject.class::cast)
        .filter(visit -> visit.getString("state").equals(state)).count();
  }
}
