package org.reciprocalclubs.ledger.log;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** A key that signs notes, with its public half. Immutable, thread-safe; never prints its key. */
public final class NoteSigner {
  private final VerifierKey verifier;
  private final PrivateKey key;

  /** @param key Ed25519, the other half of {@code verifier} */
  public NoteSigner(VerifierKey verifier, PrivateKey key) {
    this.verifier = verifier;
    this.key = key;
  }

  /** How others check what this signs. */
  public VerifierKey verifier() {
    return verifier;
  }

  byte[] sign(byte[] text) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has Ed25519", impossible);
    }
  }
}
