package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.auth.keys.Totp;

/** Second factors in Chromium: added, asked for, proven once more, and required. */
@ExtendWith(Browsing.Extension.class)
class SecondFactorPageTest {
  private static final String PASSWORD = "seven green umbrellas";

  private final Browsing pages;
  private long lastStep = -1;

  SecondFactorPageTest(Browsing pages) {
    this.pages = pages;
  }

  /** A member of the club City who can log in, and nobody else's. */
  static String member(Browsing pages, String email) throws Exception {
    var user = pages.as("admin@city.example", "POST", "/api/v1/users", new JsonObject().put("email", email)
        .put("password", PASSWORD).put("username", email).put("firstName", "Ida").put("lastName", "Rhodes")
        .put("role", "member")).getString("id");
    pages.as("manager@city.example", "POST", "/api/v1/members", new JsonObject().put("userId", user)
        .put("membershipType", "REGULAR")
        .put("memberNumber", "F" + user.substring(24).toUpperCase(java.util.Locale.ROOT))
        .put("profile", new JsonObject().put("firstName", "Ida").put("lastName", "Rhodes")));
    return user;
  }

  /** A code that was not shown before: of the next half minute, where this one's was, or of the one after. */
  private String code(String key) throws Exception {
    lastStep = Math.max(lastStep + 1, Totp.step(Instant.now()));
    while (lastStep > Totp.step(Instant.now()) + 1) {
      Thread.sleep(200);
    }
    return Totp.code(Base32.decode(key.replace(" ", "")), lastStep);
  }

