package org.reciprocalclubs.ledger;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
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

  private final Codecs codecs;

  ReceiptRows(Codecs codecs) {
    this.codecs = codecs;
  }

  Optional<ReceiptDocument> find(Tx tx, UUID event) {
    return tx.one(ONE, event).map(row -> {
      if (isErased(row)) {
        throw ReceiptOffice.erased();
      }
      return documents(tx, List.of(row)).getFirst();
    });
  }

  int count(Tx tx, UUID stream) {
    return tx.one(COUNT, stream).orElseThrow().getInteger("total");
  }

  /** Newest first. What was erased has no receipt, and is left out. */
  List<Receipt> page(Tx tx, UUID stream, Paging paging) {
    var rows = new ArrayList<Row>();
    tx.query(PAGE, stream, paging.pageSize(), paging.offset()).forEach(rows::add);
    rows.removeIf(ReceiptRows::isErased);
    return rows.isEmpty()
        ? List.of()
        : documents(tx, rows).stream().map(ReceiptDocument::receipt).toList();
  }

  private static boolean isErased(Row row) {
    return row.getBuffer("secret") == null;
  }

  /**
   * Of leaves of one stream. The checkpoint is read after the leaves, so that it covers them, and the tiles
   * after the checkpoint, so that they hold all that it covers: both only grow.
   */
  private List<ReceiptDocument> documents(Tx tx, List<Row> rows) {
    var note = Note.parse(tx.one(TreeRows.NOTE).orElseThrow().getString("note")).orElseThrow();
    long size = Checkpoint.parse(note.text()).orElseThrow().size();
    var proofs = rows.stream().map(row -> Proof.inclusion(row.getLong("index"), size)).toList();
    var wanted = proofs.stream().flatMap(proof -> proof.tiles().stream()).collect(Collectors.toSet());
    var tiles = LogReader.tiles(tx.query(TreeRows.TILES, TreeRows.columns(wanted).toArray()));
    int first = rows.stream().mapToInt(row -> row.getInteger("version")).min().orElseThrow();
    var events = tx.events(rows.getFirst().getUUID("stream"), first - 1);
    var documents = new ArrayList<ReceiptDocument>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      var event = events.get(row.getInteger("version") - first);
      var leaf = Leaf.of(Deed.of(event, codecs), new Secret(row.getBuffer("secret").getBytes()));
      var path = proofs.get(i).read(tiles);
      documents.add(new ReceiptDocument(event, leaf,
          new ReceiptDocument.Place(row.getLong("index"), size, note, path)));
    }
    return documents;
  }
}
