package org.reciprocalclubs.kit.pass;

import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A pass on a screen: the credential with the moment it is shown and a nonce, signed by the phone. The phone
 * makes a new one every few seconds. {@link #show} is the phone's side, for tests, demonstrations and load.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Presentation(CoseSign1 signed, CoseSign1 credential, PassClaims claims, Instant shownAt,
    byte[] nonce) {
  static final String PREFIX = "RC1:";
  static final int NONCE_BYTES = 8;
  private static final int FIELDS = 3;
  private static final long LAST_SECOND = 0xffff_ffffL;

  static String show(byte[] credential, PrivateKey phoneKey, Instant at, byte[] nonce) {
    CborItem payload = CborItem.Fields.none().with(1, new CborItem.Bytes(credential))
        .with(2, new CborItem.Int(at.getEpochSecond())).with(3, new CborItem.Bytes(nonce));
    byte[] signed = CoseSign1.sign(OptionalLong.empty(), CborWriter.write(payload), phoneKey).encoded();
    return PREFIX + Base45.encode(signed);
  }

  /** What the text is in form; empty when it is no pass. Nothing is believed yet. */
  static Optional<Presentation> read(String text) {
    if (text.length() > PassVerifier.MAX_CHARS || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    return Base45.decode(text.substring(PREFIX.length())).flatMap(CoseSign1::read)
        .filter(signed -> signed.kid().isEmpty()).flatMap(Presentation::of);
  }

  private static Optional<Presentation> of(CoseSign1 signed) {
    if (CborReader.read(signed.payload())
        .orElse(CborItem.Fields.none()) instanceof CborItem.Fields(var fields)
        && fields.size() == FIELDS
        && fields.get(1L) instanceof CborItem.Bytes(byte[] inner)
        && fields.get(2L) instanceof CborItem.Int(long shown) && shown >= 0 && shown <= LAST_SECOND
        && fields.get(3L) instanceof CborItem.Bytes(byte[] nonce) && nonce.length == NONCE_BYTES) {
      return CoseSign1.read(inner).filter(credential -> credential.kid().isPresent())
          .flatMap(credential -> PassClaims.read(credential.payload()).map(claims -> new Presentation(signed,
              credential, claims, Instant.ofEpochSecond(shown), nonce)));
    }
    return Optional.empty();
  }
}