  /** What somebody scans who points an authenticator at the screen. */
  private static String scanned(Page page) {
    var picture = "data:image/png;base64,"
        + Base64.getEncoder().encodeToString(page.locator(".factors-qr svg").screenshot());
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

  /** Adds an authenticator; its key and the recovery codes. */
  private List<String> adds(Page page, Everyone everyone) throws Exception {
    page.getByTestId("factor-add").click();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("factor-name-error")).containsText("Give it a name");
    page.getByTestId("factor-name").fill("my phone");
    page.keyboard().press("Enter");
    var key = page.getByTestId("factor-key").textContent();
    everyone.canUse("a key for an authenticator", page.getByTestId("factor-key"));
    assertThat(scanned(page)).isEqualTo(page.getByTestId("factor-key").getAttribute("data-uri"))
        .contains("secret=" + key.replace(" ", ""));
    page.getByTestId("factor-code").fill("12345");
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("factor-code-error")).containsText("This code is wrong");
    page.getByTestId("factor-code").fill(code(key));
    page.keyboard().press("Enter");
    var codes = page.getByTestId("recovery-codes").locator("li");
    assertThat(codes).hasCount(10);
    everyone.canUse("recovery codes", page.getByTestId("recovery-kept"));
    var recovery = codes.first().textContent();
    page.getByTestId("recovery-kept").click();
    assertThat(codes).hasCount(0);
    return List.of(key, recovery);
  }

  static void proves(Page page, String wrong, String right) {
    var proof = page.getByTestId("proof");
    assertThat(proof).isFocused();
    proof.fill(wrong);
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("proof-error")).isVisible();
    proof.fill(right);
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("prove")).hasCount(0);
  }

  /** What was proven of that login's sessions was proven an hour ago. */
  static void age(Browsing pages, String user) throws Exception {
    var vertx = Vertx.vertx();
    try {
      var secrets = pages.house().data().resolve("secrets");
      var connection = PgConnection.connect(vertx, new PgConnectOptions().setHost("localhost")
          .setPort(pages.house().portBase() + 432).setDatabase("clubs").setUser("clubs_app")
          .setPassword(Files.readString(secrets.resolve("database-app.password")).strip())).await();
      var club = pages.as("admin@city.example", "GET", "/api/v1/clubs/mine", new JsonObject())
          .getString("id");
      connection.preparedQuery("select set_config('app.club', $1, false)").execute(Tuple.of(club)).await();
      var aged = connection.preparedQuery("""
          update auth.session set proven_clock = proven_clock - interval '1 hour' where account = $1
          """).execute(Tuple.of(java.util.UUID.fromString(user))).await();
      assertThat(aged.rowCount()).isPositive();
      connection.close().await();
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void aMemberAddsAnAuthenticatorAndFromThenOnLogsInWithItsCodes() throws Exception {
    var email = "ida@people.example";
    var user = member(pages, email);
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var member = MemberPage.open(window);
      member.logIn(email, PASSWORD);
      assertThat(member.live()).hasText("Live");
      assertThat(page.getByTestId("factors-lead")).containsText("Your password alone");
      var kept = adds(page, everyone);
      var key = kept.getFirst();
      assertThat(page.getByTestId("factor")).containsText("my phone");
      assertThat(page.getByTestId("recovery-left")).hasText("10 recovery codes are left.");
      assertThat(page.getByTestId("notice").filter(new Locator.FilterOptions()
          .setHasText("A second factor was added"))).hasCount(1);

      member.logOut();
      member.logIn(email, PASSWORD);
      everyone.canUse("asked for a code", page.getByTestId("code"));
      page.getByTestId("code").fill("000000");
      page.keyboard().press("Enter");
      assertThat(page.getByTestId("code-error")).containsText("This code is wrong");
      page.getByTestId("code").fill(code(key));
      page.keyboard().press("Enter");
      assertThat(member.live()).hasText("Live");

      member.logOut();
      member.logIn(email, PASSWORD);
      page.getByTestId("other-login").click();
      member.logIn(email, PASSWORD);
      page.getByTestId("code").fill(kept.getLast().toLowerCase(java.util.Locale.ROOT));
      page.keyboard().press("Enter");
      assertThat(page.getByTestId("recovery-left")).hasText("9 recovery codes are left.");

      age(pages, user);
      page.reload();
      page.getByTestId("recovery-new").click();
      page.getByTestId("recovery-new").click();
      everyone.canUse("asked to prove it once more", page.getByTestId("proof"));
      page.getByTestId("proof-no").click();
      assertThat(page.getByTestId("factors-problem")).containsText("prove once more");
      var remove = page.getByTestId("factor-remove");
      remove.click();
      remove.click();
      proves(page, "000000", code(key));
      assertThat(page.getByTestId("factor")).hasCount(0);
      assertThat(page.getByTestId("factors-lead")).containsText("Your password alone");
    }
  }

  @Test
  void whoHasNoneProvesItWithThePasswordBeforeOneIsAdded() throws Exception {
    var email = "grete@people.example";
    var user = member(pages, email);
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      var member = MemberPage.open(window);
      member.logIn(email, PASSWORD);
      assertThat(member.live()).hasText("Live");
      age(pages, user);
      page.reload();
      page.getByTestId("factor-add").click();
      page.getByTestId("factor-name").fill("my phone");
      page.keyboard().press("Enter");
      proves(page, "not the password", PASSWORD);
      assertThat(page.getByTestId("factor-key")).isVisible();
    }
  }

  @Test
  void anOfficeThatMustHaveOneAddsItBeforeAnythingElse(@TempDir Path directory) throws Exception {
    try (var house = House.start(directory.resolve("data"),
        Map.of("CLUBS_AUTH_FACTORS_REQUIRED_OF", "staff"));
        var window = pages.window(Window.Size.DESKTOP, house)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var office = OfficePage.open(window);
      office.logIn("manager@city.example", house.password("manager@city.example"));
      assertThat(page.getByTestId("factors-lead")).containsText("Your role asks for a second factor");
      assertThat(page.getByTestId("screen-office")).isHidden();
      everyone.canUse("must add a second factor", page.getByTestId("factor-add"));
      adds(page, everyone);
      assertThat(office.title()).hasText("Today");
      office.to("sessions");
      assertThat(page.getByTestId("factor")).containsText("my phone");
      everyone.canUse("second factors of an office", page.getByTestId("factor"));
      page.getByTestId("factor-remove").click();
      page.getByTestId("factor-remove").click();
      assertThat(page.getByTestId("factors-problem")).containsText("add another");
    }
  }

  @Test
  void anOfficeHelpsWhoeverHasLostAuthenticatorAndRecoveryCodes() throws Exception {
    var email = "lost@people.example";
    member(pages, email);
    try (var phone = pages.window(Window.Size.PHONE); var window = pages.window(Window.Size.DESKTOP)) {
      var member = MemberPage.open(phone);
      member.logIn(email, PASSWORD);
      assertThat(member.live()).hasText("Live");
      adds(phone.page(), new Everyone(phone));

      var page = window.page();
      var everyone = new Everyone(window);
      var office = OfficePage.loggedIn(window, pages, "admin@city.example");
      office.to("sessions");
      var row = page.getByTestId("login-row").filter(new Locator.FilterOptions().setHasText(email));
      assertThat(row).containsText("Second factor");
      row.getByTestId("lost-factors").click();
      assertThat(page.locator("#ask-text")).containsText("Be sure that it is they who ask");
      everyone.canUse("asked whether to remove second factors", page.getByTestId("ask-yes"));
      office.yes();
      assertThat(row.getByTestId("lost-factors")).hasCount(0);
      everyone.canUse("the logins of a club", row);

      assertThat(phone.page().getByTestId("login-notice")).containsText("Your session has ended");
      member.logIn(email, PASSWORD);
      assertThat(member.live()).hasText("Live");
      assertThat(phone.page().getByTestId("factors-lead")).containsText("Your password alone");
    }
  }
}
