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
 * The platform's keys for HMACs: one leads from a refresh token to its successor, one hides enrolment
 * codes, one the keys of programs, one recovery codes, one the content of requests, one who guesses and
 * where, so that who reads the tables can guess none of them. Made on first start, stored sealed.
 * Immutable, thread-safe.
 */
public final class HashKeys {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;

  private final byte[] refresh;
  private final byte[] enrolment;
  private final byte[] content;
  private final byte[] apiKey;
  private final byte[] recovery;
  private final byte[] guess;

  private HashKeys(Store store, Sealer sealer) {
    refresh = secret(store, sealer, "refresh-successor");
    enrolment = secret(store, sealer, "enrolment-code");
    content = secret(store, sealer, "request-content");
    apiKey = secret(store, sealer, "api-key");
    recovery = secret(store, sealer, "recovery-code");
    guess = secret(store, sealer, "guess");
  }

  /** Reads the keys, or makes them; waits. */
  public static HashKeys load(Store store, Sealer sealer) {
    return new HashKeys(store, sealer);
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

  /** What is stored of whom somebody guesses at, or from where. */
  public byte[] guess(String what) {
    return RefreshToken.hmac(guess, what.getBytes(StandardCharsets.UTF_8));
  }

  /** What is stored of a request's content, to tell whether another is the same. */
  public byte[] requestContent(byte[] request) {
    return RefreshToken.hmac(content, request);
  }
}
