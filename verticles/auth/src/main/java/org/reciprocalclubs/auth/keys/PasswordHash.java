package org.reciprocalclubs.auth.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) hashes in the PHC string format, {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}: the
 * parameters travel with the hash, so that they can be raised for new passwords while old ones still verify.
 * Slow on purpose.
 */
final class PasswordHash {
  private static final int VERSION = 19;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern PHC = Pattern.compile(
      "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  private PasswordHash() {}

  static String of(String password, PasswordCost cost, byte[] salt) {
    if (salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("A salt has " + SALT_BYTES + " bytes");
    }
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=" + VERSION + "$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes()
        + "$"
        + base64.encodeToString(salt) + "$" + base64.encodeToString(hash(password, cost, salt, HASH_BYTES));
  }

  static int saltBytes() {
    return SALT_BYTES;
  }

  /** True when the hash was made from that password. */
  static boolean verify(String phc, String password) {
    Matcher match = PHC.matcher(phc);
    if (!match.matches()) {
      throw new IllegalArgumentException("Not an Argon2id hash");
    }
    PasswordCost cost = new PasswordCost(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)),
        Integer.parseInt(match.group(3)));
    byte[] salt = Base64.getDecoder().decode(match.group(4));
    byte[] wanted = Base64.getDecoder().decode(match.group(5));
    return MessageDigest.isEqual(wanted, hash(password, cost, salt, wanted.length));
  }

  private static byte[] hash(String password, PasswordCost cost, byte[] salt, int bytes) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(VERSION)
        .withMemoryAsKB(cost.memoryKib()).withIterations(cost.passes()).withParallelism(cost.lanes())
        .withSalt(salt)
        .build());
    byte[] plain = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
    byte[] hash = new byte[bytes];
    argon2.generateBytes(plain, hash);
    Arrays.fill(plain, (byte) 0);
    return hash;
  }
}
