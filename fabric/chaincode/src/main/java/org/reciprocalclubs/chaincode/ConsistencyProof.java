package org.reciprocalclubs.chaincode;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * That one Merkle tree is another one with leaves added at its end, as RFC 6962 defines it in section 2.1.2
 * and RFC 9162 checks it in section 2.1.4.2: nothing that was in the smaller tree is missing, changed or in
 * another place in the larger.
 */
final class ConsistencyProof {
  /** Nodes that a proof between trees of at most 2^53 leaves can have. */
  static final int NODES_MAX = 54;

  private static final Pattern FORM = Pattern
      .compile("\\A[0-9a-f]{64}(?:,[0-9a-f]{64}){0," + (NODES_MAX - 1) + "}\\z");

  private final List<byte[]> nodes;

  private ConsistencyProof(List<byte[]> nodes) {
    this.nodes = nodes;
  }

  /** Of hashes in hex joined by commas. None at all is the proof that every tree grew from the empty one. */
  static ConsistencyProof of(String name, String value) {
    if (value.isEmpty()) {
      return new ConsistencyProof(List.of());
    }
    if (!FORM.matcher(value).find()) {
      throw Refusal.invalid(name, "is not 1 to " + NODES_MAX + " hashes in hex joined by commas");
    }
    var nodes = new ArrayList<byte[]>();
    for (var hex : value.split(",", -1)) {
      nodes.add(HexFormat.of().parseHex(hex));
    }
    return new ConsistencyProof(nodes);
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** A tree by its number of leaves and its root in hex. */
  record Tree(long size, String root) {}

  /**
   * @return whether it proves that the later tree grew from the earlier; both have leaves, the later has more
   */
  boolean proves(Tree earlier, Tree later) {
    if (earlier.size() < 1 || later.size() <= earlier.size()) {
      return false;
    }
    var path = new ArrayList<>(nodes);
    if (Long.bitCount(earlier.size()) == 1) {
      // a complete tree is itself the first node, and is left out of the proof
      path.addFirst(HexFormat.of().parseHex(earlier.root()));
    }
    return !path.isEmpty() && climb(path, earlier, later);
  }

  private static boolean climb(List<byte[]> path, Tree earlier, Tree later) {
    long first = earlier.size() - 1;
    int bare = Long.numberOfTrailingZeros(~first);
    first >>= bare;
    long second = later.size() - 1 >> bare;
    byte[] ofEarlier = path.getFirst();
    byte[] ofLater = ofEarlier;
    for (byte[] node : path.subList(1, path.size())) {
      if (second == 0) {
        return false;
      }
      if ((first & 1) == 1 || first == second) {
        ofEarlier = parent(node, ofEarlier);
        ofLater = parent(node, ofLater);
        int even = first == 0 ? 0 : Long.numberOfTrailingZeros(first);
        first >>= even;
        second >>= even;
      } else {
        ofLater = parent(ofLater, node);
      }
      first >>= 1;
      second >>= 1;
    }
    return second == 0 && is(ofEarlier, earlier.root()) && is(ofLater, later.root());
  }

  private static boolean is(byte[] hash, String root) {
    return Arrays.equals(hash, HexFormat.of().parseHex(root));
  }

  private static byte[] parent(byte[] left, byte[] right) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) 1);
      digest.update(left);
      return digest.digest(right);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
