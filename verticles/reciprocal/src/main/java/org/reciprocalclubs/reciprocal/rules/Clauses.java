package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The terms of one scope, asked about one request at one moment. */
final class Clauses {
  private final Scope scope;
  private final Terms terms;
  private final Inputs inputs;
  private final Moment now;
  private final Quota quota;

  private Clauses(Scope scope, Terms terms, Inputs inputs, Moment now, LocalDay today) {
    this.scope = scope;
    this.terms = terms;
    this.inputs = inputs;
    this.now = now;
    this.quota = new Quota(scope, terms, history(scope, inputs), inputs.request(), today);
  }

  /** In the order in which they are asked. */
  static Clauses[] of(Inputs inputs, Agreed.Signed signed, Moment now) {
    var bylaws = inputs.bylaws();
    var today = LocalDay.of(now.day());
    var agreement = new Clauses(Scope.AGREEMENT, signed.version().terms(), inputs, now, today);
    var all = new Clauses[1 + (bylaws.house() == null ? 0 : 1) + (bylaws.programme() == null ? 0 : 1)];
    int count = 0;
    if (bylaws.house() != null) {
      all[count++] = new Clauses(Scope.HOUSE, bylaws.house().terms(), inputs, now, today);
    }
    all[count++] = agreement;
    if (bylaws.programme() != null) {
      all[count] = new Clauses(Scope.PROGRAMME, bylaws.programme().terms(), inputs, now, today);
    }
    return all;
  }

  /** What the scope counts: visits to this host, or to all. */
  static History history(Scope scope, Inputs inputs) {
    return scope == Scope.PROGRAMME ? inputs.circumstances().everywhere() : inputs.history();
  }

  Scope scope() {
    return scope;
  }

  Terms terms() {
    return terms;
  }

  Verdict.Left left(boolean admitted) {
    return quota.left(admitted);
  }

  void check(Checks checks) {
    var coverage = terms.coverage();
    if (inputs.standing() instanceof Standing.Known member) {
      covered(coverage.membershipClasses(), member.membershipClass(), Rule.CLASSES, Code.CLASS_NOT_ADMITTED,
          checks);
      covered(coverage.homeTiers(), inputs.clubs().home().tier(), Rule.HOME_TIERS, Code.TIER_NOT_ADMITTED,
          checks);
    }
    if (!coverage.facilities().isEmpty()) {
      checks.add(Facility.in(coverage.facilities(), inputs.request().facility())
          ? Rule.FACILITIES.passed(scope)
          : Rule.FACILITIES.failed(scope, Code.FACILITY_NOT_COVERED));
    }
    opening(checks);
    new EntryRules(scope, terms, inputs, now.day()).check(checks);
    quota.check(checks);
    new Party(scope, coverage.guests(), inputs, now.day()).check(checks);
    capacity(terms.entry().capacity(), checks);
  }

  /** Only what looks at who comes along. */
  void checkParty(Checks checks) {
    new EntryRules(scope, terms, inputs, now.day()).checkBooking(checks);
    quota.checkGuests(checks);
    new Party(scope, terms.coverage().guests(), inputs, now.day()).check(checks);
    capacity(terms.entry().capacity(), checks);
  }

  private void covered(Set<String> names, String name, Rule rule, Code code, Checks checks) {
    if (!names.isEmpty()) {
      checks.add(names.contains(name) ? rule.passed(scope) : rule.failed(scope, code));
    }
  }

  private void opening(Checks checks) {
    var opening = terms.opening();
    if (!opening.seasons().isEmpty()) {
      boolean open = inSeason(opening.seasons(), LocalDate.ofEpochDay(now.day()));
      checks.add(open ? Rule.SEASONS.passed(scope) : Rule.SEASONS.failed(scope, Code.OUT_OF_SEASON));
    }
    if (!opening.blackouts().isEmpty()) {
      boolean closed = blackedOut(opening.blackouts(), now.day());
      checks.add(closed ? Rule.BLACKOUTS.failed(scope, Code.BLACKOUT) : Rule.BLACKOUTS.passed(scope));
    }
    if (!opening.hours().isEmpty()) {
      checks.add(OpeningHours.check(scope, opening.hours(), now));
    }
  }

  static boolean inSeason(List<Opening.Season> seasons, LocalDate date) {
    for (int i = 0; i < seasons.size(); i++) {
      if (seasons.get(i).holds(date)) {
        return true;
      }
    }
    return false;
  }

  static boolean blackedOut(List<Opening.Blackout> blackouts, long day) {
    for (int i = 0; i < blackouts.size(); i++) {
      if (blackouts.get(i).holds(day)) {
        return true;
      }
    }
    return false;
  }

  /** A house counts everybody, an agreement the partner's; a programme knows no house. */
  private void capacity(Entry.@Nullable Capacity capacity, Checks checks) {
    if (capacity == null || scope == Scope.PROGRAMME) {
      return;
    }
    boolean all = scope == Scope.HOUSE;
    var full = inputs.circumstances().occupancy();
    room(Rule.CAPACITY_DAY, Code.HOUSE_FULL_TODAY, all ? full.today() : full.todayOfHome(), capacity.day(),
        checks);
    room(Rule.CAPACITY_INSIDE, Code.HOUSE_FULL_NOW, all ? full.inside() : full.insideOfHome(),
        capacity.inside(), checks);
  }

  private void room(Rule rule, Code code, int heads, @Nullable Integer most, Checks checks) {
    if (most != null) {
      var numbers = new Check.Numbers(heads, most);
      if ((long) heads + inputs.request().heads() <= most) {
        checks.add(new Check.Passed(rule, scope, numbers));
      } else {
        var refusal = new Check.Failed(rule, scope, code, numbers);
        checks.add(refusal, heads < most && inputs.request().heads() > 1 ? Code.Cure.PARTY : code.cure());
        if (inputs.request().heads() > most) {
          // as many would not come in on any other day either
          checks.cure(most < 1 ? Code.Cure.NONE : Code.Cure.PARTY);
        }
      }
    }
  }
}
