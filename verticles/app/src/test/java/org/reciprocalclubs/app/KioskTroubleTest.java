package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The front desk when the way to the server fails: it says so, and nobody is let in twice. */
@ExtendWith(Browsing.Extension.class)
class KioskTroubleTest {
  private final Browsing pages;

  KioskTroubleTest(Browsing pages) {
    this.pages = pages;
  }

  @Test
  void whileTheServerIsAwayTheDeskSaysSoAndTheScanGoesThroughOnceItIsBack() throws Exception {
    try (var cable = Cable.to(pages.port()); var window = pages.window(Window.Size.TABLET, cable)) {
      window.expectAbsence();
      var kiosk = KioskPage.enrolled(window, pages);
      var scans = scansOf(window);
      cable.pull();
      kiosk.checkIn("HARBOUR-1008");
      assertThat(kiosk.attempt()).containsText("No network. HARBOUR-1008 is not decided yet.");
      assertThat(kiosk.connection()).hasText("No network");
      assertThat(kiosk.verdict()).isHidden();
      assertThat(kiosk.entry()).hasValue("HARBOUR-1008");

      cable.plug();

      assertThat(kiosk.word()).hasText("Admitted");
      assertThat(kiosk.left("month")).hasText("3");
      assertThat(kiosk.connection()).hasText("Connected");
      assertThat(scans).isNotEmpty().containsOnly(scans.getFirst());
      kiosk.done();
      assertThat(kiosk.insideOf("Member Number 8")).hasCount(1);
    }
  }

  @Test
  void anAnswerThatGetsLostAdmitsOnce() throws Exception {
    try (var window = pages.window(Window.Size.TABLET)) {
      var kiosk = KioskPage.enrolled(window, pages);
      var scans = scansOf(window);
      var before = KioskPage.visits(pages, "CHECKED_IN");
      window.page().route("**/api/v1/check-ins", KioskTroubleTest::loseTheAnswer,
          new com.microsoft.playwright.Page.RouteOptions().setTimes(1));
      kiosk.admit("HARBOUR-1009");

      assertThat(kiosk.left("month")).hasText("3");
      assertThat(scans).hasSize(2).containsOnly(scans.getFirst());
      assertThat(KioskPage.visits(pages, "CHECKED_IN")).isEqualTo(before + 1);
    }
  }

  @Test
  void aCheckInOnItsWaySurvivesAReload() throws Exception {
    try (var cable = Cable.to(pages.port()); var window = pages.window(Window.Size.TABLET, cable)) {
      window.expectAbsence();
      var kiosk = KioskPage.enrolled(window, pages);
      window.page().route("**/api/v1/check-ins", Route::abort);
      kiosk.checkIn("HARBOUR-1010");
      assertThat(kiosk.attempt()).containsText("HARBOUR-1010 is not decided yet.");
      window.page().unroute("**/api/v1/check-ins");
      window.page().reload();

      assertThat(kiosk.word()).hasText("Admitted");
      assertThat(kiosk.name()).hasText("Member Number 10");
    }
  }

  @Test
  void whoeverStopsTryingIsToldWhereToLook() throws Exception {
    try (var window = pages.window(Window.Size.TABLET)) {
      var kiosk = KioskPage.enrolled(window, pages);
      window.page().route("**/api/v1/check-ins", Route::abort);
      kiosk.checkIn("HARBOUR-1011");
      window.page().getByTestId("give-up").click();

      assertThat(window.page().getByTestId("entry-notice")).containsText("it shows under “Inside now”");
      assertThat(kiosk.entry()).isFocused();
      assertThat(kiosk.entry()).isEditable();
    }
  }

  /** The scan id of every check-in that the page sends from here on. */
  private static List<String> scansOf(Window window) {
    List<String> scans = new ArrayList<>();
    window.page().onRequest(request -> {
      if (request.url().endsWith("/api/v1/check-ins")) {
        scans.add(new JsonObject(request.postData()).getString("scanId"));
      }
    });
    return scans;
  }

  /** The server decides, but nobody hears of it. */
  private static void loseTheAnswer(Route route) {
    assertThat(route.fetch().text()).contains("ADMITTED");
    route.abort();
  }
}
