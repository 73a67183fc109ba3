package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys in Chromium, with the authenticator that it has for tests. */
@ExtendWith(Browsing.Extension.class)
class PasskeyPageTest {
  private static final String PASSWORD = "seven green umbrellas";
  private static final double SOON_MS = 3_000;

  private final Browsing pages;

  PasskeyPageTest(Browsing pages) {
    this.pages = pages;
  }

  /** What a person holds who has a telephone with a fingerprint reader. */
  private record Phone(CDPSession browser, String authenticator) {
    static Phone of(Page page) {
      var browser = page.context().newCDPSession(page);
      browser.send("WebAuthn.enable");
      var options = new JsonObject();
      options.addProperty("protocol", "ctap2");
      options.addProperty("transport", "internal");
      options.addProperty("hasResidentKey", true);
      options.addProperty("hasUserVerification", true);
      options.addProperty("isUserVerified", true);
      options.addProperty("automaticPresenceSimulation", true);
      var request = new JsonObject();
      request.add("options", options);
      return new Phone(browser, browser.send("WebAuthn.addVirtualAuthenticator", request)
          .get("authenticatorId").getAsString());
    }

    private JsonObject own() {
      var own = new JsonObject();
      own.addProperty("authenticatorId", authenticator);
      return own;
    }

    /** Whether a finger is on it whenever it asks. */
    Phone touched(boolean on) {
      var request = own();
      request.addProperty("enabled", on);
      browser.send("WebAuthn.setAutomaticPresenceSimulation", request);
      return this;
    }

    /** Whether it is the right finger. */
    void known(boolean right) {
      var request = own();
      request.addProperty("isUserVerified", right);
      browser.send("WebAuthn.setUserVerified", request);
    }

    int passkeys() {
      return browser.send("WebAuthn.getCredentials", own()).getAsJsonArray("credentials").size();
    }

    /** A copy of its one passkey takes its place, which knows nothing of what the passkey did since. */
    void becomesACopy() {
      var passkey = browser.send("WebAuthn.getCredentials", own()).getAsJsonArray("credentials").get(0)
          .getAsJsonObject();
      browser.send("WebAuthn.clearCredentials", own());
      passkey.addProperty("signCount", 0);
      var request = own();
      request.add("credential", passkey);
      browser.send("WebAuthn.addCredential", request);
    }
  }

  private static MemberPage loggedIn(Window window, String email) {
    var member = MemberPage.open(window);
    member.logIn(email, PASSWORD);
    assertThat(member.live()).hasText("Live");
    return member;
  }

