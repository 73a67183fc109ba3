package org.reciprocalclubs.reciprocal.rules;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What two clubs promise each other's members, as data. Days, months, years and times of day are always those
 * of the host club's own time zone. From when until when the terms hold is not here but in {@link Period}.
 *
 * <p>
 * Build them from {@link #OPEN} by the {@code with} methods:
 *
 * <pre>{@code
 * var terms = Terms.OPEN.with(new Terms.Caps(1, 4, 48)).with(Terms.Coverage.ALL.withGuests(0));
 * assert terms.problems().isEmpty();
 * }</pre>
 *
 * <p>
 * Any value can be built, also nonsense; {@link #problems()} names what is wrong, and no agreement is
 * proposed while that list is not empty. The rulebook does not throw for nonsense either.
 *
 * @param caps how many visits
 * @param opening when the house is open to visitors
 * @param coverage who may come, where to, and with whom
 * @param fee what a visit costs; {@code null} when it costs nothing
 * @param specialConditions text for people (dress code, whom to call); it decides nothing
 */
public record Terms(Caps caps, Opening opening, Coverage coverage, @Nullable Fee fee,
    String specialConditions) {

  /** No cap, always open, everybody and everything covered, free. */
  public static final Terms OPEN = new Terms(Caps.NONE, Opening.ALWAYS, Coverage.ALL, null, "");

  /**
   * Everything contradictory or out of bounds, in the order of the fields; empty when the terms are sound.
   */
  public List<Problem> problems() {
    return TermsCheck.problems(this);
  }

  public Terms with(Caps other) {
    return new Terms(other, opening, coverage, fee, specialConditions);
  }

  public Terms with(Opening other) {
    return new Terms(caps, other, coverage, fee, specialConditions);
  }

  public Terms with(Coverage other) {
    return new Terms(caps, opening, other, fee, specialConditions);
  }

  public Terms withFee(@Nullable Fee other) {
    return new Terms(caps, opening, coverage, other, specialConditions);
  }

  public Terms withSpecialConditions(String text) {
    return new Terms(caps, opening, coverage, fee, text);
  }

  /**
   * How many visits one member may make to one host; {@code null} is no cap. The visit being decided counts.
   *
   * @param day visits in one local day
   * @param month visits in one local calendar month
   * @param year visits in one local calendar year
   */
  public record Caps(@Nullable Integer day, @Nullable Integer month, @Nullable Integer year) {
    public static final Caps NONE = new Caps(null, null, null);
  }

  /**
   * When visitors are admitted.
   *
   * @param blackouts days on which nobody is
   * @param hours windows in one of which the moment of entry must lie; empty is always
   */
  public record Opening(List<Blackout> blackouts, List<Window> hours) {
    public static final Opening ALWAYS = new Opening(List.of(), List.of());

    public Opening {
      blackouts = List.copyOf(blackouts);
      hours = List.copyOf(hours);
    }

    public Opening withBlackouts(Blackout... others) {
      return new Opening(List.of(others), hours);
    }

    public Opening withHours(Window... others) {
      return new Opening(blackouts, List.of(others));
    }
  }

  /** Local days, both inclusive, on which no visitor is admitted, and why (for people). */
  public record Blackout(LocalDate from, LocalDate to, String reason) {}

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

  /**
   * Who may come, where to, and with whom.
   *
   * @param membershipClasses classes of the home club that are admitted; empty is all
   * @param facilities what of the host may be used; empty is everything
   * @param guestsMax most guests a member may bring; {@code null} is no limit, 0 is none
   */
  public record Coverage(Set<String> membershipClasses, Set<String> facilities, @Nullable Integer guestsMax) {
    public static final Coverage ALL = new Coverage(Set.of(), Set.of(), null);

    public Coverage {
      membershipClasses = Set.copyOf(membershipClasses);
      facilities = Set.copyOf(facilities);
    }

    public Coverage withClasses(String... names) {
      return new Coverage(Set.of(names), facilities, guestsMax);
    }

    public Coverage withFacilities(String... names) {
      return new Coverage(membershipClasses, Set.of(names), guestsMax);
    }

    public Coverage withGuests(@Nullable Integer max) {
      return new Coverage(membershipClasses, facilities, max);
    }
  }

  /** The price of a visit, what it is multiplied by, and who collects it. */
  public record Fee(Money price, Basis basis, Route route) {}

  /** What a price is for. */
  public enum Basis {
    /** Once, however many come. */
    PER_VISIT,
    /** For the member and for each guest. */
    PER_HEAD
  }

  /** How the money reaches the host. */
  public enum Route {
    PAY_ON_LEAVING, CHARGE_HOME_CLUB
  }
}
