package org.reciprocalclubs.ledger.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who signs notes, as C2SP signed-note writes it: {@code name+id+key}, where the id is the beginning of
 * SHA-256(name LF algorithm key). Ed25519 only (algorithm 1). Immutable, thread-safe.
 */
public final class VerifierKey {
  /** Length of an Ed25519 public key. */
  static final int KEY_BYTES = 32;
  /** The longest name. */
  public static final int NAME_MAX = 100;

  private static final byte ED25519 = 1;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._/-]{1," + NAME_MAX + "}");
  private static final Pattern TEXT = Pattern.compile("([^+ ]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)");
  /** What stands before the key in its X.509 form (RFC 8410). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte[] key;
  private final PublicKey verifier;

  private VerifierKey(String name, byte[] key) {
    if (!isName(name) || key.length != KEY_BYTES) {
      throw new IllegalArgumentException("A name of letters, digits, dots, slashes; a key of 32 bytes");
    }
    this.name = name;
    this.key = key;
    this.verifier = verifier(key);
  }

  /** Whether a key, and a log, may bear that name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** @param key 32 bytes, as RFC 8032 encodes a public key */
  public static VerifierKey of(String name, byte[] key) {
    return new VerifierKey(name, key.clone());
  }

  /** The key of a pair, from its X.509 form. */
  public static VerifierKey of(String name, PublicKey key) {
    byte[] encoded = key.getEncoded();
    return new VerifierKey(name, Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length));
  }

  /** Reads what {@link #toString} wrote; empty when it is something else or its id is not its own. */
  public static Optional<VerifierKey> parse(String text) {
    var match = TEXT.matcher(text);
    try {
      if (match.matches()) {
        byte[] typed = Base64.getDecoder().decode(match.group(3));
        if (typed.length == 1 + KEY_BYTES && typed[0] == ED25519) {
          return Optional.of(of(match.group(1), Arrays.copyOfRange(typed, 1, typed.length)))
              .filter(key -> key.toString().equals(text));
        }
      }
      return Optional.empty();
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static PublicKey verifier(byte[] key) {
    byte[] encoded = Arrays.copyOf(X509, X509.length + KEY_BYTES);
    System.arraycopy(key, 0, encoded, X509.length, KEY_BYTES);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException noPoint) {
      throw new IllegalArgumentException("This is no Ed25519 key", noPoint);
    }
  }

  /** Who signs. */
  public String name() {
    return name;
  }

  /** Tells keys of one name apart: four bytes. */
  byte[] id() {
    var digest = Hash.sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(ED25519);
    return Arrays.copyOf(digest.digest(key), Integer.BYTES);
  }

  /** Whether this key signed that text. */
  boolean verifies(byte[] text, byte[] signature) {
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(verifier);
      check.update(text);
      return check.verify(signature);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has Ed25519", impossible);
    }
  }

  @Override
  public String toString() {
    byte[] typed = ByteBuffer.allocate(1 + KEY_BYTES).put(ED25519).put(key).array();
    return name + "+" + HexFormat.of().formatHex(id()) + "+" + Base64.getEncoder().encodeToString(typed);
  }
}
