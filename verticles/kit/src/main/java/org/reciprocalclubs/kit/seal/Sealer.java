package org.reciprocalclubs.kit.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals secrets for storage with AES-256-GCM (NIST SP 800-38D) under the master key. What is sealed opens
 * only with the same associated text, which says what it is and whose, so that rows cannot be swapped.
 * Thread-safe. Sealed bytes are a version (1), a random nonce (12) and the ciphertext with its tag.
 */
public final class Sealer {
  private static final byte VERSION = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;
  private final @Nullable SecretKeySpec other;

  /** @param key 32 bytes */
  public Sealer(byte[] key) {
    this(spec(key), null);
  }

  private Sealer(SecretKeySpec key, @Nullable SecretKeySpec other) {
    this.key = key;
    this.other = other;
  }

  private static SecretKeySpec spec(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("the master key has 32 bytes");
    }
    return new SecretKeySpec(key, "AES");
  }

  /** The same, which also opens what is sealed under another key: while one takes the place of the other. */
  public Sealer opening(byte[] otherKey) {
    return new Sealer(key, spec(otherKey));
  }

  /**
   * Reads a key file: 32 bytes in Base64, readable by its owner (and group, where a platform mounts it so)
   * only.
   */
  public static Sealer load(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException("the master key must not be open to others");
    }
    try {
      return new Sealer(
          Base64.getDecoder().decode(Files.readString(file, StandardCharsets.US_ASCII).strip()));
    } catch (IllegalArgumentException broken) {
      throw new IOException("the master key must be 32 bytes in Base64", broken);
    }
  }

  /** Reads a key file, or makes one with a fresh key (mode 0600) when there is none. */
  public static Sealer loadOrCreate(Path file) throws IOException {
    if (!Files.exists(file)) {
      var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      var fresh = new byte[KEY_BYTES];
      RANDOM.nextBytes(fresh);
      Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "master", ".key", mine);
      Files.writeString(written, Base64.getEncoder().encodeToString(fresh) + "\n", StandardOpenOption.SYNC);
      try {
        Files.createLink(file, written);
      } catch (FileAlreadyExistsException another) {
        return load(file);
      } finally {
        Files.delete(written);
      }
    }
    return load(file);
  }

  /** @param associated what it is and whose, such as {@code auth.signing-key/2026-01} */
  public byte[] seal(byte[] plain, String associated) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(key, Cipher.ENCRYPT_MODE, nonce, associated).doFinal(plain);
      var result = new byte[1 + NONCE_BYTES + sealed.length];
      result[0] = VERSION;
      System.arraycopy(nonce, 0, result, 1, NONCE_BYTES);
      System.arraycopy(sealed, 0, result, 1 + NONCE_BYTES, sealed.length);
      return result;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("sealing failed", impossible);
    }
  }

  /** @throws SealBroken when the bytes were changed, belong elsewhere, or were sealed under another key */
  public byte[] open(byte[] sealed, String associated) {
    SecretKeySpec second = other;
    try {
      return open(key, sealed, associated);
    } catch (SealBroken broken) {
      if (second == null) {
        throw broken;
      }
      return open(second, sealed, associated);
    }
  }

  /**
   * The same under the key that is sealed with now; empty where it is that already.
   *
   * @throws SealBroken as {@link #open}
   */
  public Optional<byte[]> resealed(byte[] sealed, String associated) {
    try {
      open(key, sealed, associated);
      return Optional.empty();
    } catch (SealBroken _) {
      return Optional.of(seal(open(sealed, associated), associated));
    }
  }

  private static byte[] open(SecretKeySpec key, byte[] sealed, String associated) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw new SealBroken(null);
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    try {
      return cipher(key, Cipher.DECRYPT_MODE, nonce, associated).doFinal(sealed, 1 + NONCE_BYTES,
          sealed.length - 1 - NONCE_BYTES);
    } catch (GeneralSecurityException broken) {
      throw new SealBroken(broken);
    }
  }

  private static Cipher cipher(SecretKeySpec key, int mode, byte[] nonce, String associated)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(associated.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
