package org.reciprocalclubs.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.log.NoteSigner;
import org.reciprocalclubs.ledger.log.VerifierKey;

/**
 * The key that signs the log's checkpoints: Ed25519, made when the log begins, its private half stored sealed
 * under the master key. Another key would be another log to whoever trusts the first.
 */
final class LogKeys {
  private static final String ASSOCIATED = "ledger.log-key/";
  private static final String NEWEST = """
      select verifier, sealed from ledger.log_key
       where starts_with(verifier, $1) order by made_at desc limit 1""";
  private static final String ADD = "insert into ledger.log_key (verifier, sealed) values ($1, $2)";
  /** Two processes that start at once must not make two keys. */
  private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('ledger.log_key', 0))";

  private LogKeys() {}

  /** The key of the log of that name, or makes it; waits. */
  static NoteSigner load(Store store, Sealer sealer, String origin) {
    return store.transact(Scope.nobody(), tx -> {
      tx.query(LOCK);
      return tx.one(NEWEST, origin + "+").map(row -> {
        String verifier = row.getString("verifier");
        byte[] sealed = row.getBuffer("sealed").getBytes();
        return new NoteSigner(VerifierKey.parse(verifier).orElseThrow(),
            read(sealer.open(sealed, ASSOCIATED + verifier)));
      }).orElseGet(() -> make(tx, sealer, origin));
    });
  }

  private static NoteSigner make(Tx tx, Sealer sealer, String origin) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      var verifier = VerifierKey.of(origin, pair.getPublic());
      tx.query(ADD, verifier.toString(),
          sealer.seal(pair.getPrivate().getEncoded(), ASSOCIATED + verifier));
      return new NoteSigner(verifier, pair.getPrivate());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has Ed25519", impossible);
    }
  }

  private static PrivateKey read(byte[] encoded) {
    try {
      return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("The log's key cannot be read", broken);
    }
  }
}
