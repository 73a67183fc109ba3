package org.reciprocalclubs.reciprocal.rules;

import java.util.List;

/** Who comes along, by one scope's terms. */
final class Party {
  private final Scope scope;
  private final Coverage.Guests rule;
  private final Inputs inputs;
  private final long today;
  private final List<Request.Guest> guests;

  Party(Scope scope, Coverage.Guests rule, Inputs inputs, long today) {
    this.today = today;
    this.scope = scope;
    this.rule = rule;
    this.inputs = inputs;
    this.guests = inputs.request().guests();
  }

  void check(Checks checks) {
    if (rule.max() != null) {
      most(Rule.GUESTS, Code.TOO_MANY_GUESTS, rule.max(), checks);
    }
    if (rule.consent() && !guests.isEmpty()) {
      most(Rule.GUESTS_CONSENT, Code.GUESTS_NEED_CONSENT, consented(), checks);
    }
    if (rule.minimumAge() != null && !guests.isEmpty()) {
      age(rule.minimumAge(), checks);
    }
  }

  private void most(Rule of, Code code, int most, Checks checks) {
    int counted = rule.counted(guests);
    var numbers = new Check.Numbers(counted, most);
    checks.add(counted <= most
        ? new Check.Passed(of, scope, numbers)
        : new Check.Failed(of, scope, code, numbers));
  }

  /** What the home club's letter agrees to, while it lasts. */
  private int consented() {
    return inputs.standing() instanceof Standing.Known known && known.letter() != null
        && known.letter().holds(today) ? known.letter().guests() : 0;
  }

  private void age(int minimum, Checks checks) {
    int youngest = Integer.MAX_VALUE;
    for (int i = 0; i < guests.size(); i++) {
      var age = guests.get(i).age();
      youngest = age == null ? youngest : Math.min(youngest, age);
    }
    if (youngest >= minimum) {
      checks.add(Rule.GUESTS_AGE.passed(scope));
    } else {
      checks.add(new Check.Failed(Rule.GUESTS_AGE, scope, Code.GUEST_TOO_YOUNG,
          new Check.Numbers(youngest, minimum)));
    }
  }
}
