package org.reciprocalclubs.auth.keys;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/**
 * Codes of an authenticator, RFC 6238 over RFC 4226: HMAC-SHA-1, 6 digits, a step of 30 seconds, one step of
 * leeway to either side. These are what every authenticator can do. Stateless, thread-safe.
 */
public final class Totp {
  private static final SecureRandom RANDOM = new SecureRandom();
  /** 160 bits, as RFC 4226 (R6) recommends. */
  private static final int SECRET_BYTES = 20;
  private static final int STEP_SECONDS = 30;
  /** Clocks may differ, and typing takes a while: RFC 6238, 5.2 recommends one step. */
  private static final int LEEWAY_STEPS = 1;
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  private static final Pattern CODE = Pattern.compile("[0-9]{" + DIGITS + "}");
  private static final String ISSUER = "Reciprocal Clubs";

  private Totp() {}

  /** A new secret. */
  public static byte[] secret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /** The step that the moment is in. */
  public static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
  }

  /** The code of that step. */
  public static String code(byte[] secret, long step) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", number % MODULUS);
  }

  /** What somebody typed without its blanks; it has the form of a code or not. */
  public static boolean isCode(String typed) {
    return CODE.matcher(typed).matches();
  }

  /**
   * The step whose code it is, around that moment; empty where it is none, or of a step that is not newer
   * than the one used last.
   */
  public static OptionalLong match(byte[] secret, String code, Instant now, long usedStep) {
    byte[] typed = code.getBytes(StandardCharsets.US_ASCII);
    long current = step(now);
    OptionalLong matched = OptionalLong.empty();
    for (long step = current - LEEWAY_STEPS; step <= current + LEEWAY_STEPS; step++) {
      boolean same = MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.US_ASCII), typed);
      if (same && step > usedStep && matched.isEmpty()) {
        matched = OptionalLong.of(step);
      }
    }
    return matched;
  }

  /** The secret as people type it, RFC 4648. */
  public static String base32(byte[] secret) {
    return Base32.toBase32String(secret);
  }

  /**
   * The secret as authenticators scan it, in the form that Google's began and all read.
   *
   * @param account what the authenticator shows it under
   */
  public static String uri(byte[] secret, String account) {
    return "otpauth://totp/" + escaped(ISSUER) + ":" + escaped(account) + "?secret=" + base32(secret)
        + "&issuer=" + escaped(ISSUER) + "&algorithm=SHA1&digits=" + DIGITS + "&period=" + STEP_SECONDS;
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] hmac(byte[] secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HMAC-SHA-1", e);
    }
  }
}
