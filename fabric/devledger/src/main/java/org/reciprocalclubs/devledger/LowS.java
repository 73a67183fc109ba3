package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;

/**
 * Of the two values S that make an ECDSA signature good, Fabric takes the smaller alone, so that nobody can
 * make a second signature out of one.
 */
final class LowS {

  private static final BigInteger ORDER = new BigInteger(
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final BigInteger HALF = ORDER.shiftRight(1);
  private static final int PARTS = 2;

  private LowS() {}

  static ByteString of(byte[] der) {
    try {
      var parts = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
      BigInteger s = s(parts);
      var vector = new ASN1EncodableVector();
      vector.add(parts.getObjectAt(0));
      vector.add(new ASN1Integer(s.compareTo(HALF) > 0 ? ORDER.subtract(s) : s));
      return ByteString.copyFrom(new DERSequence(vector).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("The platform writes its signatures in DER", e);
    }
  }

  static boolean holds(byte[] der) {
    try {
      var parts = ASN1Sequence.getInstance(ASN1Primitive.fromByteArray(der));
      return parts.size() == PARTS && s(parts).compareTo(HALF) <= 0;
    } catch (IOException | RuntimeException malformed) {
      return false;
    }
  }

  private static BigInteger s(ASN1Sequence parts) {
    return ASN1Integer.getInstance(parts.getObjectAt(1)).getValue();
  }
}
