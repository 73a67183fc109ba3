package org.reciprocalclubs.ledger.log;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A SHA-256 hash in the tree of RFC 6962, section 2.1: leaves and nodes are hashed under different prefixes,
 * so that neither can pass for the other. Immutable, thread-safe.
 */
public final class Hash {
  /** Length in bytes. */
  public static final int BYTES = 32;
  /** Root of a tree without leaves: the hash of nothing. */
  public static final Hash EMPTY = new Hash(sha256().digest());

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A hash that was computed elsewhere. */
  public static Hash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("A hash has 32 bytes");
    }
    return at(bytes, 0);
  }

  /** The hash that stands at an offset, such as in a tile. */
  public static Hash at(byte[] bytes, int offset) {
    if (offset < 0 || bytes.length - offset < BYTES) {
      throw new IllegalArgumentException("A hash has 32 bytes");
    }
    return new Hash(Arrays.copyOfRange(bytes, offset, offset + BYTES));
  }

  /** The hash of a leaf whose entry this is: SHA-256(0x00 || entry). */
  public static Hash leaf(byte[] entry) {
    var digest = sha256();
    digest.update(LEAF);
    return new Hash(digest.digest(entry));
  }

  /** The hash of an inner node: SHA-256(0x01 || left || right). */
  public static Hash node(Hash left, Hash right) {
    var digest = sha256();
    digest.update(NODE);
    digest.update(left.bytes);
    return new Hash(digest.digest(right.bytes));
  }

  /** Puts the nodes over neighbours in a row of so many hashes where the first half of them stood. */
  static void join(byte[] row, int width) {
    var digest = sha256();
    try {
      for (int pair = 0; pair < width / 2; pair++) {
        digest.update(NODE);
        digest.update(row, 2 * pair * BYTES, 2 * BYTES);
        digest.digest(row, pair * BYTES, BYTES);
      }
    } catch (DigestException impossible) {
      throw new IllegalStateException("SHA-256 has 32 bytes", impossible);
    }
  }

  /** SHA-256 of these bytes, outside the tree. */
  public static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  /** A fresh SHA-256, which every JDK has. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Writes it into a tile. */
  void into(byte[] tile, int offset) {
    System.arraycopy(bytes, 0, tile, offset, BYTES);
  }

  /** In standard Base64, as checkpoints have it. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** In Base64 for URLs without padding, as receipts have it. */
  public String base64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
