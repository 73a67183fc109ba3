package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.Moments.Act;
import org.reciprocalclubs.reciprocal.Moments.Span;
import org.reciprocalclubs.reciprocal.rules.Restriction;

/**
 * A restriction, and when it came and went. Immutable.
 *
 * @param member null for all of the home club
 * @param from by the platform's clock
 * @param to by the platform's clock; null while it holds
 * @param imposing null where that was done before
 * @param lifting null where that was done before, or was not
 */
record Restrained(UUID host, UUID home, @Nullable UUID member, Restriction rule, Instant from,
    @Nullable Instant to, @Nullable Span imposing, @Nullable Span lifting) {

  static Restrained read(Row row, Moments moments) {
    var id = row.getUUID("id");
    var to = row.getOffsetDateTime("lifted_at");
    var rule = new Restriction(id, Restriction.Kind.valueOf(row.getString("kind")),
        row.getLocalDate("last_day"), Set.of(row.getArrayOfStrings("facilities")),
        row.getBoolean("no_guests"));
    return new Restrained(row.getUUID("host"), row.getUUID("home"), row.getUUID("member"), rule,
        row.getOffsetDateTime("imposed_at").toInstant(), to == null ? null : to.toInstant(),
        moments.when(Act.IMPOSE, id), to == null ? null : moments.when(Act.LIFT, id));
  }

  /** Whether it is on that visitor, on that day of the host. */
  boolean meets(Entered entered) {
    var day = LocalDate.ofInstant(entered.at(), SmallWorld.ZONE);
    return host.equals(entered.who().host()) && home.equals(entered.home())
        && (member == null || member.equals(entered.who().member()))
        && (rule.lastDay() == null || !rule.lastDay().isBefore(day));
  }

  boolean mustBeSeen(Entered entered) {
    boolean imposed = imposing == null || imposing.before(entered.span());
    boolean held = entered.late()
        ? heldAt(entered.at())
        : to == null || lifting != null && lifting.after(entered.span());
    return meets(entered) && imposed && held;
  }

  boolean mayBeSeen(Entered entered) {
    boolean imposed = imposing == null || !imposing.after(entered.span());
    boolean lifted = to != null && (lifting == null || lifting.before(entered.span()));
    return meets(entered) && imposed && (entered.late() ? mayHaveHeldAt(entered.at(), lifted) : !lifted);
  }

  private boolean heldAt(Instant then) {
    return !from.isAfter(then) && (to == null || to.isAfter(then));
  }

  private boolean mayHaveHeldAt(Instant then, boolean lifted) {
    return !from.isAfter(then) && (!lifted || to == null || to.isAfter(then));
  }
}
