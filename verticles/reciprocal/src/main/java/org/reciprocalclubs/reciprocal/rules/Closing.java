package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * When a house closes behind its visitors. A visitor is of the day on which they came, or, where they stay
 * overnight, on which they leave; one who came after midnight in hours that began the evening before is of
 * that evening. The house closes for the day at the end of its last hours; where it has none on that day, or
 * none that end after the visitor came, at {@link #WITHOUT_HOURS} of the next morning. One that has said no
 * hours at all never closes: who came there is taken to have left {@link House#stayMax} later.
 */
final class Closing {
  /** By when a house has closed for a day before on which it had no hours. */
  static final LocalTime WITHOUT_HOURS = LocalTime.of(4, 0);

  private Closing() {}

  /** Ends the visit where the house has closed behind it, and does nothing before. */
  static Outcome<Visit.Event, VisitRefusal> decide(Visit.VisitOpened opened, Visit.CloseHouse command) {
    var closing = of(opened.decided().at(), opened.use().nights(), command.house());
    return command.act().at().isBefore(closing)
        ? Visit.accepted()
        : Visit.accepted(new Visit.VisitClosed(command.act(), Bill.NONE, closing));
  }

  /**
   * The moment from which nobody of this visit is inside any more.
   *
   * @param opened when the visitor came in
   * @param nights that they stay
   */
  static Instant of(Instant opened, int nights, House house) {
    if (house.hours().isEmpty()) {
      return opened.atZone(house.zone()).plusDays(nights).toInstant().plus(house.stayMax());
    }
    var came = LocalDateTime.ofInstant(opened, house.zone());
    var day = evening(came, house.hours()).plusDays(nights);
    Instant last = null;
    for (var window : house.hours()) {
      if (window.days().contains(day.getDayOfWeek())) {
        var end = end(window, day, house.zone());
        last = end.isAfter(opened) && (last == null || end.isAfter(last)) ? end : last;
      }
    }
    return last == null ? at(day.plusDays(1), WITHOUT_HOURS, house.zone()) : last;
  }

  /** The day of whose hours a visitor is. */
  private static LocalDate evening(LocalDateTime came, List<Opening.Window> hours) {
    var before = came.toLocalDate().minusDays(1);
    for (var window : hours) {
      if (overnight(window) && window.days().contains(before.getDayOfWeek())
          && came.toLocalTime().isBefore(window.to())) {
        return before;
      }
    }
    return came.toLocalDate();
  }

  private static boolean overnight(Opening.Window window) {
    return !window.to().isAfter(window.from());
  }

  private static Instant end(Opening.Window window, LocalDate day, ZoneId zone) {
    return at(overnight(window) ? day.plusDays(1) : day, window.to(), zone);
  }

  /** Where the clock shows the time twice, the second: nobody is sent home early. */
  private static Instant at(LocalDate day, LocalTime time, ZoneId zone) {
    return day.atTime(time).atZone(zone).withLaterOffsetAtOverlap().toInstant();
  }
}
