package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page for forgotten passwords and for addresses that are confirmed, in Chromium, with real mail. */
@ExtendWith(Browsing.Extension.class)
class PasswordPageTest {
  private static final String OLD = "the old one of hers";
  private static final String NEW = "seven green umbrellas";

  private final Browsing pages;
  private Window window;
  private Page page;

  PasswordPageTest(Browsing pages) {
    this.pages = pages;
  }

  @BeforeEach
  void open() {
    window = pages.window(Window.Size.PHONE);
    page = window.page();
  }

  @AfterEach
  void close() {
    window.close();
  }

  private void registered(String email) throws Exception {
    var club = pages.as("manager@city.example", "GET", "/api/v1/clubs/mine", new JsonObject())
        .getString("id");
    var answer = pages.house().post("/api/v1/users/register", null, new JsonObject().put("email", email)
        .put("password", OLD).put("username", "newcomer").put("clubId", club).put("firstName", "Grace")
        .put("lastName", "Hopper"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private Locator newPassword() {
    return page.getByLabel("New password", new Page.GetByLabelOptions().setExact(true));
  }

  @Test
  void whoForgotThePasswordComesInAgainByMail() throws Exception {
    registered("forgetful@people.example");
    page.navigate("/member/");
    page.getByTestId("forgotten").click();
    assertThat(page.getByTestId("title")).hasText("Forgotten password");
    page.getByLabel("E-mail").fill("forgetful@people.example");
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("notice")).containsText("a mail is on its way");
    var token = pages.postbox().token("reset", "forgetful@people.example");

    page.navigate("/password/?from-mail#reset=" + token);
    assertThat(page.getByTestId("title")).hasText("Choose a new password");
    assertThat(page.url()).doesNotContain(token);
    newPassword().fill("Password2026!");
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("password-error")).containsText("guessed first");
    assertThat(newPassword()).isFocused();
    newPassword().fill(NEW);
    page.keyboard().press("Enter");

    assertThat(page.getByTestId("notice")).hasText("The new password is set. Log in with it.");
    assertThat(pages.house().token("forgetful@people.example", NEW)).isNotEmpty();
  }

  @Test
  void aLinkThatWasUsedLeadsToAnother() throws Exception {
    page.navigate("/password/#reset=" + "A".repeat(64));
    newPassword().fill(NEW);
    page.keyboard().press("Enter");

    assertThat(page.getByTestId("notice")).containsText("Ask for another");
    assertThat(page.getByLabel("E-mail")).isFocused();
  }

  @Test
  void anAddressIsConfirmedByFollowingTheLinkOnce() throws Exception {
    registered("confirms@people.example");
    var token = pages.postbox().token("verify", "confirms@people.example");

    page.navigate("/password/#verify=" + token);
    assertThat(page.getByTestId("notice")).hasText("Thank you: your e-mail address is confirmed.");

    page.navigate("/password/?again#verify=" + token);
    assertThat(page.getByTestId("notice")).containsText("was used already");
  }
}
