package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** A member of an organisation who signs: a peer its endorsements, the orderer its blocks. Thread-safe. */
final class SigningIdentity {

  private final PrivateKey key;
  private final ByteString serialized;

  SigningIdentity(String msp, X509Certificate certificate, PrivateKey key) {
    this.key = key;
    this.serialized = SerializedIdentity.newBuilder().setMspid(msp)
        .setIdBytes(ByteString.copyFromUtf8(Pem.text(certificate))).build().toByteString();
  }

  ByteString serialized() {
    return serialized;
  }

  /**
   * An ECDSA signature over SHA-256 with the smaller of its two possible S, which is all that Fabric takes.
   */
  ByteString sign(ByteString message) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(message.asReadOnlyByteBuffer());
      return LowS.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A key of P-256 signs", e);
    }
  }
}
