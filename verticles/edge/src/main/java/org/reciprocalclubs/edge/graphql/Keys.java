package org.reciprocalclubs.edge.graphql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The idempotency keys of one request that asks for several things. */
final class Keys {
  private Keys() {}

  /** The key of the field called so, of the same form and length as any key. */
  static String of(String key, String alias) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest((key + '\n' + alias).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
