package org.reciprocalclubs.chaincode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Merkle trees, straight from the definitions of RFC 6962, section 2.1: recursive, slow, and easy to compare
 * with it.
 */
final class Trees {
  private static final HexFormat HEX = HexFormat.of();

  private Trees() {}

  static List<byte[]> leaves(int count) {
    var leaves = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      leaves.add(("leaf " + i).getBytes(StandardCharsets.UTF_8));
    }
    return leaves;
  }

  static String root(List<byte[]> leaves) {
    return HEX.formatHex(hash(leaves));
  }

  private static byte[] hash(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return sha256();
    }
    if (leaves.size() == 1) {
      return sha256(new byte[]{0}, leaves.getFirst());
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return sha256(new byte[]{1}, hash(leaves.subList(0, split)), hash(leaves.subList(split, leaves.size())));
  }

  /** The proof that the first leaves are a tree of which all are the later one, as the contract takes it. */
  static String proof(int first, List<byte[]> leaves) {
    var nodes = new ArrayList<String>();
    subProof(first, leaves, true, nodes);
    return String.join(",", nodes);
  }

  private static void subProof(int first, List<byte[]> leaves, boolean isWhole, List<String> nodes) {
    int size = leaves.size();
    if (first == size) {
      if (!isWhole) {
        nodes.add(root(leaves));
      }
      return;
    }
    int split = Integer.highestOneBit(size - 1);
    if (first <= split) {
      subProof(first, leaves.subList(0, split), isWhole, nodes);
      nodes.add(root(leaves.subList(split, size)));
    } else {
      subProof(first - split, leaves.subList(split, size), false, nodes);
      nodes.add(root(leaves.subList(0, split)));
    }
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (java.security.NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
