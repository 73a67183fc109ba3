package org.reciprocalclubs.reciprocal.rules;

import java.util.UUID;

/** What the home club and the host have agreed, as far as it matters at a desk. */
public sealed interface Agreed {

  /** Nothing, or nothing that was ever signed by both. */
  record Nothing() implements Agreed {}

  /**
   * Terms that both signed. Whether their first day has come and their last is not over is judged by their
   * {@link Period} at the moment of the visit; a job that marks agreements as expired may be late without
   * anybody being let in wrongly.
   */
  record Signed(UUID agreement, Force force, TermsVersion version) implements Agreed {}

  /** What has become of signed terms since. */
  enum Force {
    /** They stand, or will by their first day. */
    LIVE,
    /** At least one of the two has suspended them. */
    SUSPENDED,
    /** They were ended: expired or terminated. */
    ENDED,
    /** Their first day has come, and something still stands between it and their force. */
    PENDING
  }

  Agreed NOTHING = new Nothing();
}
