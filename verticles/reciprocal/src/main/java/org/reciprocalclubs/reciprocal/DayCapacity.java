package org.reciprocalclubs.reciprocal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckedRule;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Rule;
import org.reciprocalclubs.reciprocal.rules.Scope;

/**
 * Whether there is room on its day for what a host is about to confirm: so many heads as its house, and its
 * agreement with the home club, take in a day. Everything else was asked when it was announced, and is asked
 * again at the door.
 */
final class DayCapacity {
  private static final Set<String> RULES = Set.of(Rule.CAPACITY_DAY.id(Scope.HOUSE),
      Rule.CAPACITY_DAY.id(Scope.AGREEMENT));

  private DayCapacity() {}

  /**
   * Holds the day for this transaction, so that nobody else is promised the same place.
   *
   * @param asked as it is stored
   * @throws Problem HOUSE_FULL_TODAY, with the numbers of the rule
   */
  static void require(Tx tx, Reservation asked) {
    tx.one("select * from reciprocal.facts_of_reservation($1)", UUID.fromString(asked.getId()))
        .map(facts -> DayVerdict.of(facts, party(asked), LocalDate.parse(asked.getDay()),
            asked.hasTime() ? LocalTime.parse(asked.getTime()) : null).verdict())
        .flatMap(verdict -> verdict.getCheckedList().stream()
            .filter(check -> !check.getOk() && RULES.contains(check.getRule())).findFirst())
        .ifPresent(check -> {
          throw full(check);
        });
  }

  /** How many they are is all that room is measured by. */
  private static Request party(Reservation asked) {
    var guest = new Request.Guest(null, Request.Relation.OTHER);
    return Request.alone(Instant.EPOCH).withGuests(
        Collections.nCopies(asked.getGuestsCount(), guest).toArray(Request.Guest[]::new));
  }

  private static Problem full(CheckedRule check) {
    return Refusals.notAdmitted(Verdict.newBuilder().setCode(Verdict.Code.HOUSE_FULL_TODAY)
        .setRule(check.getRule()).putNumbers("used", check.getUsed()).putNumbers("limit", check.getLimit())
        .build());
  }
}
