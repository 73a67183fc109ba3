package org.reciprocalclubs.kit.auth;

import io.vertx.core.Future;
import java.security.PublicKey;

/** Finds the public key that a token names. */
@FunctionalInterface
public interface TokenKeys {
  /** The P-256 or Ed25519 key of that id; a failed future if there is none. */
  Future<PublicKey> find(String kid);
}
