package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a command on an agreement was refused.
 *
 * @param reason which of the closed list
 * @param problems what is wrong with the terms; empty for every reason but {@code TERMS_CONTRADICTORY}
 * @param day the first day, or for {@code AMENDMENT_TOO_LATE} the last, on which it would be possible;
 * {@code null} where no day helps
 */
public record AgreementRefusal(Reason reason, List<Problem> problems, @Nullable LocalDate day) {

  public AgreementRefusal {
    problems = List.copyOf(problems);
  }

  public AgreementRefusal(Reason reason, List<Problem> problems) {
    this(reason, problems, null);
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
    TEXT_TOO_LONG,
    /** The clubs have put too many versions to each other. */
    TOO_MANY_VERSIONS,
    /** An earlier agreement of the two held on its first day. */
    DATES_OVERLAP,
    /** An amendment is open, or agreed and not begun. */
    AMENDMENT_EXISTS,
    /** No amendment waits. */
    NO_AMENDMENT,
    /** An amendment begins on a day to come. */
    AMENDMENT_TOO_SOON,
    /** An amendment begins at the latest on the day after the last. */
    AMENDMENT_TOO_LATE,
    /** One of the two leaves. */
    NOTICE_GIVEN,
    /** The agreed days of notice are not kept. */
    NOTICE_TOO_SHORT,
    /** The agreement ends on that day or before, without notice. */
    ENDS_BEFORE,
    /** Nobody has given notice. */
    NO_NOTICE,
    /** The other club gave notice. */
    NOTICE_NOT_YOURS
  }
}
