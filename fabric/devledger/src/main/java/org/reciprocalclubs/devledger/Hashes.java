package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.hyperledger.fabric.protos.common.BlockHeader;

/** The hashes that bind a Fabric chain together, all SHA-256. */
final class Hashes {

  private Hashes() {}

  static ByteString sha256(ByteString... parts) {
    return sha256(List.of(parts));
  }

  /** Over the parts one after the other: of a block's transactions, its data hash. */
  static ByteString sha256(List<ByteString> parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(part -> digest.update(part.asReadOnlyByteBuffer()));
      return ByteString.copyFrom(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  /** A block's header in DER: SEQUENCE of number, previous hash and data hash. */
  static ByteString der(BlockHeader header) {
    var parts = new ASN1EncodableVector();
    parts.add(new ASN1Integer(new BigInteger(Long.toUnsignedString(header.getNumber()))));
    parts.add(new DEROctetString(header.getPreviousHash().toByteArray()));
    parts.add(new DEROctetString(header.getDataHash().toByteArray()));
    try {
      return ByteString.copyFrom(new DERSequence(parts).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("Known values can be written in DER", e);
    }
  }

  /** The hash of a block, which the next one names. */
  static ByteString of(BlockHeader header) {
    return sha256(der(header));
  }
}
