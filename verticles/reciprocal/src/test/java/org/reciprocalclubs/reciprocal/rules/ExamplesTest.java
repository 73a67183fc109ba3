package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a manager reads before signing. */
class ExamplesTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 6, 1);

  private static List<Example> of(Terms terms) {
    return Examples.of(TermsVersion.seal(1, terms, Period.from(FIRST)));
  }

  private static List<Code> codes(List<Example> examples) {
    return examples.stream().map(each -> each.decision().verdict().code()).toList();
  }

  @Provide
  Arbitrary<Terms> sound() {
    return AnyTerms.sound();
  }

  @Provide
  Arbitrary<Period> periods() {
    var days = Arbitraries.integers().between(0, 800);
    return Combinators.combine(days, days.injectNull(0.3)).as((first, more) -> new Period(
        FIRST.plusDays(first), more == null ? null : FIRST.plusDays(first).plusDays(more)));
  }

  @Property(tries = 1_000)
  void any_sound_terms_have_ten_examples_that_the_rulebook_itself_decides(@ForAll("sound") Terms terms,
      @ForAll("periods") Period period) {
    var version = TermsVersion.seal(1, terms, period);
    var examples = Examples.of(version);
    assertThat(examples).hasSize(Examples.COUNT);
    assertThat(Examples.of(version)).extracting(Example::sentence)
        .isEqualTo(examples.stream().map(Example::sentence).toList());
    assertThat(new HashSet<>(examples.stream().map(each -> Canonical.hash(Canonical.inputs(each.inputs())))
        .toList())).as("distinct").hasSize(Examples.COUNT);
    assertThat(examples).allSatisfy(each -> {
      assertThat(each.decision()).isEqualTo(Rulebook.decide(each.inputs()));
      assertThat(each.sentence()).endsWith(".").contains("member");
      assertThat(((Agreed.Signed) each.inputs().agreed()).version().terms()).isEqualTo(terms);
    });
  }

  @Test
  void the_edges_of_the_terms_are_shown() {
    var terms = Terms.OPEN.with(new Caps(1, 4, 48))
        .with(Opening.ALWAYS
            .withBlackouts(new Opening.Blackout(FIRST.plusDays(10), FIRST.plusDays(12), "Regatta"))
            .withHours(new Opening.Window(Set.of(DayOfWeek.values()), LocalTime.of(10, 0),
                LocalTime.of(22, 0))))
        .with(Coverage.ALL.withGuests(2).withClasses("FULL", "LIFE"))
        .withFees(Fees.of(new Money(2_500, "USD"), Fees.Basis.PER_HEAD, Fees.Route.PAY_ON_LEAVING)
            .with(new Fees.Waiver(Fees.When.HOME_CLUB_CLOSED, 0, Set.of())));
    var examples = of(terms);
    assertThat(codes(examples)).contains(Code.ADMITTED, Code.CAP_DAY_REACHED, Code.CAP_MONTH_REACHED,
        Code.CAP_YEAR_REACHED, Code.BLACKOUT, Code.CLOSED_HOURS, Code.TOO_MANY_GUESTS,
        Code.CLASS_NOT_ADMITTED);
    assertThat(examples).extracting(Example::shows).contains("ORDINARY", "WAIVER");
    assertThat(examples.getFirst().sentence())
        .isEqualTo("A member of the full class, alone, on Monday 1 June 2026"
            + " at 10:00 is admitted and pays USD 25.00 by the head on leaving.");
    assertThat(examples.stream().filter(each -> each.shows().equals("CAP_MONTH")).findFirst().orElseThrow()
        .sentence())
        .isEqualTo("A member of the full class, alone, on Monday 1 June 2026 at 10:00, after 4 visits,"
            + " is refused: the terms allow 4 visits a month, and the member has made 4;"
            + " it would pass from 1 July 2026.");
  }

  @Property(tries = 100)
  void no_code_stands_in_a_sentence(@ForAll("sound") Terms terms) {
    assertThat(of(terms)).extracting(Example::sentence)
        .allSatisfy(sentence -> assertThat(sentence).doesNotContain("_").doesNotContain("NOT COVERED"));
  }

  @Test
  void names_of_clubs_are_told_as_words() {
    var terms = Terms.OPEN
        .with(Coverage.ALL.withClasses("Young_Member").withFacilities("MAIN_DINING").withHomeTiers("ELITE"));
    assertThat(of(terms).getFirst().sentence()).startsWith(
        "A member of the Young Member class of an elite club, alone, for main dining on Monday 1 June 2026");
  }

  @ParameterizedTest
  @EnumSource(value = Code.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMITTED")
  void every_refusal_has_words_of_its_own(Code code) {
    var words = ExampleReasons.of(new Check.Failed(Rule.GUESTS, code, new Check.Numbers(3, 2)), Caps.NONE);
    assertThat(words).isNotEqualTo(ExampleWords.plain(code.name())).contains(" ").doesNotContain("_");
  }

  @Test
  void terms_without_any_edge_are_shown_by_parties_of_every_kind() {
    assertThat(codes(of(Terms.OPEN))).filteredOn(Code.ADMITTED::equals).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void terms_with_every_rule_are_shown_without_padding_and_begin_with_a_visit_that_is_admitted() {
    var examples = of(AnyTerms.RICH);
    assertThat(codes(examples).getFirst()).isEqualTo(Code.ADMITTED);
    assertThat(examples).extracting(Example::shows).doesNotContain("PARTY");
    assertThat(codes(examples)).contains(Code.CLASS_NOT_ADMITTED, Code.TOO_MANY_GUESTS,
        Code.CAP_DAY_REACHED);
  }
}
