package org.reciprocalclubs.reciprocal.desk;

import io.vertx.sqlclient.Row;
import org.reciprocalclubs.codecs.reciprocal.v1.Allowance;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.reciprocal.rules.Request;

/**
 * What the door would say, asked of a row of facts that a room function gave, without writing anything.
 */
public final class Preview {

  private Preview() {}

  /** The verdict on the member coming alone, now. */
  public static Verdict verdict(Row facts) {
    var read = Facts.read(facts);
    return new Deciding().preview(read, Deciding.booked(Request.alone(read.now()), read));
  }

  /** The verdict on the member asking for this, at its moment. */
  public static Verdict verdict(Row facts, Request request) {
    return new Deciding().preview(Facts.read(facts), request);
  }

  /** What is left before any further visit: an admission counts the visit it admits, a day without guests. */
  public static Allowance leftBefore(Verdict verdict) {
    if (verdict.getCode() != Verdict.Code.ADMITTED) {
      return verdict.getLeft();
    }
    var left = verdict.getLeft().toBuilder();
    if (left.hasDay()) {
      left.setDay(left.getDay() + 1);
    }
    if (left.hasMonth()) {
      left.setMonth(left.getMonth() + 1);
    }
    if (left.hasYear()) {
      left.setYear(left.getYear() + 1);
    }
    if (left.hasRolling()) {
      left.setRolling(left.getRolling() + 1);
    }
    return left.build();
  }
}
