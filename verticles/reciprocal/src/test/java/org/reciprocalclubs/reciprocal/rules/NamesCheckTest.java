package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names in terms are few, short and not blank, wherever they stand. */
class NamesCheckTest {
  private interface Named {
    Terms with(Set<String> names);
  }

  static Stream<Arguments> places() {
    return Stream.of(
        place("membershipClasses", names -> Terms.OPEN.with(Coverage.ALL.withClasses(array(names)))),
        place("homeTiers", names -> Terms.OPEN.with(Coverage.ALL.withHomeTiers(array(names)))),
        place("facilities", names -> Terms.OPEN.with(Coverage.ALL.withFacilities(array(names)))),
        place("fees.lines[0].classes", names -> line(fits(names, none(), none(), none()))),
        place("fees.lines[0].homeTiers", names -> line(fits(none(), names, none(), none()))),
        place("fees.lines[0].hostTiers", names -> line(fits(none(), none(), names, none()))),
        place("fees.lines[0].facilities", names -> line(fits(none(), none(), none(), names))),
        place("fees.settlement.cap.without", NamesCheckTest::cap),
        place("fees.discount.facilities", names -> Terms.OPEN.withFees(
            table(Fees.Fits.ALL).with(new Fees.Discount(1_000, names)))));
  }

  private static Arguments place(String field, Named terms) {
    return arguments(field, terms);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void names_are_few_short_and_not_blank(String field, Named terms) {
    assertThat(terms.with(Set.of("A", "x".repeat(TermsCheck.NAME_LENGTH_MAX))).problems()).isEmpty();
    for (var names : List.of(Set.of(" "), Set.of("x".repeat(TermsCheck.NAME_LENGTH_MAX + 1)), many())) {
      assertThat(terms.with(names).problems()).extracting(Problem::field).containsExactly(field);
    }
  }

  private static Set<String> many() {
    return IntStream.range(0, 10_000).mapToObj(i -> "N" + i).collect(Collectors.toSet());
  }

  private static Terms line(Fees.Fits fits) {
    return Terms.OPEN.withFees(table(fits));
  }

  private static Fees table(Fees.Fits fits) {
    return new Fees("USD", List.of(Fees.Line.plain(Fees.Basis.PER_VISIT, 100).forThose(fits),
        new Fees.Line("OTHER", Fees.Fits.ALL, Fees.Basis.PER_VISIT, 1, null, 0)), List.of(),
        Fees.Settlement.by(Fees.Route.PAY_ON_LEAVING), null);
  }

  private static Terms cap(Set<String> without) {
    return Terms.OPEN.withFees(Fees.settled("USD", new Fees.Settlement(Fees.Route.HOME_CLUB_REIMBURSES,
        new Fees.Cap(7_000, 1, true, without), Set.of())));
  }

  private static Fees.Fits fits(Set<String> classes, Set<String> homes, Set<String> hosts,
      Set<String> facilities) {
    return new Fees.Fits(classes, homes, hosts, facilities, Set.of());
  }

  private static Set<String> none() {
    return Set.of();
  }

  private static String[] array(Set<String> names) {
    return names.toArray(new String[0]);
  }
}
