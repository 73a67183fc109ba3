package org.reciprocalclubs.ledger.anchors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Proven.Head;

/**
 * The log as of a size, and the size that it grew out of. Immutable.
 *
 * @param previous what the anchor before says; of size 0 for the first
 */
record Anchor(String origin, Head previous, Head now) {
  /** The organisation that keeps the log. */
  static final String FEDERATION = "FederationMSP";

  private static final String CONTRACT = "anchors";
  private static final String APPEND = "Append";

  /** What its transaction is called. */
  String key() {
    return "anchor/" + now.size();
  }

  /** How the log is called on the ledger. */
  static String log(String origin) {
    return HexFormat.of().formatHex(Hash.sha256(origin.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The call that records it.
   *
   * @param proof that the log of {@code now} is the one of {@code previous}, grown
   */
  Call append(List<Hash> proof) {
    boolean first = previous.size() == 0;
    var args = new ArrayList<String>();
    args.add(log(origin));
    args.add(Long.toString(now.size()));
    args.add(now.root().toString());
    args.add(Long.toString(previous.size()));
    args.add(first ? "" : previous.root().toString());
    args.add(Long.toString(now.size() - previous.size()));
    args.add(proof.stream().map(Hash::toString).collect(Collectors.joining(",")));
    return new Call(CONTRACT, APPEND, args, FEDERATION, Set.of());
  }
}
