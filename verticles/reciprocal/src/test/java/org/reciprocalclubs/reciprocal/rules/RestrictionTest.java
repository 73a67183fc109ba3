package org.reciprocalclubs.reciprocal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.reciprocal.rules.Restriction.Kind;

class RestrictionTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 16);

  @ParameterizedTest
  @CsvSource(value = {"BAN,null,-,false,-", "BAN,5,-,false,lastDay", "BAN,null,BAR,false,facilities",
      "BAN,null,-,true,facilities", "SUSPENSION,0,-,false,-", "SUSPENSION,5,-,false,-",
      "SUSPENSION,null,-,false,lastDay", "SUSPENSION,-1,-,false,lastDay", "SUSPENSION,5,BAR,false,facilities",
      "LIMITATION,null,BAR,false,-", "LIMITATION,5,-,true,-", "LIMITATION,null,BAR,true,-",
      "LIMITATION,null,-,false,facilities", "LIMITATION,-1,BAR,false,lastDay",
      "LIMITATION,null,' ',false,facilities"}, nullValues = "null")
  void a_restriction_is_sound_or_says_what_is_not(Kind kind, @Nullable Integer lastDay, String facilities,
      boolean noGuests, String field) {
    var closed = facilities.equals("-")
        ? Set.<String>of()
        : Arrays.stream(facilities.split("/")).collect(Collectors.toSet());
    var restriction = new Restriction(Visitor.VISIT, kind, lastDay == null ? null : TODAY.plusDays(lastDay),
        closed, noGuests);
    assertThat(restriction.problems(TODAY)).extracting(Problem::field)
        .isEqualTo(field.equals("-") ? List.of() : List.of(field));
  }
}
