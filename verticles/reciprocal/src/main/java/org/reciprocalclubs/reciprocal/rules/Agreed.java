package org.reciprocalclubs.reciprocal.rules;

import java.util.UUID;

/** What the home club and the host have agreed, as far as it matters at a desk. */
public sealed interface Agreed {

  /** Nothing, or nothing that was ever signed by both. */
  record Nothing() implements Agreed {}

  /**
   * Terms that both signed. Whether they have begun and are not over is judged by their {@link Period} at the
   * moment of the visit; a job that marks agreements as active or expired may be late without anybody being
   * let in or turned away wrongly.
   */
  record Signed(UUID agreement, Force force, TermsVersion version) implements Agreed {}

  /** What the clubs have done to signed terms since. */
  enum Force {
    /** They stand. */
    LIVE,
    /** At least one of the two has suspended them. */
    SUSPENDED,
    /** They were ended: expired or terminated. */
    ENDED
  }

  Agreed NOTHING = new Nothing();
}
