package org.reciprocalclubs.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Planning a visit on the member's page, in Chromium, on a phone: what the door and the house would say. */
@ExtendWith(Browsing.Extension.class)
class MemberPlanTest {
  private static final LocalDate SATURDAY = LocalDate.now(ZoneId.of("Europe/London"))
      .with(TemporalAdjusters.next(DayOfWeek.SATURDAY));

  private final Browsing pages;
  private Window window;
  private Page page;

  MemberPlanTest(Browsing pages) {
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

  @Test
  void whoWouldBeAdmittedIsToldWhatIsLeftAndWhatItCosts() throws Exception {
    MemberPage.loggedIn(window, pages, "member@harbour.example");
    page.getByLabel("Plan a visit to Fairway Golf Club").click();
    page.getByLabel("Day", exactly()).fill(SATURDAY.toString());
    page.getByLabel("Guests", exactly()).selectOption("1");
    page.getByLabel("What guest 1 is to you").selectOption("SPOUSE");
    ask();

    assertThat(headline()).hasText("Yes, you may come");
    assertThat(headline()).isFocused();
    assertThat(answer()).containsText("Fairway Golf Club");
    assertThat(answer()).containsText("1 guest");
    assertThat(page.getByTestId("plan-left-day")).hasText("0");
    assertThat(page.getByTestId("plan-fee")).hasText("Fee: $50.00 for all heads, pay on leaving");
  }

  @Test
  void theNearestDayAndPartyThatWouldPassAreFilledInByAButton() throws Exception {
    MemberPage.loggedIn(window, pages, "member@city.example");
    page.getByLabel("Club", exactly()).selectOption("Fairway Golf Club");
    page.getByLabel("Day", exactly()).fill(SATURDAY.toString());
    page.getByLabel("Guests", exactly()).selectOption("5");
    ask();
    assertThat(headline()).hasText("Not like this");
    assertThat(reason()).hasText("The club is not open to visitors on this day of the week.");
    offer().first().click();
    assertThat(page.getByLabel("Day", exactly())).hasValue(SATURDAY.plusDays(2).toString());
    assertThat(page.getByLabel("Arrival")).hasValue("08:00");
    assertThat(reason()).hasText("3 guests are allowed; 5 came along.");
    offer().first().click();

    assertThat(page.getByLabel("Guests", exactly())).hasValue("3");
    assertThat(headline()).hasText("Yes, you may come");
  }

  @Test
  void theHousesRulesAreToldAndAReservationIsAskedForAnsweredAndCancelled() throws Exception {
    setRules(houseRules());
    try {
      MemberPage.loggedIn(window, pages, "member@harbour.example");
      page.getByLabel("Club", exactly()).selectOption("Summit Alpine Club");
      page.getByLabel("Day", exactly()).fill(SATURDAY.toString());
      page.getByLabel("Arrival").fill("12:00");
      ask();
      assertThat(headline()).hasText("Only with a reservation");
      assertThat(page.getByTestId("plan-house")).containsText("Boots off, slippers on");
      assertThat(page.getByTestId("plan-house")).containsText("16 years or older");
      assertThat(page.getByTestId("plan-house")).containsText("10:00–22:00");
      assertThat(page.getByTestId("plan-notes")).containsText("The house answers each request.");
      page.getByTestId("plan-reserve").click();
      assertThat(answer()).containsText("You are told as soon as the house answers.");
      var reservation = page.getByTestId("reservation").first();
      assertThat(reservation).containsText("Waits for the house");
      var id = reservation.getAttribute("data-reservation-id");
      pages.as("desk@summit.example", "POST", "/api/v1/reservations/" + id + "/confirm", new JsonObject());
      assertThat(reservation).containsText("Confirmed");
      var cancel = reservation.getByTestId("cancel-reservation");
      cancel.click();
      assertThat(cancel).hasText("Cancel it now?");
      cancel.click();
      assertThat(page.locator("[data-reservation-id='" + id + "']")).containsText("Cancelled");
      assertThat(page.locator("#reservations-title")).isFocused();
    } finally {
      setRules(null);
    }
  }

  @Test
  void aDayThatIsNoneAndAnAgeThatIsNoneAreToldAtTheField() throws Exception {
    MemberPage.loggedIn(window, pages, "member@harbour.example");
    page.getByLabel("Day", exactly()).fill("2020-01-01");
    page.getByLabel("Guests", exactly()).selectOption("1");
    page.getByLabel("Age of guest 1").fill("old");
    ask();
    assertThat(page.getByText("An age is a number from 0 to 150, or leave it empty.")).isVisible();
    page.getByLabel("Age of guest 1").fill("40");
    ask();

    assertThat(page.getByText("Choose a day from today to 400 days ahead.")).isVisible();
    assertThat(page.getByLabel("Day", exactly())).isFocused();
    assertThat(answer()).isHidden();
  }

  private static JsonObject houseRules() {
    var days = new JsonArray(List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
        "SUNDAY"));
    return new JsonObject().put("dressCode", "Boots off, slippers on")
        .put("guests", new JsonObject().put("minimumAge", 16))
        .put("hours",
            new JsonArray().add(new JsonObject().put("days", days).put("from", "10:00").put("to", "22:00")))
        .put("booking", new JsonObject().put("required", true).put("approval", true));
  }

  private void setRules(@Nullable JsonObject terms) throws Exception {
    pages.as("manager@summit.example", "PUT", "/api/v1/rules",
        new JsonObject().put("kind", "HOUSE").put("terms", terms));
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private void ask() {
    page.getByTestId("plan-ask").click();
  }

  private Locator answer() {
    return page.getByTestId("plan-answer");
  }

  private Locator headline() {
    return page.getByTestId("plan-headline");
  }

  private Locator reason() {
    return page.getByTestId("plan-reason");
  }

  private Locator offer() {
    return page.getByTestId("plan-offer");
  }
}
