package org.reciprocalclubs.reciprocal.rules;

import java.util.List;

/**
 * Why a command on a visit was refused.
 *
 * @param reason which of the closed list
 * @param problems what is wrong; empty for every reason but {@code BILL_UNSOUND} and {@code UNSOUND}
 */
public record VisitRefusal(Reason reason, List<Problem> problems) {

  public VisitRefusal {
    problems = List.copyOf(problems);
  }

  /**
   * The closed list of reasons for which a command is refused. A visitor turned away is none: that is an
   * event.
   */
  public enum Reason {
    /** Not possible in the state the visit is in. */
    WRONG_STATE,
    /** The scan id was used by another device or for something else. */
    SCAN_ID_REUSED,
    /** Only the host acts on a visit to it. */
    NOT_THE_HOST,
    /** Only the device that admitted annuls. */
    OTHER_DEVICE,
    /** {@link Visit#ANNUL_WITHIN} is over. */
    TOO_LATE,
    /** See the problems. */
    BILL_UNSOUND,
    /** The text is longer than {@link Visit#REASON_LENGTH_MAX}. */
    TEXT_TOO_LONG,
    /** Of what a correction or a rating says; see the problems. */
    UNSOUND,
    /** The visit was corrected so often that it should be looked at by people. */
    TOO_OFTEN,
    /** Only the member who made the visit rates it. */
    NOT_THE_VISITOR,
    /** Twice; see {@link VisitNotes#RATINGS_MAX}. */
    RATED_ALREADY,
    /** {@link VisitNotes#RATE_WITHIN} is over. */
    RATING_TOO_LATE,
    /** There is nothing to settle. */
    NOT_FLAGGED,
    /** Otherwise than this. */
    SETTLED_ALREADY
  }
}
