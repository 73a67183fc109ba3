package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every sentence that managers read of terms that ask one thing each, as {@code examples.txt} has them; to be
 * read before it is changed. {@code -Dexamples.write=true} writes it.
 */
class ExampleSentencesTest {
  private static final String FILE = "/rules/examples.txt";
  private static final LocalDate FIRST = LocalDate.of(2026, 6, 1);
  private static final Period SUMMER = new Period(FIRST, LocalDate.of(2026, 9, 30));
  private static final Money PRICE = new Money(2_500, "USD");

  @Test
  void managers_read_these_sentences() throws IOException {
    List<String> lines = new ArrayList<>();
    terms().forEach((name, terms) -> {
      lines.add("== " + name);
      var period = terms.equals(AnyTerms.RICH) ? Period.from(FIRST) : SUMMER;
      Examples.of(TermsVersion.seal(1, terms, period))
          .forEach(each -> lines.add(each.shows() + ": " + each.sentence()));
    });
    if (Boolean.getBoolean("examples.write")) {
      Files.write(Path.of("src/test/resources" + FILE), lines);
    }
    try (var in = Objects.requireNonNull(ExampleSentencesTest.class.getResourceAsStream(FILE))) {
      assertThat(lines).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static Map<String, Terms> terms() {
    Map<String, Terms> all = new LinkedHashMap<>();
    all.put("nothing asked", Terms.OPEN);
    all.put("caps", Terms.OPEN.with(new Caps(1, 4, 48).withRolling(new Caps.Rolling(5, 30))));
    all.put("nights", Terms.OPEN.with(Caps.NONE.withNights(3, 12)));
    all.put("guests of a year", Terms.OPEN.with(Caps.NONE.withGuestsYear(1)));
    opening(all);
    coverage(all);
    entry(all);
    fees(all);
    all.put("every rule", AnyTerms.RICH);
    return all;
  }

  private static void opening(Map<String, Terms> all) {
    all.put("blackouts, one of which has begun", Terms.OPEN.with(Opening.ALWAYS.withBlackouts(
        new Opening.Blackout(FIRST.minusDays(9), FIRST, "Haul-out"),
        new Opening.Blackout(FIRST.plusDays(19), FIRST.plusDays(21), "Regatta"))));
    all.put("a season and weekdays", Terms.OPEN.with(Opening.ALWAYS
        .withSeasons(new Opening.Season(MonthDay.of(5, 15), MonthDay.of(8, 31)))
        .withHours(new Opening.Window(Set.of(DayOfWeek.TUESDAY, DayOfWeek.FRIDAY), LocalTime.of(18, 0),
            LocalTime.of(2, 0)))));
  }

  private static void coverage(Map<String, Terms> all) {
    all.put("classes, facilities, tiers", Terms.OPEN.with(
        Coverage.ALL.withClasses("LIFE", "FULL").withFacilities("DINING", "BAR").withHomeTiers("GOLD")));
    all.put("guests with consent and of an age",
        Terms.OPEN.with(Coverage.ALL.with(new Coverage.Guests(2, 25, true, 12))));
  }

  private static void entry(Map<String, Terms> all) {
    all.put("a letter", Terms.OPEN.with(Entry.FREE.with(new Entry.LetterNeeded(30))));
    all.put("documents", Terms.OPEN.with(Entry.FREE.withDocuments(Set.of(Entry.Document.PHOTO_CARD),
        Set.of(Entry.Document.LETTER, Entry.Document.IDENTITY_CARD))));
    all.put("announced", Terms.OPEN.with(Entry.FREE.with(new Entry.Booking(true, 7, 3))));
    all.put("from far away",
        Terms.OPEN.with(Entry.FREE.with(new Entry.Residence(200, true, true, List.of("Kolkata")))));
    all.put("room for so many", Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(40, 20))));
  }

  private static void fees(Map<String, Terms> all) {
    var head = Fees.of(PRICE, Fees.Basis.PER_HEAD, Fees.Route.PAY_ON_LEAVING);
    all.put("a price, waived", Terms.OPEN.withFees(head
        .with(new Fees.Waiver(Fees.When.HOME_CLUB_CLOSED, 0, Set.of()))));
    all.put("a price for whom guests pay", Terms.OPEN.withFees(head
        .with(new Fees.Waiver(Fees.When.PAYING_GUESTS, 3, Set.of(Fees.Party.MEMBER)))));
    all.put("a price and a discount",
        Terms.OPEN.withFees(head.with(new Fees.Discount(1_250, Set.of("DINING")))));
    all.put("a table of prices", Terms.OPEN.withFees(new Fees("USD", List.of(
        new Fees.Line("ENTRY", new Fees.Fits(Set.of("LIFE"), Set.of(), Set.of(), Set.of(), Set.of()),
            Fees.Basis.PER_VISIT, 1_000, null, 0),
        new Fees.Line("BERTH", new Fees.Fits(Set.of(), Set.of(), Set.of(), Set.of("BERTH"), Set.of()),
            Fees.Basis.PER_NIGHT, 50, new Fees.Unit("vessel_length_cm", 30_480), 0)),
        List.of(), Fees.Settlement.by(Fees.Route.CHARGE_HOME_CLUB), null)));
  }
}
