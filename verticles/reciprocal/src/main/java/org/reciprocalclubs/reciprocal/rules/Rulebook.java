package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a visitor is admitted, by what the two clubs signed. Pure and total: the same inputs give
 * the same decision on every machine, and no input makes it throw. It counts in whole numbers only, and the
 * host's calendar and clock decide what a day, a month, a year and an hour is.
 *
 * <pre>{@code
 * switch (Rulebook.decide(inputs)) {
 *   case Decision.Admitted(var verdict) -> openTheDoor(verdict.left());
 *   case Decision.Refused(var verdict) -> explain(verdict.code(), verdict.passesWhen());
 * }
 * }</pre>
 *
 * <p>
 * All rules are checked, in the order of {@link Rule}; the first that fails decides. A rule is one method
 * here that looks at one thing and says passed or failed; to add one, give {@link Rule} and {@link Code} a
 * name, add its line to {@code decide}, and where waiting cures it teach {@code Earliest} the first day that
 * it might pass.
 */
public final class Rulebook {

  /**
   * How far ahead a day that would pass is looked for: beyond a year, so that a yearly cap is seen to end.
   */
  public static final int HORIZON_DAYS = 400;

  private Rulebook() {}

  public static Decision decide(Inputs inputs) {
    var checks = new Checks();
    checks.add(clubsDiffer(inputs.clubs()));
    return switch (inputs.agreed()) {
      case Agreed.Nothing _ -> nothingAgreed(checks);
      case Agreed.Signed signed -> decide(inputs, signed, checks);
    };
  }

  private static Decision nothingAgreed(Checks checks) {
    checks.add(Rule.AGREEMENT.failed(Code.NO_AGREEMENT));
    return new Decision.Refused(new Verdict(checks.list(), null, null, null));
  }

  private static Decision decide(Inputs inputs, Agreed.Signed signed, Checks checks) {
    var now = Moment.of(inputs.request().at(), inputs.clubs().zone().getRules());
    var agreement = agreement(signed, now.day());
    checks.add(agreement);
    if (agreement.code() == Code.AGREEMENT_EXPIRED) {
      return new Decision.Refused(new Verdict(checks.list(), null, null, null));
    }
    var terms = signed.version().terms();
    var quota = new Quota(terms.caps(), inputs.history(), now.day());
    checks.add(clubsActive(inputs.clubs()));
    member(inputs, terms.coverage().membershipClasses(), now.day(), checks);
    visit(inputs, terms, now, checks);
    quota.check(checks);
    guests(inputs.request(), terms.coverage().guestsMax(), checks);
    var fee = fee(terms.fee(), inputs.request(), checks.failed());
    if (checks.failed()) {
      var passesWhen = passesWhen(inputs, signed.version(), checks);
      return new Decision.Refused(new Verdict(checks.list(), passesWhen, quota.left(0), fee));
    }
    return new Decision.Admitted(new Verdict(checks.list(), null, quota.left(1), fee));
  }

  private static Check clubsDiffer(Clubs clubs) {
    return clubs.same() ? Rule.CLUBS_DIFFER.failed(Code.OWN_CLUB) : Rule.CLUBS_DIFFER.passed();
  }

  /** What is over stays over, so that is said first; suspension comes before a first day that may move. */
  private static Check agreement(Agreed.Signed signed, long today) {
    var expiration = signed.version().period().expiration();
    if (signed.force() == Agreed.Force.ENDED || after(today, expiration)) {
      return Rule.AGREEMENT.failed(Code.AGREEMENT_EXPIRED);
    }
    if (signed.force() == Agreed.Force.SUSPENDED) {
      return Rule.AGREEMENT.failed(Code.AGREEMENT_SUSPENDED);
    }
    return today < signed.version().period().effective().toEpochDay()
        ? Rule.AGREEMENT.failed(Code.AGREEMENT_NOT_YET)
        : Rule.AGREEMENT.passed();
  }

  private static Check clubsActive(Clubs clubs) {
    return clubs.bothActive() ? Rule.CLUBS_ACTIVE.passed() : Rule.CLUBS_ACTIVE.failed(Code.CLUB_SUSPENDED);
  }

  private static void member(Inputs inputs, Set<String> classes, long today, Checks checks) {
    switch (inputs.standing()) {
      case Standing.Unproven(var fault) -> checks.add(Rule.PASS.failed(pass(fault)));
      case Standing.Unknown _ -> checks.add(Rule.MEMBER_KNOWN.failed(Code.UNKNOWN_MEMBER));
      case Standing.Known member -> {
        checks.add(Rule.MEMBER_KNOWN.passed());
        checks.add(standing(member.status()));
        paid(member.paidUntil(), today, checks);
        checks.add(outside(inputs.history()));
        covered(classes, member.membershipClass(), Rule.CLASSES, Code.CLASS_NOT_ADMITTED, checks);
      }
    }
  }

