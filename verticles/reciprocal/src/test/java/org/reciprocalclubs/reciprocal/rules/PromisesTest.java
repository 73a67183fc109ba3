package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.rules.Entry.Document.IDENTITY_CARD;
import static org.reciprocalclubs.reciprocal.rules.Entry.Document.LETTER;
import static org.reciprocalclubs.reciprocal.rules.Entry.Document.PHOTO_CARD;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which day is promised to whom the door is closed until 20 June, and whose letter ends. */
class PromisesTest {
  private static final Opening CLOSED = Opening.ALWAYS.withBlackouts(
      new Opening.Blackout(LocalDate.of(2026, 6, 16), LocalDate.of(2026, 6, 20), ""));

  /** A photo card, or a letter and an identity card. */
  @ParameterizedTest
  @CsvSource({
      // who needs the letter
      "IDENTITY_CARD,2026-06-20,", "IDENTITY_CARD,2026-06-21,2026-06-21",
      // who does not
      "PHOTO_CARD,2026-06-20,2026-06-21", "PHOTO_CARD,2026-06-21,2026-06-21",
      // who has shown it on paper
      "IDENTITY_CARD LETTER,2026-06-20,2026-06-21"})
  void a_letter_that_ends_takes_the_day_from_whom_it_lets_in_only(String shown, LocalDate until,
      @Nullable LocalDate promised) {
    var documents = Entry.FREE.withDocuments(Set.of(PHOTO_CARD), Set.of(LETTER, IDENTITY_CARD));
    assertThat(promised(documents, until, shown)).isEqualTo(promised);
  }

  @ParameterizedTest
  @CsvSource({"2026-06-20,", "2026-06-21,2026-06-21"})
  void whoever_needs_a_letter_needs_it_on_that_day_whatever_else_they_show(LocalDate until,
      @Nullable LocalDate promised) {
    var both = Entry.FREE.with(new Entry.LetterNeeded(null)).withDocuments(Set.of(PHOTO_CARD));
    assertThat(promised(both, until, "PHOTO_CARD")).isEqualTo(promised);
  }

  private static @Nullable LocalDate promised(Entry entry, LocalDate until, String shown) {
    var member = new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", null)
        .with(new Standing.Letter(LocalDate.of(2026, 6, 1), until, 0));
    var documents = Arrays.stream(shown.split(" ")).map(Entry.Document::valueOf)
        .toArray(Entry.Document[]::new);
    var inputs = Visitor.under(Terms.OPEN.with(CLOSED).with(entry)).with(member);
    var passesWhen = Visitor.verdict(inputs.with(inputs.request()
        .with(Request.Particulars.NONE.withDocuments(documents)))).passesWhen();
    return passesWhen == null ? null : passesWhen.from();
  }
}
