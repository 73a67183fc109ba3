package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;

/**
 * When visitors are admitted.
 *
 * @param blackouts days on which nobody is
 * @param seasons parts of the year in one of which the day must lie; empty is all the year
 * @param hours windows in one of which the moment of entry must lie; empty is always
 */
public record Opening(List<Blackout> blackouts, List<Season> seasons, List<Window> hours) {
  public static final Opening ALWAYS = new Opening(List.of(), List.of(), List.of());

  public Opening {
    blackouts = List.copyOf(blackouts);
    seasons = List.copyOf(seasons);
    hours = List.copyOf(hours);
  }

  /** In all seasons. */
  public Opening(List<Blackout> blackouts, List<Window> hours) {
    this(blackouts, List.of(), hours);
  }

  public Opening withBlackouts(Blackout... others) {
    return new Opening(List.of(others), seasons, hours);
  }

  public Opening withSeasons(Season... others) {
    return new Opening(blackouts, List.of(others), hours);
  }

  public Opening withHours(Window... others) {
    return new Opening(blackouts, seasons, List.of(others));
  }

  /** Whether the house is closed all day: blacked out, out of season, or without hours on its weekday. */
  public boolean closedOn(LocalDate day) {
    return blackouts.stream().anyMatch(blackout -> blackout.holds(day.toEpochDay()))
        || !seasons.isEmpty() && seasons.stream().noneMatch(season -> season.holds(day))
        || !hours.isEmpty() && hours.stream().noneMatch(window -> window.days().contains(day.getDayOfWeek()));
  }

  /** Local days, both inclusive, on which no visitor is admitted, and why (for people). */
  public record Blackout(LocalDate from, LocalDate to, String reason) {
    boolean holds(long day) {
      return from.toEpochDay() <= day && day <= to.toEpochDay();
    }
  }

  /**
   * A part of every year, both days inclusive; one that ends before it begins goes on over the turn of the
   * year. A season that begins or ends on 29 February does so on 1 March or 28 February in other years.
   */
  public record Season(MonthDay from, MonthDay to) {
    private static final int MONTH = 32;

    boolean holds(LocalDate date) {
      int day = date.getMonthValue() * MONTH + date.getDayOfMonth();
      int first = from.getMonthValue() * MONTH + from.getDayOfMonth();
      int last = to.getMonthValue() * MONTH + to.getDayOfMonth();
      return first <= last ? first <= day && day <= last : first <= day || day <= last;
    }
  }

  /**
   * An opening window of the week: on each of {@code days} from {@code from} until just before {@code to}.
   * Where {@code to} is not after {@code from} it ends on the next day, so 18:00-02:00 on a Friday admits at
   * one o'clock on Saturday, and 00:00-00:00 is the whole day.
   */
  public record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    public Window {
      days = Set.copyOf(days);
    }
  }
}
