package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {

  @ParameterizedTest
  @ValueSource(strings = {"1900-01-01", "2024-02-29", "9999-12-31"})
  void days_of_people_are_read(String text) {
    assertThat(Dates.date("day", text)).isEqualTo(LocalDate.parse(text));
    assertThat(Dates.instant("at", text + "T12:00:00Z")).isEqualTo(Instant.parse(text + "T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+300000-01-01", "1899-12-31", "-0044-03-15", "2026-02-29", "0000-01-01", "",
      "today",
      "+10000-01-01"})
  void other_days_are_refused_by_the_name_of_their_field(String text) {
    refused(() -> Dates.date("day", text), "day");
    refused(() -> Dates.instant("at", text + "T12:00:00Z"), "at");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -2_208_988_801L, 253_402_300_800L, Long.MAX_VALUE})
  void moments_outside_of_these_years_are_refused(long seconds) {
    refused(() -> Dates.instant("at", Timestamp.newBuilder().setSeconds(seconds).build()), "at");
  }

  @Test
  void the_first_and_the_last_moment_are_read() {
    for (long seconds : new long[]{-2_208_988_800L, 0, 253_402_300_799L}) {
      assertThat(Dates.instant("at", Timestamp.newBuilder().setSeconds(seconds).build()))
          .isEqualTo(Instant.ofEpochSecond(seconds));
    }
    refused(() -> Dates.instant("at",
        Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).setNanos(Integer.MAX_VALUE).build()), "at");
  }

  private static void refused(ThrowingCallable read, String field) {
    assertThatThrownBy(read).isInstanceOfSatisfying(Problem.class, problem -> {
      assertThat(problem.kind()).isEqualTo(ErrorCode.VALIDATION_ERROR);
      assertThat(problem.field()).isEqualTo(field);
    });
  }
}
