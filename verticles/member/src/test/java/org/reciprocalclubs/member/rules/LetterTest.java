package org.reciprocalclubs.member.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.reciprocalclubs.member.rules.Letter.Command;
import org.reciprocalclubs.member.rules.Letter.Decision;
import org.reciprocalclubs.member.rules.Letter.Event;
import org.reciprocalclubs.member.rules.Letter.Grant;

final class LetterTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 16);
  private static final UUID HOME = UUID.fromString("0197a000-0000-7000-8000-0000000000c1");
  private static final UUID HOST = UUID.fromString("0197a000-0000-7000-8000-0000000000c2");
  private static final Grant GRANT = new Grant(HOST, TODAY, 2);

  @ParameterizedTest
  @CsvSource(nullValues = "-", value = {"-1, 0, LETTER_ENDED", "0, 0, -", "366, 50, -",
      "367, 0, LETTER_TOO_LONG", "1, -1, LETTER_GUESTS_OUT_OF_RANGE", "1, 51, LETTER_GUESTS_OUT_OF_RANGE"})
  void a_letter_lasts_from_today_to_a_year_and_names_up_to_fifty_guests(int days, int guests,
      @Nullable LetterRefusal refusal) {
    LocalDate until = TODAY.plusDays(days);
    assertThat(issue(Standing.ACTIVE, HOST, until, guests)).isEqualTo(
        refusal == null ? issued(new Grant(HOST, until, guests)) : new Decision.Refused(refusal));
  }

  @Test
  void a_letter_without_a_last_day_lasts_as_long_as_one_may_and_without_a_host_is_for_any() {
    assertThat(issue(Standing.ACTIVE, null, null, 0))
        .isEqualTo(issued(new Grant(null, LocalDate.of(2027, 6, 17), 0)));
  }

  @Test
  void nobody_is_introduced_to_the_own_club() {
    assertThat(issue(Standing.ACTIVE, HOME, null, 0))
        .isEqualTo(new Decision.Refused(LetterRefusal.LETTER_TO_HOME_CLUB));
  }

  @ParameterizedTest
  @EnumSource(value = Standing.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
  void only_an_active_member_is_introduced(Standing standing) {
    assertThat(issue(standing, HOST, null, 0))
        .isEqualTo(new Decision.Refused(LetterRefusal.LETTER_MEMBER_NOT_ACTIVE));
  }

  @Test
  void a_letter_is_issued_once() {
    var again = new Command.Issue(Standing.ACTIVE, HOME, HOST, null, 0, TODAY);
    var exists = new Decision.Refused(LetterRefusal.LETTER_EXISTS);
    assertThat(Letter.decide(new Letter.Issued(GRANT), again)).isEqualTo(exists);
    assertThat(Letter.decide(new Letter.Revoked(GRANT), again)).isEqualTo(exists);
  }

  @Test
  void a_letter_is_revoked_once_and_no_later_than_its_last_day() {
    assertThat(revoke(new Letter.Issued(GRANT), TODAY))
        .isEqualTo(new Decision.Accepted(new Event.LetterRevoked()));
    assertThat(revoke(new Letter.Issued(GRANT), TODAY.plusDays(1)))
        .isEqualTo(new Decision.Refused(LetterRefusal.LETTER_ENDED));
    assertThat(revoke(new Letter.Revoked(GRANT), TODAY))
        .isEqualTo(new Decision.Refused(LetterRefusal.LETTER_REVOKED));
    assertThat(revoke(new Letter.Unwritten(), TODAY))
        .isEqualTo(new Decision.Refused(LetterRefusal.LETTER_UNKNOWN));
  }

  @Test
  void what_happened_makes_the_next_state_and_a_revoked_letter_stays_revoked() {
    Letter issued = Letter.evolve(new Letter.Unwritten(), new Event.LetterIssued(GRANT));
    Letter revoked = Letter.evolve(issued, new Event.LetterRevoked());
    assertThat(issued).isEqualTo(new Letter.Issued(GRANT));
    assertThat(revoked).isEqualTo(new Letter.Revoked(GRANT));
    assertThat(Letter.evolve(revoked, new Event.LetterRevoked())).isEqualTo(revoked);
  }

  private static Decision issue(Standing standing, @Nullable UUID host, @Nullable LocalDate until,
      int guests) {
    return Letter.decide(new Letter.Unwritten(),
        new Command.Issue(standing, HOME, host, until, guests, TODAY));
  }

  private static Decision revoke(Letter letter, LocalDate today) {
    return Letter.decide(letter, new Command.Revoke(today));
  }

  private static Decision issued(Grant grant) {
    return new Decision.Accepted(new Event.LetterIssued(grant));
  }
}
