package org.reciprocalclubs.reciprocal.rules;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.reciprocalclubs.reciprocal.rules.Opening.Blackout;
import org.reciprocalclubs.reciprocal.rules.Opening.Window;

class CanonicalTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 16);

  @Test
  void a_hash_is_sha_256_in_lower_case_hex() {
    assertThat(Canonical.hash("abc".getBytes(US_ASCII)))
        .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  /**
   * From a second writer of the documented form. Hashes are kept for ever: a change here breaks every seal.
   */
  @Test
  void the_form_does_not_change() {
    assertThat(Canonical.hash(Canonical.terms(rich())))
        .isEqualTo("sha256:57622c4ed3ae919d7bafeb349a7e14e83f840d12f2a8addd39b44e6b77ec8d18");
    assertThat(Canonical.hash(Canonical.inputs(Visitor.withGuests(Visitor.under(rich()), 2)
        .with(Visitor.days("2026-06-01", "2026-06-02")))))
        .isEqualTo("sha256:73bfc2b68e33806e73113274a5b2d14b47959890fe9fab75b16b4272af2da4ae");
    assertThat(TermsVersion.seal(3, rich(), Visitor.SINCE_2020).hash())
        .isEqualTo("sha256:57622c4ed3ae919d7bafeb349a7e14e83f840d12f2a8addd39b44e6b77ec8d18");
  }

  @Test
  void terms_that_differ_anywhere_have_different_bytes() {
    var window = new Window(Set.of(DayOfWeek.MONDAY), Visitor.time("09:00"), Visitor.time("17:00"));
    var price = new Money(100, "USD");
    var fee = Fees.of(price, Fees.Basis.PER_HEAD, Fees.Route.PAY_ON_LEAVING);
    different(List.of(Terms.OPEN, rich(), Terms.OPEN.with(new Caps(1, null, null)),
        Terms.OPEN.with(new Caps(null, 1, null)), Terms.OPEN.with(new Caps(null, null, 1)),
        Terms.OPEN.with(new Caps(2, null, null)), Terms.OPEN.with(Coverage.ALL.withGuests(0)),
        Terms.OPEN.with(Coverage.ALL.withClasses("A", "B")), Terms.OPEN.with(Coverage.ALL.withClasses("AB")),
        Terms.OPEN.with(Coverage.ALL.withFacilities("A", "B")), Terms.OPEN.withSpecialConditions("A"),
        Terms.OPEN.with(Opening.ALWAYS.withBlackouts(new Blackout(DAY, DAY, ""))),
        Terms.OPEN.with(Opening.ALWAYS.withBlackouts(new Blackout(DAY, DAY.plusDays(1), ""))),
        Terms.OPEN.with(Opening.ALWAYS.withBlackouts(new Blackout(DAY.minusDays(1), DAY, ""))),
        Terms.OPEN.with(Opening.ALWAYS.withBlackouts(new Blackout(DAY, DAY, "A"))),
        Terms.OPEN.with(Opening.ALWAYS.withHours(window)),
        Terms.OPEN.with(Opening.ALWAYS.withHours(window, window)),
        Terms.OPEN.with(
            Opening.ALWAYS.withHours(new Window(Set.of(DayOfWeek.TUESDAY), window.from(), window.to()))),
        Terms.OPEN.with(Opening.ALWAYS.withHours(new Window(window.days(), window.to(), window.to()))),
        Terms.OPEN.with(Opening.ALWAYS.withHours(new Window(window.days(), window.from(), window.from()))),
        Terms.OPEN.withFees(fee),
        Terms.OPEN.withFees(Fees.of(new Money(101, "USD"), Fees.Basis.PER_HEAD, Fees.Route.PAY_ON_LEAVING)),
        Terms.OPEN.withFees(Fees.of(new Money(100, "GBP"), Fees.Basis.PER_HEAD, Fees.Route.PAY_ON_LEAVING)),
        Terms.OPEN.withFees(Fees.of(price, Fees.Basis.PER_VISIT, Fees.Route.PAY_ON_LEAVING)),
        Terms.OPEN.withFees(Fees.of(price, Fees.Basis.PER_HEAD, Fees.Route.CHARGE_HOME_CLUB)))
        .stream().map(Canonical::terms).toList());
  }

  @Test
  void the_order_in_which_names_and_weekdays_were_given_does_not_matter() {
    assertThat(Canonical.terms(Terms.OPEN.with(Coverage.ALL.withClasses("A", "B", "C"))))
        .isEqualTo(Canonical.terms(Terms.OPEN.with(Coverage.ALL.withClasses("C", "B", "A"))));
  }

  @Test
  void inputs_that_differ_anywhere_have_different_bytes() {
    var in = Visitor.under(Terms.OPEN);
    var request = in.request();
    var clubs = in.clubs();
    var signed = Visitor.signed(Agreed.Force.LIVE, Terms.OPEN, Visitor.SINCE_2020);
    var version = signed.version();
    different(List.of(in, in.with(Agreed.NOTHING),
        in.with(Visitor.signed(Agreed.Force.ENDED, Terms.OPEN, Visitor.SINCE_2020)),
        in.with(Visitor.signed(Agreed.Force.LIVE, Terms.OPEN, Period.from(DAY))),
        in.with(Visitor.signed(Agreed.Force.LIVE, Terms.OPEN, new Period(LocalDate.of(2020, 1, 1), DAY))),
        in.with(new Agreed.Signed(Visitor.VISIT, Agreed.Force.LIVE, version)),
        in.with(signed(new TermsVersion(2, version.hash(), Terms.OPEN, Visitor.SINCE_2020))),
        in.with(signed(new TermsVersion(1, "sha256:01", Terms.OPEN, Visitor.SINCE_2020))),
        in.with(new Clubs(clubs.home(), clubs.home(), clubs.zone())),
        in.with(new Clubs(clubs.host(), clubs.host(), clubs.zone())),
        in.with(Visitor.clubs(ZoneId.of("America/Toronto"))),
        in.with(new Clubs(new Clubs.Club(Visitor.HOST, Clubs.Status.INACTIVE), clubs.home(), clubs.zone())),
        in.with(new Clubs(clubs.host(), new Clubs.Club(Visitor.HOME, Clubs.Status.INACTIVE), clubs.zone())),
        in.with(Standing.UNKNOWN), in.with(new Standing.Unproven(Standing.PassFault.INVALID)),
        in.with(new Standing.Unproven(Standing.PassFault.EXPIRED)),
        in.with(Visitor.standing(Standing.Status.LAPSED)), in.with(known(Visitor.VISIT, "FULL")),
        in.with(known(Visitor.MEMBER, "LIFE")),
        in.with(new Standing.Known(Visitor.MEMBER, Standing.Status.ACTIVE, "FULL", DAY)),
        in.with(Visitor.days("2026-06-01")), in.with(Visitor.days("2026-06-02")),
        in.with(Visitor.days("2026-06-01", "2026-06-01")), in.with(History.of(new int[0], Visitor.VISIT)),
        in.with(request.at(request.at().plusNanos(1))), in.with(request.at(request.at().plusSeconds(1))),
        Visitor.forFacility(in, "BAR"), Visitor.withGuests(in, 1), Visitor.withGuests(in, 2),
        in.with(new Request(request.at(), "", List.of(), 1)), guest(in, 12, Request.Relation.CHILD),
        guest(in, 13, Request.Relation.CHILD), guest(in, 12, Request.Relation.OTHER))
        .stream().map(Canonical::inputs).toList());
  }

  private static Agreed signed(TermsVersion version) {
    return new Agreed.Signed(Visitor.AGREEMENT, Agreed.Force.LIVE, version);
  }

  private static Standing known(UUID member, String name) {
    return new Standing.Known(member, Standing.Status.ACTIVE, name, null);
  }

  private static Inputs guest(Inputs inputs, int age, Request.Relation relation) {
    var request = inputs.request();
    return inputs.with(new Request(request.at(), "", List.of(new Request.Guest(age, relation)), 0));
  }

  private static void different(List<byte[]> forms) {
    var seen = new HashSet<String>();
    for (byte[] form : forms) {
      assertThat(seen.add(Canonical.hash(form))).isTrue();
    }
  }

  /** Every field set, and long enough that the writer has to grow more than once. */
  private static Terms rich() {
    return AnyTerms.RICH.withSpecialConditions("Jacket and tie \u2013 no denim. ".repeat(100));
  }
}
