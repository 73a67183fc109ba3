package org.reciprocalclubs.ledger;

import static org.reciprocalclubs.ledger.Finding.Kind.ANCHOR_CHANGED;
import static org.reciprocalclubs.ledger.Finding.Kind.CHECKPOINT_CHANGED;

import io.vertx.sqlclient.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.reciprocalclubs.ledger.log.Checkpoint;
import org.reciprocalclubs.ledger.log.Edge;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Note;
import org.reciprocalclubs.ledger.log.VerifierKey;

/** Anchors, and what the log says of itself, against the tree that its leaves make. */
final class AnchorAudit {
  private final AuditRows rows;
  private final VerifierKey key;
  private final Consumer<Finding> findings;
  private final Deque<Row> ahead = new ArrayDeque<>();
  private boolean more = true;
  private long read;
  private long previous;
  private long count;

  AnchorAudit(AuditRows rows, VerifierKey key, Consumer<Finding> findings) {
    this.rows = rows;
    this.key = key;
    this.findings = findings;
  }

  long count() {
    return count;
  }

  private boolean next() {
    if (ahead.isEmpty() && more) {
      ahead.addAll(rows.anchors(read));
      more = !ahead.isEmpty();
      read = more ? ahead.getLast().getLong("size") : read;
    }
    return !ahead.isEmpty();
  }

  /** The tree has another leaf. */
  void grown(Edge edge) {
    while (next() && ahead.getFirst().getLong("size") <= edge.size()) {
      compare(ahead.removeFirst(), edge);
    }
  }

  private void compare(Row anchor, Edge edge) {
    count++;
    var name = "Anchor " + anchor.getLong("size");
    if (anchor.getLong("size") != edge.size() || !AuditRows.hash(anchor, "root").equals(edge.root())) {
      found(name + " has another root than the leaves make.");
    }
    if (!isOf(anchor.getString("note"), new Checkpoint(key.name(), edge.size(), edge.root()))) {
      found(name + " has a checkpoint that the log did not sign, or another one.");
    }
    if (anchor.getLong("previous_size") != previous) {
      found(name + " follows " + anchor.getLong("previous_size") + " and not " + previous + ".");
    }
    if (!isSent(anchor)) {
      found(name + " is not what its transaction says.");
    }
    previous = anchor.getLong("size");
  }

  private static boolean isSent(Row anchor) {
    String[] args = anchor.getArrayOfStrings("args");
    boolean stands = anchor.getString("tx") != null;
    return args != null && args.length > 3
        && List.of(args).subList(1, 4).equals(List.of(anchor.getLong("size").toString(),
            AuditRows.hash(anchor, "root").toString(), anchor.getLong("previous_size").toString()))
        && Objects.equals(anchor.getString("key"), anchor.getString("sent_key"))
        && (!stands || Objects.equals(anchor.getString("tx"), anchor.getString("sent_tx"))
            && Objects.equals(anchor.getLong("block"), anchor.getLong("sent_block")));
  }

  /** The tree has all its leaves. */
  void end(Edge edge, Row tree) {
    while (next()) {
      count++;
      found("Anchor " + ahead.removeFirst().getLong("size") + " is of more leaves than there are.");
    }
    boolean same = tree.getLong("size") == edge.size() && root(tree).equals(edge.root());
    if (!same || !isOf(tree.getString("note"), new Checkpoint(key.name(), edge.size(), edge.root()))) {
      findings.accept(new Finding(CHECKPOINT_CHANGED,
          "The checkpoint of " + tree.getLong("size")
              + " leaves is not that of the leaves, signed by the log."));
    }
  }

  private static Hash root(Row tree) {
    return AuditRows.hash(tree, "root");
  }

  private boolean isOf(String text, Checkpoint checkpoint) {
    return Note.parse(text).filter(note -> note.text().equals(checkpoint.text()) && note.isSignedBy(key))
        .isPresent();
  }

  private void found(String what) {
    findings.accept(new Finding(ANCHOR_CHANGED, what));
  }
}
