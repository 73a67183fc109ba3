package org.reciprocalclubs.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Columns;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.log.Checkpoint;
import org.reciprocalclubs.ledger.log.Edge;
import org.reciprocalclubs.ledger.log.Note;
import org.reciprocalclubs.ledger.log.Tile;

/** The tree's rows, as whoever appends reads and writes them. */
final class TreeRows {
  /** Binds: {@link #columns} of tiles. Each comes back under its full width. */
  static final String TILES = """
      select t.level, t.index, t.hashes from ledger.tile t
        join unnest($1::int[], $2::bigint[]) w(level, index) using (level, index)""";
  /** What the log says of itself. */
  static final String NOTE = "select note from ledger.tree";

  private static final String BEGIN = """
      insert into ledger.tree (size, root, note, at) values (0, $1, $2, kit.now()) on conflict do nothing""";
  private static final String HOLD = "select ledger.hold_tree() as size";
  private static final String LEAVES = "select ledger.add_leaves($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
  private static final String GROW = "select ledger.grow($1, $2, $3, $4, $5, $6, $7)";

  private TreeRows() {}

  /** A leaf to be written, and whose. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Logged(Deed deed, byte[] entry) {}

  /**
   * The tree without leaves, unless there is one.
   *
   * @return what the log that there is says of itself
   */
  static Note begin(Tx tx, Checkpoint empty, Note note) {
    tx.query(BEGIN, empty.root().bytes(), note.toString());
    return Note.parse(tx.one(NOTE).orElseThrow().getString("note")).orElseThrow();
  }

  /** The right edge of the tree; nobody else appends until this transaction ends. */
  static Edge hold(Tx tx) {
    long size = tx.one(HOLD).orElseThrow().getLong("size");
    var wanted = Edge.tiles(size);
    Map<Tile, byte[]> tiles = new HashMap<>();
    for (Row row : tx.query(TILES, columns(wanted).toArray())) {
      byte[] hashes = row.getBuffer("hashes").getBytes();
      wanted.stream().filter(tile -> is(row, tile)).forEach(tile -> tiles.put(tile, hashes));
    }
    return Edge.of(size, tiles);
  }

  private static boolean is(Row row, Tile tile) {
    return row.getInteger("level") == tile.level() && row.getLong("index") == tile.index();
  }

  /** What {@link #TILES} takes. */
  static List<Object> columns(Iterable<Tile> tiles) {
    var all = new ArrayList<Tile>();
    tiles.forEach(all::add);
    return List.of(Columns.of(all, Integer.class, Tile::level), Columns.of(all, Long.class, Tile::index));
  }

  /**
   * Sends leaves, of which the first is to have this number, without waiting. {@link #grow} has to follow.
   */
  static void add(Tx tx, long first, List<Logged> leaves) {
    tx.queryAsync(LEAVES, first, Columns.of(leaves, UUID.class, each -> each.deed.event().id()),
        Columns.of(leaves, UUID.class, each -> each.deed.event().stream()),
        Columns.of(leaves, Integer.class, each -> each.deed.event().version()),
        Columns.of(leaves, UUID.class, each -> each.deed.event().club()),
        Columns.of(leaves, UUID.class, each -> each.deed.event().partner()),
        Columns.of(leaves, UUID.class, each -> each.deed.person()),
        Columns.of(leaves, UUID.class, each -> each.deed.subject()),
        Columns.of(leaves, UUID.class, each -> each.deed.atClub()),
        Columns.of(leaves, Buffer.class, each -> Buffer.buffer(each.entry)));
  }

  /** Writes what changed of the tree since it had {@code older} leaves, and its checkpoint. */
  static void grow(Tx tx, long older, Map<Tile, byte[]> changed, Checkpoint now, Note note) {
    var tiles = List.copyOf(changed.keySet());
    tx.query(GROW, older, now.size(), Columns.of(tiles, Integer.class, Tile::level),
        Columns.of(tiles, Long.class, Tile::index),
        Columns.of(tiles, Buffer.class, tile -> Buffer.buffer(changed.get(tile))), now.root().bytes(),
        note.toString());
  }
}
