package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;

/**
 * Terms of the kinds that real clubs publish, of what the month is played with: caps per day, month and year,
 * blackout dates, weekdays and hours, guests, a fee, a letter of introduction, a city whose residents stay
 * outside, visits that are announced. Terms say more (documents, distances, nights): the whole programmes are
 * in the rulebook's own tests, and what the month leaves out stands in the conditions that people read.
 */
final class Programmes {
  private static final List<String> WEEK = List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY");

  private Programmes() {}

  /**
   * One programme.
   *
   * @param source the club or kind of club that publishes it, as the collection of programmes calls it
   * @param terms as the door takes them
   */
  record Programme(String source, JsonObject terms) {}

  /** All of them; dates lie within the month. */
  static List<Programme> of(YearMonth month) {
    return List.of(
        new Programme("Calcutta Rowing Club",
            terms().put("caps", caps().put("month", 4).put("year", 48)).put("guests", guests(0))
                .put("letter", new JsonObject())
                .put("residence", new JsonObject().put("cities", new JsonArray().add(Paperwork.CITY)))
                .put("specialConditions", "Membership card and a letter of introduction of today's date.")),
        new Programme("Interclub associates",
            terms().put("caps", caps().put("day", 2)).put("fee", fee(1_000, "USD", "PER_VISIT"))
                .put("blackouts", blackout(month, 14, 15))),
        new Programme("gsc.in affiliated clubs",
            terms().put("caps", caps().put("day", 1).put("month", 20)).put("guests", guests(4))
                .put("fee", fee(50_000, "INR", "PER_HEAD"))),
        new Programme("ClubLink",
            terms().put("caps", caps().put("day", 1)).put("fee", fee(6_500, "USD", "PER_VISIT")
                .put("route", "CHARGE_HOME_CLUB"))
                .put("hours", new JsonArray().add(
                    hours("08:00", "20:00", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                        "SUNDAY")))),
        new Programme("Olympia Yacht Club", terms().put("caps", caps().put("day", 1).put("month", 5))),
        new Programme("Shilshole Bay Yacht Club", terms().put("caps", caps().put("year", 1))),
        new Programme("Port Orchard Yacht Club", terms().put("caps", caps().put("year", 12))
            .put("booking", new JsonObject().put("required", true).put("earliestDays", 7)
                .put("latestDays", 3).put("approval", true))
            .put("hours", new JsonArray().add(hours("09:00", "17:00", WEEK.toArray(String[]::new)))
                .add(hours("18:00", "02:00", "FRIDAY", "SATURDAY")))),
        new Programme("Poole Yacht Club", terms().put("caps", caps().put("month", 9).put("day", 2))
            .put("guests", guests(2)).put("blackouts", blackout(month, 20, 22))));
  }

  /** How many rules the collection has, and which programme each is of, as people wrote them down. */
  static Stream<String> rules(String collection) {
    return collection.lines().filter(line -> line.matches("\\d+\\. .*"));
  }

  private static JsonObject terms() {
    return new JsonObject();
  }

  private static JsonObject caps() {
    return new JsonObject();
  }

  private static JsonObject guests(int max) {
    return new JsonObject().put("max", max);
  }

  private static JsonObject fee(long amount, String currency, String basis) {
    return new JsonObject().put("amount", new JsonObject().put("amount", amount).put("currency", currency))
        .put("basis", basis).put("route", "PAY_ON_LEAVING");
  }

  private static JsonArray blackout(YearMonth month, int from, int to) {
    return new JsonArray().add(new JsonObject().put("from", month.atDay(from).toString())
        .put("to", month.atDay(to).toString()).put("reason", "Regatta"));
  }

  private static JsonObject hours(String from, String to, String... days) {
    return new JsonObject().put("days", new JsonArray(List.of(days))).put("from", from).put("to", to);
  }
}
