package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a visitor is admitted, by what the two clubs signed and by what each of them says by
 * itself. Pure and total: the same inputs give the same decision on every machine, and no input makes it
 * throw. It counts in whole numbers only, and the host's calendar and clock decide what a day, a month, a
 * year and an hour is.
 *
 * <pre>{@code
 * switch (Rulebook.decide(inputs)) {
 *   case Decision.Admitted(var verdict) -> openTheDoor(verdict.left());
 *   case Decision.Refused(var verdict) -> explain(verdict.code(), verdict.passesWhen());
 * }
 * }</pre>
 *
 * <p>
 * All rules are checked: first what concerns the clubs and the member ({@link Persons}), then the terms of
 * each {@link Scope} ({@link Clauses}); the first that fails decides. A rule is one method that looks at one
 * thing and says passed or failed; to add one, give {@link Rule} and {@link Code} a name, add its line to
 * {@code Clauses}, and where waiting cures it teach {@code Earliest} the first day that it might pass.
 */
public final class Rulebook {

  /**
   * How far ahead a day that would pass is looked for: beyond a year, so that a yearly cap is seen to end.
   */
  public static final int HORIZON_DAYS = 400;

  private Rulebook() {}

  public static Decision decide(Inputs inputs) {
    return decide(inputs, false);
  }

  /**
   * The verdict on a visitor who is let in whatever it says, or was: the same rules checked, with the fee and
   * the rest of an admission.
   */
  public static Verdict overridden(Inputs inputs) {
    return decide(inputs, true).verdict();
  }

  private static Decision decide(Inputs inputs, boolean anyway) {
    var checks = clubs(inputs);
    return switch (inputs.agreed()) {
      case Agreed.Nothing _ -> nothing(Rule.AGREEMENT.failed(Code.NO_AGREEMENT), checks);
      case Agreed.Signed signed -> decide(inputs, signed, checks, anyway);
    };
  }

  private static Checks clubs(Inputs inputs) {
    var checks = new Checks();
    checks.add(inputs.clubs().same()
        ? Rule.CLUBS_DIFFER.failed(Code.OWN_CLUB)
        : Rule.CLUBS_DIFFER.passed());
    return checks;
  }

  /** Without an agreement a host learns nothing about another club's member. */
  private static Decision nothing(Check agreement, Checks checks) {
    checks.add(agreement);
    return new Decision.Refused(new Verdict(checks.list(), null, null, null));
  }

  private static Decision decide(Inputs inputs, Agreed.Signed signed, Checks checks, boolean anyway) {
    var now = Moment.of(inputs.request().at(), inputs.clubs().zone().getRules());
    var agreement = agreement(signed, now.day());
    if (agreement.code() == Code.AGREEMENT_EXPIRED) {
      return nothing(agreement, checks);
    }
    var clauses = Clauses.of(inputs, signed, now);
    check(inputs, agreement, now, clauses, checks);
    return decided(inputs, clauses, checks, anyway ? null : new Cures(inputs, signed, now));
  }

  private static void check(Inputs inputs, Check agreement, Moment now, Clauses[] clauses, Checks checks) {
    checks.add(agreement);
    checks.add(inputs.clubs().bothActive()
        ? Rule.CLUBS_ACTIVE.passed()
        : Rule.CLUBS_ACTIVE.failed(Code.CLUB_SUSPENDED));
    Persons.check(inputs, now.day(), checks);
    for (int i = 0; i < clauses.length; i++) {
      clauses[i].check(checks);
    }
  }

  /** Every rule, as {@link #decide} checks it, and nothing that follows from them. */
  static Checks checks(Inputs inputs, Agreed.Signed signed, Moment now) {
    var checks = clubs(inputs);
    check(inputs, agreement(signed, now.day()), now, Clauses.of(inputs, signed, now), checks);
    return checks;
  }

  /** Whether a rule fails that a smaller party would pass: only those are checked that look at the party. */
  static boolean crowded(Inputs inputs, Agreed.Signed signed, Moment now) {
    var checks = Checks.few();
    if (inputs.standing() instanceof Standing.Known) {
      Persons.checkRestrictions(inputs, now.day(), checks);
    }
    for (var each : Clauses.of(inputs, signed, now)) {
      each.checkParty(checks);
    }
    return checks.crowded();
  }

  /** @param cures {@code null} for whoever comes in anyway */
  private static Decision decided(Inputs inputs, Clauses[] clauses, Checks checks, @Nullable Cures cures) {
    boolean entering = cures == null || !checks.failed();
    var left = Verdict.Left.ALL;
    for (int i = 0; i < clauses.length; i++) {
      left = clauses[i].left(entering).and(left);
    }
    var fee = Tariff.charge(inputs, clauses, entering);
    if (!checks.failed()) {
      return new Decision.Admitted(new Verdict(checks.list(), null, left, fee));
    }
    var passesWhen = cures == null ? null : cures.find(checks);
    return new Decision.Refused(new Verdict(checks.list(), passesWhen, left, fee));
  }

  /** What is over stays over, so that is said first; suspension comes before a first day that may move. */
  private static Check agreement(Agreed.Signed signed, long today) {
    var period = signed.version().period();
    if (signed.force() == Agreed.Force.ENDED || after(today, period.expiration())) {
      return Rule.AGREEMENT.failed(Code.AGREEMENT_EXPIRED);
    }
    if (signed.force() == Agreed.Force.SUSPENDED) {
      return Rule.AGREEMENT.failed(Code.AGREEMENT_SUSPENDED);
    }
    return signed.force() == Agreed.Force.PENDING || today < period.effective().toEpochDay()
        ? Rule.AGREEMENT.failed(Code.AGREEMENT_NOT_YET)
        : Rule.AGREEMENT.passed();
  }

  static boolean after(long today, @Nullable LocalDate last) {
    return last != null && today > last.toEpochDay();
  }
}
