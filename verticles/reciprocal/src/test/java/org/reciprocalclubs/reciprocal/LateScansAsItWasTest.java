package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** What is told later is judged by what was the case when it happened. */
class LateScansAsItWasTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final Terms ONE_A_DAY = Terms.OPEN.with(new Caps(1, null, null));
  private static final Terms LETTER = Terms.OPEN.with(Entry.FREE.with(new Entry.LetterNeeded(null)));
  private static Desks desks;

  private LateDesk late;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void noonOfADay() {
    late = new LateDesk(DATABASE, desks);
  }

  @AfterEach
  void comeBack() {
    late.comeBack();
  }

  @Test
  void aRestrictionThatWasLiftedSinceHeldThenAndOneImposedSinceDidNot() {
    late.federation.agreement(late.host, late.home, Terms.OPEN);
    late.federation.member(late.home, "1");
    var then = late.noon.minus(Duration.ofHours(2));
    var ban = late.federation.restriction(late.host, late.home, null, "BAN", null);
    DATABASE.admin("update reciprocal.restriction set imposed_at = $2, lifted_at = $3 where id = $1", ban,
        then.minusSeconds(60).atOffset(ZoneOffset.UTC), then.plusSeconds(60).atOffset(ZoneOffset.UTC));

    assertThat(late.tell("1", then).getVerdict().getCode()).isEqualTo(Verdict.Code.BANNED);
    assertThat(late.tell("1", then.minusSeconds(120)).getFlagged()).isFalse();
  }

  @Test
  void itIsJudgedByTheVersionOfTheTermsThatHeldOnItsDay() {
    var agreement = late.federation.agreement(late.host, late.home, Terms.OPEN.with(new Caps(0, null, null)));
    late.federation.member(late.home, "1");
    DATABASE.admin(
        """
            update reciprocal.agreement_version set terms = $2, terms_hash = 'sha256:before' where agreement = $1""",
        agreement, TermsMapper.write(Terms.OPEN).toByteArray());
    DATABASE.admin("update reciprocal.agreement set terms_version = 2, effective = $2 where id = $1",
        agreement,
        LocalDate.ofInstant(late.noon, ZoneOffset.UTC));

    var before = late.tell("1", late.noon.minus(Duration.ofDays(1)));
    var today = late.tell("1", late.noon.minusSeconds(60));

    assertThat(before.getFlagged()).isFalse();
    assertThat(before.getVisit().getTermsVersion()).isOne();
    assertThat(today.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    assertThat(today.getVisit().getTermsVersion()).isEqualTo(2);
  }

  @Test
  void anOlderVersionAsksForWhatItAskedForAndALetterIsOneOfThatMoment() {
    var agreement = late.federation.agreement(late.host, late.home, Terms.OPEN);
    DATABASE.admin(
        """
            update reciprocal.agreement_version set terms = $2, terms_hash = 'sha256:letter'
             where agreement = $1""",
        agreement, TermsMapper.write(LETTER).toByteArray());
    DATABASE.admin("update reciprocal.agreement set terms_version = 2, effective = $2 where id = $1",
        agreement, LocalDate.ofInstant(late.noon, ZoneOffset.UTC));
    var then = late.noon.minus(Duration.ofDays(1));
    letterOfThree(then.minusSeconds(60), then.plusSeconds(60), then.plusSeconds(30));

    assertThat(late.tell("1", then).getFlagged()).as("revoked since").isFalse();
    assertThat(late.tell("2", then).getVerdict().getCode()).as("issued since")
        .isEqualTo(Verdict.Code.LETTER_NEEDED);
    assertThat(late.tell("3", then).getVerdict().getCode()).as("none").isEqualTo(Verdict.Code.LETTER_NEEDED);
  }

  /** Of members 1, 2 and 3: one that was revoked since, one that was issued since, none. */
  private void letterOfThree(Instant issued, Instant revoked, Instant since) {
    var members = List.of(late.federation.member(late.home, "1"), late.federation.member(late.home, "2"),
        late.federation.member(late.home, "3"));
    var until = LocalDate.ofInstant(late.noon, ZoneOffset.UTC).plusDays(9);
    var held = late.federation.letter(members.getFirst(), late.home, late.host, until, 0);
    DATABASE.admin("update member.letter set issued_at = $2, revoked_at = $3 where id = $1", held,
        issued.atOffset(ZoneOffset.UTC), revoked.atOffset(ZoneOffset.UTC));
    var later = late.federation.letter(members.get(1), late.home, late.host, until, 0);
    DATABASE.admin("update member.letter set issued_at = $2 where id = $1", later,
        since.atOffset(ZoneOffset.UTC));
  }

  @Test
  void anAgreementThatHasEndedSinceHeldOnItsDayWhetherOrNotAnotherTookItsPlace() {
    var today = LocalDate.ofInstant(late.noon, ZoneOffset.UTC);
    var ended = late.federation.agreement(late.host, late.home, ONE_A_DAY, "EXPIRED");
    DATABASE.admin("update reciprocal.agreement set expiration = $2, last_day = $2 where id = $1", ended,
        today.minusDays(1));
    late.federation.member(late.home, "1");
    late.federation.member(late.home, "2");
    late.federation.member(late.home, "3");
    var alone = late.tell("1", late.noon.minus(Duration.ofDays(1)));

    var next = late.federation.agreement(late.host, late.home, Terms.OPEN.with(new Caps(0, null, null)));
    for (var table : List.of("agreement set effective = $2 where id",
        "agreement_version set effective = $2 where agreement")) {
      DATABASE.admin("update reciprocal." + table + " = $1", next, today);
    }
    var replaced = late.tell("2", late.noon.minus(Duration.ofDays(1)));
    var under = late.tell("3", late.noon.minusSeconds(60));

    for (var answer : List.of(alone, replaced)) {
      assertThat(answer.getFlagged()).isFalse();
      assertThat(answer.getVisitor().getName()).startsWith("Ada");
      assertThat(late.visit(answer).getAgreementId()).isEqualTo(ended.toString());
    }
    assertThat(under.getVerdict().getCode()).isEqualTo(Verdict.Code.CAP_DAY_REACHED);
    assertThat(late.visit(under).getAgreementId()).isEqualTo(next.toString());
    assertThat(late.replay(replaced).getSame()).isTrue();
  }
}
