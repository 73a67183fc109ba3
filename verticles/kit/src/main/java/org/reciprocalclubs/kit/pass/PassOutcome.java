package org.reciprocalclubs.kit.pass;

import java.time.Instant;
import java.util.UUID;

/** What a desk learns from a pass. */
public sealed interface PassOutcome {

  /**
   * The home club vouched for this member, and the phone it vouched for is here now. Whether the member is in
   * good standing today is asked elsewhere.
   *
   * @param club the home club
   * @param member the member
   * @param number the member's number in the home club
   * @param shownAt when the phone signed, by its own clock
   * @param nonce the phone's nonce, 8 bytes as one number: two showings differ in it
   */
  record Authentic(UUID club, UUID member, String number, Instant shownAt,
      long nonce) implements PassOutcome {}

  /** A pass of a key that is not on the trust list; it may have been added since the list was read. */
  record UnknownKey(long kid) implements PassOutcome {}

  /** Not a pass to act upon. */
  record Refused(Reason reason) implements PassOutcome {}

  /** Why not; the names are the codes that doors answer with. */
  enum Reason {
    /** Not a pass, altered, or signed by nobody we trust. */
    PASS_INVALID,
    /** A genuine pass whose thirty days are over. */
    PASS_EXPIRED,
    /** A genuine pass that was not signed by its phone just now: a picture, or a wrong clock. */
    PASS_NOT_FRESH
  }
}
