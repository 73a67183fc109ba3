package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether everybody can use what a window shows: axe-core finds nothing at any size, in either scheme of
 * colours; nothing overflows, also not on the narrowest screen or with letters twice as large; nothing moves
 * for whom motion is too much. {@code -Dpages.pictures=DIR} keeps pictures to look at.
 */
final class Everyone {
  private static final List<Window.Size> SIZES = List.of(Window.Size.DESKTOP, Window.Size.TABLET,
      Window.Size.PHONE);
  private static final String PICTURES = System.getProperty("pages.pictures", "");

  private final Window window;
  private final Page page;

  Everyone(Window window) {
    this.window = window;
    this.page = window.page();
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
  }

  /** Checks the state in which {@code sign} is seen. */
  void canUse(String state, Locator sign) {
    assertThat(sign.first()).isVisible();
    assertThat(page.locator("html")).hasAttribute("lang", "en");
    for (var size : SIZES) {
      window.resize(size);
      look(state + ", " + size, new AxeBuilder(page));
    }
    inDark(state);
    assertThat(page.evaluate("document.getAnimations().length")).as("motion: " + state).isEqualTo(0);
    withLargeLetters(state);
    window.resize(Window.Size.NARROWEST);
    fits(state + ", 320 px wide");
    window.resize(Window.Size.TABLET);
  }

  private void inDark(String state) {
    var light = background();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(background()).as("dark: " + state).isNotEqualTo(light);
    look(state + ", DARK", new AxeBuilder(page).withRules(List.of("color-contrast")));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private Object background() {
    return page.evaluate(
        "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color");
  }

  private void withLargeLetters(String state) {
    page.evaluate("document.documentElement.style.fontSize = '200%'");
    fits(state + ", letters of 200 %");
    page.evaluate("document.documentElement.style.fontSize = ''");
  }

  private void look(String what, AxeBuilder axe) {
    fits(what);
    var found = axe.setLegacyMode(true).analyze().getViolations().stream()
        .map(rule -> rule.getId() + " " + rule.getNodes().stream().map(node -> node.getHtml()).toList());
    assertThat(found).as(what).isEmpty();
  }

  private void fits(String what) {
    if (!PICTURES.isEmpty()) {
      page.screenshot(new Page.ScreenshotOptions()
          .setPath(Path.of(PICTURES, what.replaceAll("[^A-Za-z0-9]+", "-") + ".png")));
    }
    assertThat(Layout.overflowing(page)).as(what).isEmpty();
  }
}
