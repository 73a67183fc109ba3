package org.reciprocalclubs.kit.pass;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One signer, one payload (RFC 9052, section 4.2), tagged 18, with ES256 (RFC 9053) in the protected header.
 * The key id, where there is one, is 8 bytes and is protected too. Any other header is refused.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CoseSign1(OptionalLong kid, byte[] payload, byte[] signature) {
  static final int SIGNATURE_BYTES = 64;
  private static final long TAG = 18;
  private static final long ALG = 1;
  private static final long KID = 4;
  private static final long ES256 = -7;
  private static final CborItem CONTEXT = new CborItem.Text("Signature1");

  static CoseSign1 sign(OptionalLong kid, byte[] payload, PrivateKey key) {
    return new CoseSign1(kid, payload, P256.sign(key, toBeSigned(kid, payload)));
  }

  boolean verifiedBy(PublicKey key) {
    return P256.verify(key, toBeSigned(kid, payload), signature);
  }

  byte[] encoded() {
    return CborWriter.write(new CborItem.Tagged(TAG, CborItem.Items.of(
        new CborItem.Bytes(header(kid)), CborItem.Fields.none(), new CborItem.Bytes(payload),
        new CborItem.Bytes(signature))));
  }

  static Optional<CoseSign1> read(byte[] bytes) {
    return CborReader.read(bytes).flatMap(CoseSign1::of);
  }

  private static Optional<CoseSign1> of(CborItem item) {
    if (item instanceof CborItem.Tagged(long tag, CborItem.Items(List<CborItem> parts)) && tag == TAG
        && parts.size() == 4
        && parts.get(0) instanceof CborItem.Bytes(byte[] header)
        && parts.get(1) instanceof CborItem.Fields open && open.values().isEmpty()
        && parts.get(2) instanceof CborItem.Bytes(byte[] payload)
        && parts.get(3) instanceof CborItem.Bytes(byte[] signature) && signature.length == SIGNATURE_BYTES) {
      OptionalLong kid = kid(header);
      return Arrays.equals(header(kid), header)
          ? Optional.of(new CoseSign1(kid, payload, signature))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * The key id, if the header has a good one; the caller compares the whole header with what we would write.
   */
  private static OptionalLong kid(byte[] header) {
    return CborReader.read(header).orElse(CONTEXT) instanceof CborItem.Fields fields
        && fields.values().get(KID) instanceof CborItem.Bytes(byte[] kid) && kid.length == Long.BYTES
            ? OptionalLong.of(PassKey.kid(kid))
            : OptionalLong.empty();
  }

  private static byte[] header(OptionalLong kid) {
    CborItem.Fields header = CborItem.Fields.none().with(ALG, new CborItem.Int(ES256));
    return CborWriter.write(
        kid.isEmpty() ? header : header.with(KID, new CborItem.Bytes(PassKey.bytes(kid.getAsLong()))));
  }

  /** Sig_structure of RFC 9052, section 4.4, with nothing supplied externally. */
  static byte[] toBeSigned(OptionalLong kid, byte[] payload) {
    return CborWriter.write(CborItem.Items.of(CONTEXT, new CborItem.Bytes(header(kid)),
        new CborItem.Bytes(new byte[0]), new CborItem.Bytes(payload)));
  }
}
