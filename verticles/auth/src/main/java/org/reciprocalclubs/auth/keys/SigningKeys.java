package org.reciprocalclubs.auth.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reciprocalclubs.auth.store.KeyTable;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * The platform's keys for access tokens, newest first: the newest signs, all of them are published. They are
 * made on the first start; their private parts are stored sealed by the master key. Immutable, thread-safe.
 */
public final class SigningKeys {
  private static final String ASSOCIATED = "auth.signing-key/";

  private final List<TokenKey> keys;

  private SigningKeys(List<TokenKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** Reads the keys, or makes the first; waits. */
  public static SigningKeys load(Store store, Sealer sealer) {
    return store.transact(Scope.nobody(), tx -> {
      KeyTable.lock(tx);
      List<TokenKey> keys = new ArrayList<>();
      for (KeyTable.Sealed sealed : KeyTable.signingKeys(tx)) {
        keys.add(
            TokenKey.of(sealed.kid(), sealed.x(), sealer.open(sealed.sealed(), ASSOCIATED + sealed.kid())));
      }
      if (keys.isEmpty()) {
        TokenKey made = TokenKey.generate();
        byte[] sealed = sealer.seal(made.key().getEncoded(), ASSOCIATED + made.kid());
        KeyTable.addSigningKey(tx, new KeyTable.Sealed(made.kid(), made.x(), sealed));
        keys.add(made);
      }
      return new SigningKeys(keys);
    });
  }

  /** The key that signs. */
  public TokenKey current() {
    return keys.getFirst();
  }

  /** All keys that verify. */
  public List<TokenKey> published() {
    return keys;
  }

  /** The key of that id. */
  public Optional<TokenKey> find(String kid) {
    return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
  }
}
