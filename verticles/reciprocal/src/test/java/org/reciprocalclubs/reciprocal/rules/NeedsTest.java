package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NeedsTest {
  private static final Fees FEES = Fees.of(new Money(1, "USD"), Fees.Basis.PER_VISIT,
      Fees.Route.PAY_ON_LEAVING);

  static Stream<Arguments> terms() {
    return Stream.of(arguments("nothing", Terms.OPEN, 0),
        arguments("letter", with(Entry.FREE.with(new Entry.LetterNeeded(null))), Needs.LETTER),
        arguments("letter shown", with(Entry.FREE.withDocuments(Set.of(Entry.Document.PASS),
            Set.of(Entry.Document.LETTER, Entry.Document.IDENTITY_CARD))), Needs.LETTER),
        arguments("other papers", with(Entry.FREE.withDocuments(Set.of(Entry.Document.PHOTO_CARD))), 0),
        arguments("consent", Terms.OPEN.with(Coverage.ALL.with(new Coverage.Guests(null, null, true, null))),
            Needs.LETTER),
        arguments("capacity", with(Entry.FREE.with(new Entry.Capacity(1, null))), Needs.HEADS),
        arguments("residence", with(Entry.FREE.with(new Entry.Residence(1, false, false, List.of()))),
            Needs.PLACES),
        arguments("booking", with(Entry.FREE.with(new Entry.Booking(true, null, null))), Needs.BOOKING),
        arguments("fees", Terms.OPEN.withFees(FEES), 0),
        arguments("waived for guests",
            Terms.OPEN.withFees(FEES.with(new Fees.Waiver(Fees.When.PAYING_GUESTS, 1, Set.of()))), 0),
        arguments("waived for the home club",
            Terms.OPEN.withFees(FEES.with(new Fees.Waiver(Fees.When.HOME_CLUB_CLOSED, 0, Set.of()))),
            Needs.HOME_HOUSE),
        arguments("all", Terms.OPEN.with(new Entry(new Entry.LetterNeeded(1), List.of(),
            new Entry.Residence(1, false, false, List.of()), new Entry.Booking(true, null, null),
            new Entry.Capacity(1, 1))), Needs.LETTER | Needs.HEADS | Needs.PLACES | Needs.BOOKING));
  }

  private static Terms with(Entry entry) {
    return Terms.OPEN.with(entry);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("terms")
  void a_desk_looks_up_what_terms_ask_and_nothing_else(String what, Terms terms, int bits) {
    assertThat(Needs.of(terms)).as(what).isEqualTo(bits);
  }
}
