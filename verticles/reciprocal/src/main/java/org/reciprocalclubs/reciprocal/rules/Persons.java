package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the visitor is: known, in good standing, not restricted, outside. */
final class Persons {

  private Persons() {}

  static void check(Inputs inputs, long today, Checks checks) {
    switch (inputs.standing()) {
      case Standing.Unproven(var fault) -> checks.add(Rule.PASS.failed(pass(fault)));
      case Standing.Unknown _ -> checks.add(Rule.MEMBER_KNOWN.failed(Code.UNKNOWN_MEMBER));
      case Standing.Known member -> {
        checks.add(Rule.MEMBER_KNOWN.passed());
        checks.add(standing(member.status()));
        paid(member.paidUntil(), today, checks);
        checkRestrictions(inputs, today, checks);
        checks.add(inputs.history().openVisit() == null
            ? Rule.VISIT_OPEN.passed()
            : Rule.VISIT_OPEN.failed(Code.ALREADY_INSIDE));
      }
    }
  }

  private static Code pass(Standing.PassFault fault) {
    return switch (fault) {
      case INVALID -> Code.PASS_INVALID;
      case EXPIRED -> Code.PASS_EXPIRED;
      case NOT_FRESH -> Code.PASS_NOT_FRESH;
      case ALREADY_SHOWN -> Code.PASS_ALREADY_SHOWN;
      case REVOKED -> Code.PASS_REVOKED;
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
      checks.add(Rulebook.after(today, until)
          ? Rule.MEMBER_PAID.failed(Code.MEMBER_LAPSED)
          : Rule.MEMBER_PAID.passed());
    }
  }

  static void checkRestrictions(Inputs inputs, long today, Checks checks) {
    restrictions(inputs.circumstances().restrictions(), inputs.request(), today, checks);
  }

  /** A ban before a suspension, a suspension before a limitation: the worst is told. */
  private static void restrictions(List<Restriction> restrictions, Request request, long today,
      Checks checks) {
    if (restrictions.isEmpty()) {
      return;
    }
    Restriction worst = null;
    for (int i = 0; i < restrictions.size(); i++) {
      var each = restrictions.get(i);
      boolean met = each.holds(today) && each.meets(request);
      if (met && (worst == null || each.kind().compareTo(worst.kind()) < 0)) {
        worst = each;
      }
    }
    if (worst == null) {
      checks.add(Rule.RESTRICTIONS.passed());
      return;
    }
    checks.add(new Check.Failed(Rule.RESTRICTIONS, Scope.AGREEMENT, code(worst), null), cure(worst, request));
    for (int i = 0; i < restrictions.size(); i++) {
      var each = restrictions.get(i);
      if (each.holds(today) && each.meets(request)) {
        checks.cure(cure(each, request));
      }
    }
  }

  /** Each that is met has to be cured, not only the worst. */
  private static Code.Cure cure(Restriction restriction, Request request) {
    if (restriction.kind() == Restriction.Kind.BAN) {
      return Code.Cure.NONE;
    }
    if (!restriction.meets(request.withGuests())) {
      return Code.Cure.PARTY;
    }
    return restriction.lastDay() == null ? Code.Cure.NONE : Code.Cure.TIME;
  }

  private static Code code(Restriction restriction) {
    return switch (restriction.kind()) {
      case BAN -> Code.BANNED;
      case SUSPENSION -> restriction.lastDay() == null ? Code.BANNED : Code.SUSPENDED_HERE;
      case LIMITATION -> Code.LIMITED;
    };
  }
}
