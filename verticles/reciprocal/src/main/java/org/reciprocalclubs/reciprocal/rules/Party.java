package org.reciprocalclubs.reciprocal.rules;

import java.util.List;

/** Who comes along, by one scope's terms. */
final class Party {
  private final Scope scope;
  private final Coverage.Guests rule;
  private final Inputs inputs;
  private final List<Request.Guest> guests;

  Party(Scope scope, Coverage.Guests rule, Inputs inputs) {
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
    int family = family();
    int counted = guests.size() - family;
    var numbers = new Check.Numbers(counted, most);
    if (counted <= most) {
      checks.add(new Check.Passed(of, scope, numbers));
    } else {
      checks.add(new Check.Failed(of, scope, code, numbers));
      checks.maxGuests((int) Math.clamp((long) most + family, 0, guests.size()));
    }
  }

  private int family() {
    int family = 0;
    for (int i = 0; i < guests.size(); i++) {
      family += rule.isFamily(guests.get(i)) ? 1 : 0;
    }
    return family;
  }

  /** What the home club's letter agrees to. */
  private int consented() {
    return inputs.standing() instanceof Standing.Known known && known.letter() != null
        ? known.letter().guests()
        : 0;
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
