package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/** The page /member as a member uses it. */
final class MemberPage {
  private final Page page;

  private MemberPage(Page page) {
    this.page = page;
  }

  static MemberPage open(Window window) {
    window.page().navigate("/member/");
    return new MemberPage(window.page());
  }

  /** Open, logged in, and following the feed. */
  static MemberPage loggedIn(Window window, Browsing pages, String email) throws Exception {
    var member = open(window);
    member.logIn(email, pages.password(email));
    assertThat(member.live()).hasText("Live");
    return member;
  }

  void logIn(String email, String password) {
    page.getByLabel("E-mail").fill(email);
    page.getByLabel("Password").fill(password);
    page.keyboard().press("Enter");
  }

  void logOut() {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out")).click();
  }

  Locator loginError() {
    return page.getByTestId("login-error");
  }

  Locator live() {
    return page.getByTestId("live");
  }

  /** The picture that is the pass. */
  Locator code() {
    return page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("QR code of your pass"));
  }

  /** The text that the page has put into the picture. */
  String passText() {
    return page.getByTestId("qr").getAttribute("data-pass");
  }

  /** The text that a reader, other than the drawer, finds in the picture as it is on the screen. */
  String passRead() {
    var picture = "data:image/png;base64," + Base64.getEncoder().encodeToString(code().screenshot());
    return (String) page.evaluate("""
        async (picture) => {
          await import("/shared/vendor/jsqr/jsQR.js");
          const image = new Image();
          image.src = picture;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
          canvas.drawImage(image, 0, 0);
          const { data, width, height } = canvas.getImageData(0, 0, image.width, image.height);
          return globalThis.jsQR(data, width, height)?.data ?? null;
        }""", picture);
  }

  Locator allowance(String club) {
    return page.locator("[data-testid=allowance][data-club=" + club + "]");
  }

  Locator left(String club, String period) {
    return allowance(club).getByTestId("left-" + period);
  }

  Locator notices() {
    return page.getByTestId("notice");
  }

  Locator visits() {
    return page.getByTestId("visit");
  }

  Locator visit(String id) {
    return page.locator("[data-testid=visit][data-visit-id='" + id + "']");
  }

  /** Marks every notice as read. */
  void readAll() {
    page.getByTestId("mark-all").click();
  }

  /** How many visits the platform knows of. */
  static int visitsInTheBooks(Browsing pages, String email) throws Exception {
    return pages.as(email, "GET", "/api/v1/me/visits?page=1&pageSize=50", new JsonObject())
        .getJsonArray("nodes").size();
  }

  Locator toasts() {
    return page.getByTestId("toast");
  }
}
