package org.reciprocalclubs.kit.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.reciprocalclubs.kit.hash.Sha256;

/** SHA-256 of a token: the token itself is not kept. */
record TokenHash(long a, long b, long c, long d) {
  static TokenHash of(String token) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(token.getBytes(UTF_8)));
    return new TokenHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }
}
