package org.reciprocalclubs.ledger;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptAnchor;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.log.Checkpoint;
import org.reciprocalclubs.ledger.log.Note;
import org.reciprocalclubs.ledger.log.Proof;
import org.reciprocalclubs.ledger.log.Tiles;

/** Receipts, read together with what proves them. Every row is one that the scope may see. Thread-safe. */
final class ReceiptRows {
  /** With the first anchor that stands and covers the leaf: a receipt that has one keeps it. */
  private static final String LEAF = """
      select l.index, l.event, l.stream, l.version, ledger.secret_of(l.event) as secret,
          a.size, a.note, a.channel, a.block, a.tx
        from ledger.leaf l left join lateral (
          select * from ledger.anchor a where a.size > l.index and a.confirmed_at is not null
           order by a.size limit 1) a on true
      """;
  private static final String ONE = LEAF + "where l.event = $1";
  private static final String PAGE = LEAF + """
      where l.stream = $1 order by l.version desc limit $2 offset $3""";
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

  /** A leaf's row, and the tree in which it is to be shown. */
  private record Shown(Row row, long size, Note checkpoint) {
    static Shown of(Row row, Note newest) {
      return row.getString("tx") == null
          ? new Shown(row, Checkpoint.parse(newest.text()).orElseThrow().size(), newest)
          : new Shown(row, row.getLong("size"), Note.parse(row.getString("note")).orElseThrow());
    }

    Proof proof() {
      return Proof.inclusion(row.getLong("index"), size);
    }

    @Nullable
    ReceiptAnchor anchor() {
      return VisitProofs.anchor(row);
    }
  }

  /**
   * Of leaves of one stream. The checkpoint is read after the leaves, so that it covers them, and the tiles
   * after the checkpoint, so that they hold all that it covers: both only grow, and an older tree is shown
   * from the same tiles.
   */
  private List<ReceiptDocument> documents(Tx tx, List<Row> rows) {
    var newest = Note.parse(tx.one(TreeRows.NOTE).orElseThrow().getString("note")).orElseThrow();
    var shown = rows.stream().map(row -> Shown.of(row, newest)).toList();
    var wanted = shown.stream().flatMap(each -> each.proof().tiles().stream()).collect(Collectors.toSet());
    var tiles = LogReader.tiles(tx.query(TreeRows.TILES, TreeRows.columns(wanted).toArray()));
    int first = rows.stream().mapToInt(row -> row.getInteger("version")).min().orElseThrow();
    var events = tx.events(rows.getFirst().getUUID("stream"), first - 1);
    return shown.stream()
        .map(each -> document(each, events.get(each.row.getInteger("version") - first), tiles)).toList();
  }

  private ReceiptDocument document(Shown shown, EventRecord event, Tiles tiles) {
    var secret = new Secret(shown.row.getBuffer("secret").getBytes());
    var place = new ReceiptDocument.Place(shown.row.getLong("index"), shown.size, shown.checkpoint,
        shown.proof().read(tiles), shown.anchor());
    return new ReceiptDocument(event, Leaf.of(Deed.of(event, codecs), secret), place);
  }
}
