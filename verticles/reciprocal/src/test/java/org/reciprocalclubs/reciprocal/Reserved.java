package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.reciprocal.SmallWorld.At;
import org.reciprocalclubs.reciprocal.rules.Request.Booked;

/**
 * A reservation, as it was before things happened at once, and as it was after them: followers move it on
 * whenever they get to it. Immutable.
 *
 * @param before empty where there was none
 * @param confirmed whether it ever was, or the member came by it
 */
record Reserved(UUID id, At at, LocalDate day, Booked booked, String before, String after,
    boolean confirmed) {
  private static final Set<String> EXPECTED = Set.of("CONFIRMED", "CHECKED_IN");
  private static final Set<String> EXPECTED_THEN = Set.of("CONFIRMED", "CHECKED_IN", "NO_SHOW", "CANCELLED");
  private static final Set<String> NOT_YET = Set.of("", "REQUESTED");

  static Reserved read(Row row, String before) {
    return new Reserved(row.getUUID("id"), new At(row.getUUID("host"), row.getUUID("member")),
        row.getLocalDate("day"),
        new Booked(row.getOffsetDateTime("requested_at").toInstant(),
            row.getInteger("guests")),
        before, row.getString("state"), row.getBoolean("confirmed"));
  }

  boolean live() {
    return after.equals("REQUESTED") || after.equals("CONFIRMED");
  }

  boolean isOf(Entered entered) {
    return at.equals(entered.who()) && day.equals(LocalDate.ofInstant(entered.at(), SmallWorld.ZONE));
  }

  boolean mustBeSeen() {
    return EXPECTED.contains(before) && EXPECTED.contains(after);
  }

  boolean mayBeSeen(boolean late) {
    var expected = late ? EXPECTED_THEN : EXPECTED;
    return confirmed
        && (expected.contains(before) || expected.contains(after) || NOT_YET.contains(before));
  }
}
