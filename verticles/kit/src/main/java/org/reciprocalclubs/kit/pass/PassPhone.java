package org.reciprocalclubs.kit.pass;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;

/**
 * What a phone does, for tests, demonstrations and load: keeps a key, and shows a credential as the text of a
 * QR code. Thread-safe.
 */
public final class PassPhone {
  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys = P256.generate();

  /** The phone's key as a compressed point, to be named in IssuePass. */
  public byte[] key() {
    return P256.compressed((ECPublicKey) keys.getPublic());
  }

  /** The text to show at that moment: signed afresh, with a nonce of its own. */
  public String show(byte[] credential, Instant at) {
    byte[] nonce = new byte[Presentation.NONCE_BYTES];
    random.nextBytes(nonce);
    return Presentation.show(credential, keys.getPrivate(), at, nonce);
  }
}