  /** Adds a passkey, the login's first factor, and keeps the recovery codes. */
  private static void adds(Page page, Everyone everyone) {
    page.getByTestId("passkey-add").click();
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("passkey-name-error")).containsText("Give it a name");
    everyone.canUse("asked for a passkey's name", page.getByTestId("passkey-name"));
    page.getByTestId("passkey-name").fill("my phone");
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("recovery-codes").locator("li")).hasCount(10);
    page.getByTestId("recovery-kept").click();
  }

  /** By the button, unless the browser, which offers the passkey by itself, was faster. */
  private static void logsIn(Page page) {
    try {
      page.getByTestId("passkey-login").click(new Locator.ClickOptions().setTimeout(SOON_MS));
    } catch (TimeoutError alreadyIn) {
      assertThat(page.getByTestId("passkey-login")).isHidden();
    }
  }

  @Test
  void aMemberAddsAPasskeyLogsInWithoutSayingWhoRenamesItAndRemovesIt() throws Exception {
    var email = "pia@people.example";
    SecondFactorPageTest.member(pages, email);
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var member = loggedIn(window, email);
      var phone = Phone.of(page);
      adds(page, everyone);
      assertThat(page.getByTestId("passkey")).containsText("my phone");
      assertThat(page.getByTestId("passkey")).containsText("not used yet");
      assertThat(page.getByTestId("factors-lead")).containsText("Log in with a passkey");
      assertThat(page.getByTestId("notice").filter(new Locator.FilterOptions()
          .setHasText("A passkey was added"))).hasCount(1);
      assertThat(phone.passkeys()).isEqualTo(1);

      phone.touched(false);
      member.logOut();
      assertThat(page.getByTestId("passkey-login")).isVisible();
      everyone.canUse("offered to log in with a passkey", page.getByTestId("passkey-login"));
      phone.touched(true);
      logsIn(page);
      assertThat(member.live()).hasText("Live");
      assertThat(page.getByTestId("passkey")).containsText("last used");

      page.getByTestId("passkey-rename").click();
      page.getByTestId("passkey-name").fill("old phone");
      page.keyboard().press("Enter");
      assertThat(page.getByTestId("passkey")).containsText("old phone");
      assertThat(page.locator("#announcer")).containsText("Renamed: old phone");
      everyone.canUse("passkeys", page.getByTestId("passkey-rename"));
      page.getByTestId("passkey-remove").click();
      page.getByTestId("passkey-remove").click();
      assertThat(page.getByTestId("passkey")).hasCount(0);
      assertThat(page.getByTestId("factors-lead")).containsText("Your password alone");

      phone.touched(false);
      member.logOut();
      phone.touched(true);
      logsIn(page);
      assertThat(page.getByTestId("passkey-login-error")).containsText("was removed here");
      member.logIn(email, PASSWORD);
      assertThat(member.live()).hasText("Live");
    }
  }

  @Test
  void aPasskeyProvesWhoSitsThereAndTheWrongFingerDoesNot() throws Exception {
    var email = "petra@people.example";
    var user = SecondFactorPageTest.member(pages, email);
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var member = loggedIn(window, email);
      var phone = Phone.of(page);
      adds(page, everyone);
      SecondFactorPageTest.age(pages, user);
      page.reload();
      page.getByTestId("passkey-remove").click();
      page.getByTestId("passkey-remove").click();
      everyone.canUse("asked to prove it with a passkey", page.getByTestId("proof-passkey"));
      phone.known(false);
      page.getByTestId("proof-passkey").click();
      assertThat(page.getByTestId("proof-error")).containsText("The passkey was not used");
      phone.known(true);
      page.getByTestId("proof-passkey").click();
      assertThat(page.getByTestId("prove")).hasCount(0);
      assertThat(page.getByTestId("passkey")).hasCount(0);
    }
  }

  @Test
  void aCopyOfAPasskeyIsFoundOut() throws Exception {
    var email = "pim@people.example";
    SecondFactorPageTest.member(pages, email);
    try (var window = pages.window(Window.Size.PHONE)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var member = loggedIn(window, email);
      var phone = Phone.of(page);
      page.getByTestId("passkey-add").click();
      page.getByTestId("passkey-name").fill("my phone");
      page.keyboard().press("Enter");
      var recovery = page.getByTestId("recovery-codes").locator("li").first().textContent();
      page.getByTestId("recovery-kept").click();
      phone.touched(false);
      member.logOut();
      phone.touched(true);
      logsIn(page);
      assertThat(member.live()).hasText("Live");
      phone.touched(false);
      member.logOut();
      phone.becomesACopy();
      phone.touched(true);
      logsIn(page);
      assertThat(page.getByTestId("passkey-login-error")).containsText("There may be a copy");
      assertThat(pages.postbox().mail(email, "There may be a copy of your passkey"))
          .contains("as a copy of it would");

      member.logIn(email, PASSWORD);
      page.getByTestId("code").fill(recovery);
      page.keyboard().press("Enter");
      assertThat(page.getByTestId("passkey")).containsText("Stopped");
      everyone.canUse("a passkey that was stopped", page.getByTestId("passkey"));
    }
  }

  @Test
  void anOfficeThatMustHaveASecondFactorAddsAPasskeyAndLogsInWithIt(@TempDir Path directory)
      throws Exception {
    try (var house = House.start(directory.resolve("data"),
        Map.of("CLUBS_AUTH_FACTORS_REQUIRED_OF", "staff"));
        var window = pages.window(Window.Size.DESKTOP, house)) {
      var page = window.page();
      var everyone = new Everyone(window);
      var office = OfficePage.open(window);
      office.logIn("manager@city.example", house.password("manager@city.example"));
      assertThat(page.getByTestId("factors-lead")).containsText("Add an authenticator or a passkey");
      var phone = Phone.of(page);
      adds(page, everyone);
      assertThat(office.title()).hasText("Today");
      office.to("sessions");
      assertThat(page.getByTestId("passkey")).containsText("my phone");
      everyone.canUse("passkeys of an office", page.getByTestId("passkey"));
      page.getByTestId("passkey-remove").click();
      page.getByTestId("passkey-remove").click();
      assertThat(page.getByTestId("passkeys-problem")).containsText("add another");
      phone.touched(false);
      page.getByTestId("log-out").click();
      phone.touched(true);
      logsIn(page);
      assertThat(office.title()).hasText("Signed in");
    }
  }
}
