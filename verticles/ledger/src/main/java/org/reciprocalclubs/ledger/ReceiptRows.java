package org.reciprocalclubs.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.log.Checkpoint;
import org.reciprocalclubs.ledger.log.Note;
import org.reciprocalclubs.ledger.log.Proof;

/** Receipts, read together with what proves them. Every row is one that the scope may see. Thread-safe. */
final class ReceiptRows {
  private static final String ONE = """
      select l.index, l.event, l.stream, l.version, ledger.secret_of(l.event) as secret
        from ledger.leaf l where l.event = $1""";
  private static final String PAGE = """
      select l.index, l.event, l.stream, l.version, ledger.secret_of(l.event) as secret
        from ledger.leaf l where l.stream = $1 order by l.version desc limit $2 offset $3""";
  private static final String COUNT = "select count(*)::int as total from ledger.leaf where stream = $1";
  /** Read before the tiles, which only grow: they hold all that this checkpoint covers. */
  private static final String TREE = "select note from ledger.tree";

  private final Codecs codecs;

  ReceiptRows(Codecs codecs) {
    this.codecs = codecs;
  }

  Optional<ReceiptDocument> find(Tx tx, UUID event) {
    return tx.one(ONE, event).map(row -> document(tx, row, checkpoint(tx)));
  }

  int count(Tx tx, UUID stream) {
    return tx.one(COUNT, stream).orElseThrow().getInteger("total");
  }

  /** Newest first. What was erased has no receipt, and is left out. */
  List<Receipt> page(Tx tx, UUID stream, Paging paging) {
    var note = checkpoint(tx);
    var receipts = new ArrayList<Receipt>();
    for (Row row : tx.query(PAGE, stream, paging.pageSize(), paging.offset())) {
      if (row.getBuffer("secret") != null) {
        receipts.add(document(tx, row, note).receipt());
      }
    }
    return receipts;
  }

  private static Note checkpoint(Tx tx) {
    return Note.parse(tx.one(TREE).orElseThrow().getString("note")).orElseThrow();
  }

  private ReceiptDocument document(Tx tx, Row row, Note note) {
    Buffer secret = row.getBuffer("secret");
    if (secret == null) {
      throw ReceiptOffice.erased();
    }
    long index = row.getLong("index");
    long size = Checkpoint.parse(note.text()).orElseThrow().size();
    var event = tx.events(row.getUUID("stream"), row.getInteger("version") - 1).getFirst();
    var leaf = Leaf.of(Deed.of(event, codecs), new Secret(secret.getBytes()));
    var proof = Proof.inclusion(index, size);
    var tiles = LogReader.tiles(tx.query(TreeRows.TILES, TreeRows.columns(proof.tiles()).toArray()));
    return new ReceiptDocument(event, leaf, new ReceiptDocument.Place(index, size, note, proof.read(tiles)));
  }
}
