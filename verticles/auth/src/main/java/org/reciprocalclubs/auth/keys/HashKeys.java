package org.reciprocalclubs.auth.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.reciprocalclubs.auth.store.KeyTable;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * The platform's keys for HMACs: one leads from a refresh token to its successor, one hides enrolment codes,
 * one the content of requests, so that who reads the tables can guess none of them. Made on first start,
 * stored sealed. Immutable, thread-safe.
 */
public final class HashKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;

  private final byte[] refresh;
  private final byte[] enrolment;
  private final byte[] content;

  private HashKeys(byte[] refresh, byte[] enrolment, byte[] content) {
    this.refresh = refresh;
    this.enrolment = enrolment;
    this.content = content;
  }

  /** Reads the keys, or makes them; waits. */
  public static HashKeys load(Store store, Sealer sealer) {
    return new HashKeys(secret(store, sealer, "refresh-successor"), secret(store, sealer, "enrolment-code"),
        secret(store, sealer, "request-content"));
  }

  private static byte[] secret(Store store, Sealer sealer, String name) {
    byte[] fresh = new byte[KEY_BYTES];
    RANDOM.nextBytes(fresh);
    String associated = "auth.secret/" + name;
    byte[] sealed = sealer.seal(fresh, associated);
    return store.transact(Scope.nobody(), tx -> sealer.open(KeyTable.secret(tx, name, sealed), associated));
  }

  /** What is handed out when that token is spent. */
  public RefreshToken successor(RefreshToken spent) {
    return spent.successor(refresh);
  }

  /** What is stored of an enrolment code in its normal form. */
  public byte[] enrolmentCode(String code) {
    return RefreshToken.hmac(enrolment, code.getBytes(StandardCharsets.US_ASCII));
  }

  /** What is stored of a request's content, to tell whether another is the same. */
  public byte[] requestContent(byte[] request) {
    return RefreshToken.hmac(content, request);
  }
}
