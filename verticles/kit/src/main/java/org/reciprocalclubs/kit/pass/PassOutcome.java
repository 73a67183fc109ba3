package org.reciprocalclubs.kit.pass;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.reciprocalclubs.kit.hash.Sha256;

/** What a desk learns from a pass. */
public sealed interface PassOutcome {

  /**
   * The home club vouched for this member, and the phone it vouched for is here now. Whether the member is in
   * good standing today is asked elsewhere.
   *
   * @param club the home club
   * @param member the member
   * @param number the member's number in the home club
   * @param issuedAt when the home club signed, whole seconds
   * @param shownAt when the phone signed, by its own clock, whole seconds
   * @param nonce the phone's nonce, 8 bytes as one number: two showings differ in it
   */
  record Authentic(UUID club, UUID member, String number, Instant issuedAt, Instant shownAt,
      long nonce) implements PassOutcome {
    private static final byte[] SHOWN = "RC1:shown".getBytes(StandardCharsets.US_ASCII);

    /**
     * What tells this showing from every other, so that it can be used up: SHA-256 of the member, the moment
     * and the nonce. Not of the text: whoever has one good signature can write a second one that is as good
     * (r, n - s), and the same showing in other words would count as a new one.
     */
    public byte[] showing() {
      var told = ByteBuffer.allocate(SHOWN.length + 4 * Long.BYTES).put(SHOWN)
          .putLong(member.getMostSignificantBits()).putLong(member.getLeastSignificantBits())
          .putLong(shownAt.getEpochSecond()).putLong(nonce);
      return Sha256.of(told.array());
    }

    /** After this moment no desk takes the showing any more, however its clock stands. */
    public Instant shownUntil() {
      return shownAt.plus(PassVerifier.MAX_AGE).plus(PassVerifier.MAX_AHEAD);
    }
  }

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
