package org.reciprocalclubs.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.kit.store.BatchHandler;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.log.Checkpoint;
import org.reciprocalclubs.ledger.log.Edge;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Note;
import org.reciprocalclubs.ledger.log.NoteSigner;

/**
 * Appends what happened to the log, in the order of the feed and exactly once: leaves, tiles and checkpoint
 * are written in the transaction that saves the follower's position. Thread-safe.
 */
final class LogWriter implements BatchHandler {
  /** Events whose leaves go to the database together. */
  private static final int PIECE = 500;
  /** Pieces whose secrets are asked for while one is hashed, so that the database is never without work. */
  private static final int AHEAD = 2;

  private final Codecs codecs;
  private final String origin;
  private final NoteSigner signer;

  LogWriter(Codecs codecs, NoteSigner signer) {
    this.codecs = codecs;
    this.origin = signer.verifier().name();
    this.signer = signer;
  }

  /**
   * Refuses another name than that of the log that there is, before a key is made for it; waits.
   *
   * @throws SettingsException when it has another name
   */
  static void check(Store store, String origin) {
    store.perform(Scope.nobody(), tx -> tx.one(TreeRows.NOTE).ifPresent(
        row -> check(Note.parse(row.getString("note")).orElseThrow(), origin)));
  }

  private static void check(Note note, String origin) {
    var name = Checkpoint.parse(note.text()).orElseThrow().origin();
    if (!name.equals(origin)) {
      throw new SettingsException("log.origin is " + origin + ", but this database holds the log " + name
          + ": a log keeps its name. Set it back.");
    }
  }

  /**
   * Signs the empty tree where the log has not begun; waits.
   *
   * @throws SettingsException when the log that there is has another name
   */
  void begin(Store store) {
    var empty = new Checkpoint(origin, 0, Hash.EMPTY);
    var note = store.transact(Scope.nobody(), tx -> TreeRows.begin(tx, empty, sign(empty)));
    check(note, origin);
  }

  /** In pieces, so that the database works on one while the next is computed. */
  @Override
  public void handle(Tx tx, List<EventRecord> events) {
    var edge = TreeRows.hold(tx);
    long older = edge.size();
    var asked = new ArrayDeque<SaltRows.Asked>();
    for (int from = 0; from < events.size(); from += PIECE) {
      var piece = events.subList(from, Math.min(from + PIECE, events.size()));
      asked.add(SaltRows.ask(tx, piece.stream().map(event -> Deed.of(event, codecs)).toList()));
      if (asked.size() > AHEAD) {
        append(tx, edge, asked.remove());
      }
    }
    asked.forEach(piece -> append(tx, edge, piece));
    var now = new Checkpoint(origin, edge.size(), edge.root());
    TreeRows.grow(tx, older, edge.takeChanged(), now, sign(now));
  }

  private static void append(Tx tx, Edge edge, SaltRows.Asked piece) {
    long first = edge.size();
    TreeRows.add(tx, first, grow(edge, piece.deeds(), piece.secrets()));
  }

  private static List<TreeRows.Logged> grow(Edge edge, List<Deed> deeds, List<Secret> secrets) {
    var leaves = new ArrayList<TreeRows.Logged>(deeds.size());
    for (int i = 0; i < deeds.size(); i++) {
      byte[] entry = Leaf.of(deeds.get(i), secrets.get(i)).entry();
      edge.append(Hash.leaf(entry));
      leaves.add(new TreeRows.Logged(deeds.get(i), entry));
    }
    return leaves;
  }

  private Note sign(Checkpoint checkpoint) {
    return Note.sign(checkpoint.text(), signer);
  }
}
