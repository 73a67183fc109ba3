package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.reciprocal.desk.Preview;
import org.reciprocalclubs.reciprocal.rules.Request;

/**
 * What the door would say on a day to come.
 *
 * @param at the moment that was judged
 */
record DayVerdict(Verdict verdict, Instant at) {

  /**
   * Judges that time of that day; where none was said, the first at which the door would admit.
   *
   * @param facts of a visitor at a host
   * @param day by the host's calendar, not before today
   */
  static DayVerdict of(Row facts, Request party, LocalDate day, @Nullable LocalTime time) {
    var zone = ZoneId.of(facts.getString("host_zone"));
    var now = facts.getOffsetDateTime("now").toInstant();
    var at = time == null ? day.atStartOfDay(zone).toInstant() : day.atTime(time).atZone(zone).toInstant();
    at = time == null && at.isBefore(now) ? now : at;
    var verdict = Preview.verdict(facts, party.at(at));
    var later = time == null ? sameDay(verdict, day) : null;
    if (later == null) {
      return new DayVerdict(verdict, at);
    }
    at = day.atTime(later).atZone(zone).toInstant();
    return new DayVerdict(Preview.verdict(facts, party.at(at)), at);
  }

  /** The time at which the door opens to this visitor on the day itself; null where it does not. */
  private static @Nullable LocalTime sameDay(Verdict verdict, LocalDate day) {
    var when = verdict.getPassesWhen();
    return when.hasAt() && when.getFrom().equals(day.toString()) ? LocalTime.parse(when.getAt()) : null;
  }
}