  private static Code pass(Standing.PassFault fault) {
    return switch (fault) {
      case INVALID -> Code.PASS_INVALID;
      case EXPIRED -> Code.PASS_EXPIRED;
      case NOT_FRESH -> Code.PASS_NOT_FRESH;
    };
  }

  private static Check standing(Standing.Status status) {
    return switch (status) {
      case ACTIVE -> Rule.MEMBER_STANDING.passed();
      case PENDING -> Rule.MEMBER_STANDING.failed(Code.MEMBER_PENDING);
      case SUSPENDED -> Rule.MEMBER_STANDING.failed(Code.MEMBER_SUSPENDED);
      case LAPSED -> Rule.MEMBER_STANDING.failed(Code.MEMBER_LAPSED);
      case RESIGNED -> Rule.MEMBER_STANDING.failed(Code.MEMBER_RESIGNED);
    };
  }

  private static void paid(@Nullable LocalDate until, long today, Checks checks) {
    if (until != null) {
      checks
          .add(after(today, until) ? Rule.MEMBER_PAID.failed(Code.MEMBER_LAPSED) : Rule.MEMBER_PAID.passed());
    }
  }

  private static Check outside(History history) {
    return history.openVisit() == null
        ? Rule.VISIT_OPEN.passed()
        : Rule.VISIT_OPEN.failed(Code.ALREADY_INSIDE);
  }

  private static void visit(Inputs inputs, Terms terms, Moment now, Checks checks) {
    covered(terms.coverage().facilities(), inputs.request().facility(), Rule.FACILITIES,
        Code.FACILITY_NOT_COVERED, checks);
    blackouts(terms.opening().blackouts(), now.day(), checks);
    if (!terms.opening().hours().isEmpty()) {
      checks.add(new OpeningHours(terms.opening().hours()).check(now));
    }
  }

  private static void covered(Set<String> names, String name, Rule rule, Code code, Checks checks) {
    if (!names.isEmpty()) {
      checks.add(names.contains(name) ? rule.passed() : rule.failed(code));
    }
  }

  private static void blackouts(List<Terms.Blackout> blackouts, long today, Checks checks) {
    if (!blackouts.isEmpty()) {
      checks
          .add(blackedOut(blackouts, today) ? Rule.BLACKOUTS.failed(Code.BLACKOUT) : Rule.BLACKOUTS.passed());
    }
  }

  private static boolean blackedOut(List<Terms.Blackout> blackouts, long day) {
    for (int i = 0; i < blackouts.size(); i++) {
      if (blacksOut(blackouts.get(i), day)) {
        return true;
      }
    }
    return false;
  }

  static boolean blacksOut(Terms.Blackout blackout, long day) {
    return blackout.from().toEpochDay() <= day && day <= blackout.to().toEpochDay();
  }

  private static void guests(Request request, @Nullable Integer max, Checks checks) {
    if (max != null) {
      int brought = request.guests().size();
      var numbers = new Check.Numbers(brought, max);
      checks.add(brought <= max
          ? new Check.Passed(Rule.GUESTS, numbers)
          : new Check.Failed(Rule.GUESTS, Code.TOO_MANY_GUESTS, numbers));
    }
  }

  private static Verdict.@Nullable Charge fee(Terms.@Nullable Fee fee, Request request, boolean refused) {
    if (fee == null) {
      return null;
    }
    if (refused) {
      return new Verdict.Charge(fee.price().times(0), Verdict.Reason.NOT_ADMITTED, fee.route());
    }
    return switch (fee.basis()) {
      case PER_VISIT -> new Verdict.Charge(fee.price(), Verdict.Reason.PER_VISIT, fee.route());
      case PER_HEAD -> new Verdict.Charge(fee.price().times(1 + request.guests().size()),
          Verdict.Reason.PER_HEAD, fee.route());
    };
  }

  /** Only a promise that holds: where anything failed that the visitor cannot cure alone, there is none. */
  private static Verdict.@Nullable PassesWhen passesWhen(Inputs inputs, TermsVersion version, Checks checks) {
    if (!checks.curable()) {
      return null;
    }
    if (!checks.late()) {
      return new Verdict.PassesWhen(null, null, checks.maxGuests());
    }
    Instant at = new Earliest(inputs, version).find();
    if (at == null) {
      return null;
    }
    long day = Moment.of(at, inputs.clubs().zone().getRules()).day();
    return new Verdict.PassesWhen(at, LocalDate.ofEpochDay(day), checks.maxGuests());
  }

  private static boolean after(long today, @Nullable LocalDate last) {
    return last != null && today > last.toEpochDay();
  }
}
