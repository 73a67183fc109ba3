package org.reciprocalclubs.reciprocal.rules;

import java.util.List;

/**
 * Why a command on a visit was refused.
 *
 * @param reason which of the closed list
 * @param problems what is wrong with the bill; empty for every reason but {@code BILL_UNSOUND}
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
    TEXT_TOO_LONG
  }
}
