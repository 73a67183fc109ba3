package org.reciprocalclubs.member;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.HexFormat;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.store.PassKeyTable;

/** The keys with which clubs sign passes: made when first needed, kept sealed. Thread-safe. */
final class PassKeyRing {
  /**
   * How much earlier a new key holds: a transaction that began before it was made, and waited, signs with it.
   */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private final Sealer sealer;

  PassKeyRing(Sealer sealer) {
    this.sealer = sealer;
  }

  /** A key in the clear; to be forgotten with the transaction. */
  record SigningKey(long kid, PrivateKey key) {}

  /** The key of the transaction's club. */
  SigningKey inUse(Tx tx) {
    PassKeyTable.Sealed kept = PassKeyTable.inUse(tx).orElseGet(() -> {
      make(tx);
      return PassKeyTable.inUse(tx).orElseThrow();
    });
    byte[] plain = sealer.open(kept.sealed(), sealedAs(kept.kid()));
    return new SigningKey(PassKey.kid(kept.kid()), P256.privateKey(plain));
  }

  /** Makes a key for the transaction's club, which has none in use. */
  void make(Tx tx) {
    KeyPair keys = P256.generate();
    byte[] point = P256.compressed((ECPublicKey) keys.getPublic());
    byte[] kid = PassKey.bytes(PassKey.kidOf(point));
    PassKeyTable.add(tx, kid, point, tx.now().minus(SLACK),
        sealer.seal(keys.getPrivate().getEncoded(), sealedAs(kid)));
  }

  private static String sealedAs(byte[] kid) {
    return "member.pass-key/" + HexFormat.of().formatHex(kid);
  }
}
