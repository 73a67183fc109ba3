package org.reciprocalclubs.auth.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.auth.store.KeyTable;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * The platform's keys for HMACs: one leads from a refresh token to its successor, one hides enrolment codes,
 * one the keys of programs, one recovery codes, one the content of requests, so that who reads the tables can
 * guess none of them. Made on first start, stored sealed. Immutable, thread-safe.
 */
public final class HashKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;

  private final byte[] refresh;
  private final byte[] enrolment;
  private final byte[] content;
  private final byte[] apiKey;
  private final byte[] recovery;

  private HashKeys(byte[] refresh, byte[] enrolment, byte[] content, byte[] apiKey, byte[] recovery) {
    this.refresh = refresh;
    this.enrolment = enrolment;
    this.content = content;
    this.apiKey = apiKey;
    this.recovery = recovery;
  }

  /** Reads the keys, or makes them; waits. */
  public static HashKeys load(Store store, Sealer sealer) {
    return new HashKeys(secret(store, sealer, "refresh-successor"), secret(store, sealer, "enrolment-code"),
        secret(store, sealer, "request-content"), secret(store, sealer, "api-key"),
        secret(store, sealer, "recovery-code"));
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

  /** A new key for a program of that club. */
  public ApiKey newApiKey(UUID club) {
    return ApiKey.random(club);
  }

  /** The key that a program sent; empty when this platform did not make it. */
  public Optional<ApiKey> apiKey(String text) {
    return ApiKey.parse(text, apiKey);
  }

  /** What a program keeps of its key. */
  public String text(ApiKey key) {
    return key.text(apiKey);
  }

  /** What is stored of a program's key. */
  public byte[] hash(ApiKey key) {
    return key.hash(apiKey);
  }

  /** What is stored of a recovery code of that login, in the code's normal form. */
  public byte[] recoveryCode(UUID account, String code) {
    return RefreshToken.hmac(recovery, (account + "/" + code).getBytes(StandardCharsets.US_ASCII));
  }

  /** What is stored of a request's content, to tell whether another is the same. */
  public byte[] requestContent(byte[] request) {
    return RefreshToken.hmac(content, request);
  }
}
