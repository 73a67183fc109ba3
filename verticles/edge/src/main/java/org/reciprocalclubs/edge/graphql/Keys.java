package org.reciprocalclubs.edge.graphql;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.reciprocalclubs.kit.hash.Sha256;

/** The idempotency keys of one request that asks for several things. */
final class Keys {
  private Keys() {}

  /** The key of the field called so, of the same form and length as any key. */
  static String of(String key, String alias) {
    byte[] hash = Sha256.of((key + '\n' + alias).getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }
}
