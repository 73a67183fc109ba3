package org.reciprocalclubs.reciprocal.rules;

import java.util.List;

/**
 * Why a command on an agreement was refused.
 *
 * @param reason which of the closed list
 * @param problems what is wrong with the terms; empty for every reason but {@code TERMS_CONTRADICTORY}
 */
public record AgreementRefusal(Reason reason, List<Problem> problems) {

  public AgreementRefusal {
    problems = List.copyOf(problems);
  }

  /** The closed list of reasons for which a command is refused. */
  public enum Reason {
    /** Not possible in the state the agreement is in. */
    WRONG_STATE,
    /** The club has no part in it. */
    NOT_A_PARTY,
    /** A club agrees with another club. */
    SELF_AGREEMENT,
    /** The two clubs have an agreement already. */
    PAIR_HAS_AGREEMENT,
    /** See the problems. */
    TERMS_CONTRADICTORY,
    /** Its last day is past. */
    OVER,
    /** Its last day is not past. */
    NOT_OVER,
    /** Its first day has not come. */
    NOT_YET,
    /** Nobody answers their own proposal. */
    OWN_TERMS,
    /** Only who proposed withdraws. */
    NOT_THE_PROPOSER,
    /** The club has suspended it before. */
    ALREADY_SUSPENDED,
    /** A club lifts only its own suspension. */
    NOT_SUSPENDED_BY_YOU,
    /** The text is longer than {@link Agreement#REASON_LENGTH_MAX}. */
    TEXT_TOO_LONG
  }
}
