package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The front desk by keyboard alone; a hand scanner is a keyboard too. */
@ExtendWith(Browsing.Extension.class)
class KioskKeysTest {
  private final Browsing pages;
  private Window window;
  private Page page;

  KioskKeysTest(Browsing pages) {
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
  void aDayAtTheDeskNeedsNoMouse() throws Exception {
    var kiosk = KioskPage.open(window);
    assertThat(page.getByLabel("One-time code")).isFocused();
    type(pages.kioskCode() + "\n");
    assertThat(kiosk.entry()).isFocused();
    type("harbour-1013\n");
    assertThat(kiosk.word()).hasText("Admitted");
    assertThat(page.getByTestId("verdict-done")).isFocused();

    kiosk.press("u");
    assertThat(page.getByTestId("undo-no")).isFocused();
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Enter");
    assertThat(kiosk.word()).hasText("Undone");

    kiosk.press("Escape");
    assertThat(kiosk.verdict()).isHidden();
    assertThat(kiosk.entry()).isFocused();
    type("summit-1001\n");
    assertThat(kiosk.name()).hasText("Member Number 1");
    kiosk.done();
    checkOutByKeys(kiosk);
  }

  private void checkOutByKeys(KioskPage kiosk) {
    var row = kiosk.insideOf("Member Number 1").filter(
        new com.microsoft.playwright.Locator.FilterOptions().setHasText("Summit"));
    assertThat(row).hasCount(1);
    row.getByTestId("check-out").focus();
    page.keyboard().press("Enter");
    assertThat(row.getByTestId("check-out")).hasText("Check out now?");
    page.keyboard().press("Escape");
    assertThat(row.getByTestId("check-out")).hasText("Check out");
    page.keyboard().press("Enter");
    page.keyboard().press("Enter");
    assertThat(row).hasCount(0);
    assertThat(kiosk.entry()).isFocused();
  }

  @Test
  void theTabKeyGoesThroughEveryControlInOrderAndTheFocusIsSeen() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    List<String> order = new ArrayList<>();
    order.add("entry");
    assertFocusIsSeen();
    for (int i = 0; i < 6; i++) {
      page.keyboard().press("Tab");
      order.add((String) page.evaluate("document.activeElement.id"));
      assertFocusIsSeen();
    }
    assertThat(order).containsExactly("entry", "guests-less", "guests", "guests-more", "facility", "submit",
        "scan");
    kiosk.entry().focus();
    page.keyboard().press("Shift+Tab");
    assertThat(page.locator("#settings-open")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("settings")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("#settings-open")).isFocused();
    page.keyboard().press("Shift+Tab");
    assertThat(page.getByText("Skip to check-in")).isInViewport();
    page.keyboard().press("Enter");
    assertThat(kiosk.entry()).isFocused();
  }

  private void assertFocusIsSeen() {
    var outline = page.evaluate("""
        () => {
          const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
          return outlineStyle === "none" ? 0 : parseFloat(outlineWidth);
        }""");
    assertThat(((Number) outline).doubleValue()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void whatAHandScannerSendsDuringAVerdictIsTheNextVisitor() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    kiosk.checkIn("HARBOUR-9999");
    assertThat(kiosk.reason()).hasText("The home club has no member with this number.");
    kiosk.press("h");
    type("ARBOUR-9998\n");

    assertThat(page.getByTestId("verdict-about")).hasText("HARBOUR-9998");
    assertThat(kiosk.word()).hasText("Refused");
  }

  @Test
  void aSlipIsToldAtTheFieldAndEscapeClearsIt() throws Exception {
    var kiosk = KioskPage.enrolled(window, pages);
    type("10042\n");
    assertThat(page.getByTestId("entry-error"))
        .hasText("Start with the home club's code, such as HYC-10042.");
    assertThat(kiosk.entry()).hasAccessibleDescription(
        java.util.regex.Pattern.compile("Start with the home club's code"));
    page.keyboard().press("Escape");

    assertThat(page.getByTestId("entry-error")).isHidden();
    assertThat(kiosk.entry()).hasValue("");
    assertThat(kiosk.entry()).isFocused();
  }

  private void type(String text) {
    text.chars().mapToObj(Character::toString)
        .forEach(key -> page.keyboard().press(key.equals("\n") ? "Enter" : key));
  }
}
