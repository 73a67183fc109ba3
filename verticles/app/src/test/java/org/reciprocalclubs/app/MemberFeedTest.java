package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The member's page hears of what happens at a desk, at once or as soon as it can, and once. */
@ExtendWith(Browsing.Extension.class)
class MemberFeedTest {
  private final Browsing pages;

  MemberFeedTest(Browsing pages) {
    this.pages = pages;
  }

  @Test
  void anAdmissionAtADeskAppearsWithoutAReload() throws Exception {
    try (var window = pages.window(Window.Size.PHONE)) {
      var member = MemberPage.loggedIn(window, pages, "member@harbour.example");
      assertThat(member.left("CITY", "day")).hasText("1");
      assertThat(member.left("CITY", "month")).hasText("4");
      assertThat(member.left("CITY", "year")).hasText("48");
      assertThat(member.allowance("CEDAR")).containsText("No limit on visits");
      assertThat(member.allowance("FAIRWAY")).containsText("left this year");

      admit("HARBOUR", "1000");

      assertThat(member.toasts()).hasText("You are checked in at City Club.×");
      assertThat(member.left("CITY", "day")).hasText("0");
      assertThat(member.left("CITY", "month")).hasText("3");
      assertThat(member.allowance("CITY")).containsText("You are here");
      assertThat(member.visits().first()).containsText("City Club");
      assertThat(member.visits().first()).containsText("Here now");
      assertThat(member.notices().first()).containsText("Welcome to City Club");
      member.readAll();
      assertThat(window.page().getByTestId("unread")).isHidden();
    }
  }

  @Test
  void whatWasMissedWhileAwayIsThereOnce() throws Exception {
    try (var cable = Cable.to(pages.port()); var window = pages.window(Window.Size.PHONE, cable)) {
      window.expectAbsence();
      var member = MemberPage.loggedIn(window, pages, "member@summit.example");
      var before = MemberPage.visitsInTheBooks(pages, "member@summit.example");
      cable.pull();
      assertThat(member.live()).not().hasText("Live");
      var visit = admit("SUMMIT", "1000");
      cable.plug();

      assertThat(member.live()).hasText("Live");
      assertThat(member.visit(visit)).hasCount(1);
      assertThat(member.toasts()).hasCount(1);
      assertThat(member.toasts()).containsText("You are checked in at City Club.");
      window.page().reload();
      assertThat(member.live()).hasText("Live");
      assertThat(member.visit(visit)).hasCount(1);
      assertThat(member.toasts()).hasCount(0);
      assertThat(MemberPage.visitsInTheBooks(pages, "member@summit.example")).isEqualTo(before + 1);
      assertThat(member.code()).isVisible();
    }
  }

  /** At a desk of the club City; answers the visit's id. */
  private String admit(String club, String number) throws Exception {
    var desk = pages.kiosk();
    var answer = new JsonObject(desk.checkIn(desk.token(), Kiosk.scan(club, number)).body());
    assertThat(answer.getString("decision")).as(answer.encode()).isEqualTo("ADMITTED");
    return answer.getJsonObject("visit").getString("id");
  }
}
