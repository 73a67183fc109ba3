package org.reciprocalclubs.reciprocal.rules;

/** Why a command on a reservation was refused. */
public record ReservationRefusal(Reason reason) {

  /** The closed list of reasons. */
  public enum Reason {
    /** Not possible in the state the reservation is in. */
    WRONG_STATE,
    /** Neither club is the caller's, or it is another member's. */
    NOT_YOURS,
    /** Only the host answers. */
    NOT_THE_HOST,
    /** The host's day has ended. */
    DAY_OVER,
    /** The host's day lasts. */
    DAY_NOT_OVER,
    /** Beyond {@link Reservation#DAYS_AHEAD_MAX}. */
    TOO_FAR_AHEAD,
    /** The member has a live reservation at this host for that day. */
    DAY_TAKEN,
    /** The member has {@link Reservation#LIVE_MAX} live reservations. */
    TOO_MANY
  }
}
