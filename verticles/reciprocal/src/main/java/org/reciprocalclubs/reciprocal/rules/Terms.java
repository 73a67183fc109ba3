package org.reciprocalclubs.reciprocal.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clubs promise each other's members, as data. The same language serves three scopes ({@link Scope}): an
 * agreement of two clubs, the rules of a house for all its visitors, and a home club's programme for its
 * members at all hosts. Days, months, years and times of day are always those of the host club's own time
 * zone. From when until when terms hold is not here but in {@link Period}.
 *
 * <p>
 * Build them from {@link #OPEN} by the {@code with} methods:
 *
 * <pre>{@code
 * var terms = Terms.OPEN.with(new Caps(1, 4, 48)).with(Coverage.ALL.withGuests(0));
 * assert terms.problems().isEmpty();
 * }</pre>
 *
 * <p>
 * Any value can be built, also nonsense; {@link #problems()} names what is wrong, and nothing is agreed while
 * that list is not empty. The rulebook does not throw for nonsense either.
 *
 * @param caps how much
 * @param opening when the house is open to visitors
 * @param coverage who may come, where to, and with whom
 * @param entry what has to be brought and done before
 * @param fees what a visit costs; {@code null} where these terms say nothing of money
 * @param advice for people; it decides nothing
 */
public record Terms(Caps caps, Opening opening, Coverage coverage, Entry entry, @Nullable Fees fees,
    Advice advice) {

  /** No cap, always open, everybody and everything covered, free. */
  public static final Terms OPEN = new Terms(Caps.NONE, Opening.ALWAYS, Coverage.ALL, Entry.FREE, null,
      Advice.NONE);

  /**
   * What people are told before they come.
   *
   * @param dressCode what to wear
   * @param specialConditions anything else, such as whom to call
   */
  public record Advice(String dressCode, String specialConditions) {
    public static final Advice NONE = new Advice("", "");
  }

  /**
   * Everything contradictory, dead or out of bounds, in the order of the fields; empty when the terms are
   * sound.
   */
  public List<Problem> problems() {
    return TermsCheck.problems(this);
  }

  public Terms with(Caps other) {
    return new Terms(other, opening, coverage, entry, fees, advice);
  }

  public Terms with(Opening other) {
    return new Terms(caps, other, coverage, entry, fees, advice);
  }

  public Terms with(Coverage other) {
    return new Terms(caps, opening, other, entry, fees, advice);
  }

  public Terms with(Entry other) {
    return new Terms(caps, opening, coverage, other, fees, advice);
  }

  public Terms withFees(@Nullable Fees other) {
    return new Terms(caps, opening, coverage, entry, other, advice);
  }

  public Terms withSpecialConditions(String text) {
    return new Terms(caps, opening, coverage, entry, fees, new Advice(advice.dressCode(), text));
  }

  public Terms withDressCode(String text) {
    return new Terms(caps, opening, coverage, entry, fees, new Advice(text, advice.specialConditions()));
  }
}
