package org.reciprocalclubs.kit.pass;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What the home club vouches for: this member, holding this phone key, for this time. Immutable; the array is
 * not copied.
 *
 * @param club the home club
 * @param member the member
 * @param phoneKey compressed point of the phone's P-256 key (33 bytes)
 * @param issuedAt from when, whole seconds
 * @param expiresAt until when, whole seconds; at most {@link #LIFETIME} later
 * @param number the member's number in the home club, at most {@link #NUMBER_CHARS} visible ASCII characters
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PassClaims(UUID club, UUID member, byte[] phoneKey, Instant issuedAt, Instant expiresAt,
    String number) {
  /** How long a credential lasts. */
  public static final Duration LIFETIME = Duration.ofDays(30);
  /** Longest number on a pass. */
  public static final int NUMBER_CHARS = 32;
  private static final int FIELDS = 6;
  private static final long LAST_SECOND = 0xffff_ffffL;

  public PassClaims {
    if (!sound(phoneKey, issuedAt.getEpochSecond(), expiresAt.getEpochSecond(), number)) {
      throw new IllegalArgumentException("These claims make no pass");
    }
  }

  /** The credential: these claims signed by the home club's key. */
  public byte[] signedBy(long kid, PrivateKey clubKey) {
    return CoseSign1.sign(OptionalLong.of(kid), CborWriter.write(fields()), clubKey).encoded();
  }

  private CborItem fields() {
    return CborItem.Fields.none().with(1, bytes(club)).with(2, bytes(member))
        .with(3, new CborItem.Bytes(phoneKey)).with(4, new CborItem.Int(issuedAt.getEpochSecond()))
        .with(5, new CborItem.Int(expiresAt.getEpochSecond())).with(6, new CborItem.Text(number));
  }

  static Optional<PassClaims> read(byte[] payload) {
    if (CborReader.read(payload).orElse(CborItem.Fields.none()) instanceof CborItem.Fields(var fields)
        && fields.size() == FIELDS
        && fields.get(1L) instanceof CborItem.Bytes(byte[] club) && club.length == 16
        && fields.get(2L) instanceof CborItem.Bytes(byte[] member) && member.length == 16
        && fields.get(3L) instanceof CborItem.Bytes(byte[] phoneKey)
        && fields.get(4L) instanceof CborItem.Int(long issued)
        && fields.get(5L) instanceof CborItem.Int(long expires)
        && fields.get(6L) instanceof CborItem.Text(String number)
        && sound(phoneKey, issued, expires, number)) {
      return Optional.of(new PassClaims(uuid(club), uuid(member), phoneKey, Instant.ofEpochSecond(issued),
          Instant.ofEpochSecond(expires), number));
    }
    return Optional.empty();
  }

  private static boolean sound(byte[] phoneKey, long issued, long expires, String number) {
    return phoneKey.length == P256.COMPRESSED_BYTES && issued >= 0 && expires <= LAST_SECOND
        && issued < expires && expires - issued <= LIFETIME.toSeconds()
        && !number.isEmpty() && number.length() <= NUMBER_CHARS
        && number.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  static CborItem bytes(UUID id) {
    return new CborItem.Bytes(ByteBuffer.allocate(16).putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits()).array());
  }

  private static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
