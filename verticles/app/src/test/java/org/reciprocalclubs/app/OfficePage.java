package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The page /office as somebody in a club's office uses it. */
final class OfficePage {
  private final Page page;

  private OfficePage(Page page) {
    this.page = page;
  }

  static OfficePage open(Window window) {
    window.page().navigate("/office/");
    return new OfficePage(window.page());
  }

  /** Open and logged in, at the first view. */
  static OfficePage loggedIn(Window window, Browsing pages, String email) throws Exception {
    var office = open(window);
    office.logIn(email, pages.password(email));
    assertThat(office.title()).hasText("Today");
    return office;
  }

  void logIn(String email, String password) {
    page.getByLabel("E-mail").fill(email);
    page.getByLabel("Password").fill(password);
    page.keyboard().press("Enter");
  }

  Locator title() {
    return page.getByTestId("title");
  }

  /** Opens a section from the list of sections. */
  void to(String section) {
    var link = page.getByTestId("nav-" + section);
    if (!link.isVisible()) {
      page.getByTestId("nav-toggle").click();
    }
    link.click();
    assertThat(link).hasAttribute("aria-current", "page");
  }

  Locator panel(String name) {
    return page.getByTestId("panel-" + name);
  }

  /** The row of one thing in a list of that kind. */
  Locator row(String kind, String id) {
    return page.locator("[data-testid=" + kind + "][data-key='" + id + "']");
  }

  /** A field of the form or the dialog that is open. */
  Locator field(String name) {
    return page.getByTestId("field-" + name);
  }

  void press(String button) {
    page.getByTestId(button).click();
  }

  /** Says yes in the dialog, which is then gone. */
  void yes() {
    press("ask-yes");
    assertThat(page.getByTestId("ask")).isHidden();
  }

  void no() {
    press("ask-no");
    assertThat(page.getByTestId("ask")).isHidden();
  }

  /** What the page said was done. */
  Locator said() {
    return page.getByTestId("toast");
  }

  Locator termsText() {
    return page.getByTestId("terms-json");
  }

  Locator termsProblem() {
    return page.getByTestId("terms-problem");
  }

  Locator state() {
    return page.getByTestId("state");
  }

  /** Opens the agreement with a club from the list. */
  void agreementWith(String club) {
    to("agreements");
    page.getByTestId("agreement-row").getByText(club).click();
    assertThat(title()).hasText("Agreement with " + club);
  }
}
