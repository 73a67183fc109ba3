package org.reciprocalclubs.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Proof;
import org.reciprocalclubs.ledger.log.Tile;
import org.reciprocalclubs.ledger.log.Tiles;

/** What anybody may read of the log. Never waits; thread-safe. */
final class LogReader {
  /** Of the tree as it stands, whatever else is in the table. */
  private static final String TILE = """
      select l.hashes from ledger.tile l, ledger.tree t
       where l.level = $1 and l.index = $2 and (t.size >> (8 * l.level)) >= l.index * 256 + $3::int""";
  private static final String ENTRIES = "select entry from ledger.entries($1, $2)";
  private static final String GROWN = """
      select p.epoch, g.size, t.level, t.index, t.hashes from kit.epoch p cross join ledger.tree g left join (
      """ + TreeRows.TILES + ") t on true";
  private static final String KEYS = """
      select verifier from ledger.log_key where starts_with(verifier, $1) order by made_at desc""";

  private final Store store;
  private final String origin;
  private final TileCache cache = new TileCache();

  /** @param origin the log's name */
  LogReader(Store store, String origin) {
    this.store = store;
    this.origin = origin;
  }

  /** How to check signatures: a verifier key on each line, the newest first; empty before there is one. */
  Future<Optional<String>> keys() {
    return store.fetch(Scope.nobody(), KEYS, origin + "+").map(rows -> {
      var lines = new StringBuilder();
      rows.forEach(row -> lines.append(row.getString("verifier")).append('\n'));
      return lines.isEmpty() ? Optional.empty() : Optional.of(lines.toString());
    });
  }

  /** What the log says of itself, signed; empty before it has begun. */
  Future<Optional<String>> checkpoint() {
    return store.fetch(Scope.nobody(), TreeRows.NOTE)
        .map(rows -> first(rows).map(row -> row.getString("note")));
  }

  /** Hashes of a tile; empty where the tree has not grown so far. */
  Future<Optional<byte[]>> tile(Tile tile) {
    int length = tile.width() * Hash.BYTES;
    return store.fetch(Scope.nobody(), TILE, tile.level(), tile.index(), tile.width())
        .map(rows -> first(rows).map(row -> row.getBuffer("hashes").getBytes())
            .filter(hashes -> hashes.length >= length).map(hashes -> Arrays.copyOf(hashes, length)));
  }

  /** Entries of a tile of leaves, each with its length before it (two bytes); empty where there are fewer. */
  Future<Optional<byte[]>> entries(Tile tile) {
    long from = tile.index() * Tile.WIDTH;
    return store.fetch(Scope.nobody(), ENTRIES, from, from + tile.width())
        .map(rows -> rows.size() < tile.width() ? Optional.empty() : Optional.of(bundle(rows)));
  }

  private static byte[] bundle(RowSet<Row> rows) {
    var bytes = ByteBuffer.allocate(rows.size() * (Short.BYTES + Hash.BYTES));
    for (Row row : rows) {
      byte[] entry = row.getBuffer("entry").getBytes();
      bytes.putShort((short) entry.length).put(entry);
    }
    return bytes.array();
  }

  /** The hashes of a proof; empty where the tree has fewer leaves than {@code size}. */
  Future<Optional<List<Hash>>> proof(Proof proof, long size) {
    var wanted = proof.tiles();
    var held = cache.held(wanted, size);
    if (held.fresh() && held.tiles().keySet().containsAll(wanted)) {
      return Future.succeededFuture(Optional.of(proof.read(new Tiles(held.tiles()))));
    }
    var missing = wanted.stream().filter(tile -> !held.tiles().containsKey(tile)).toList();
    return store.fetch(Scope.nobody(), GROWN, TreeRows.columns(missing).toArray()).compose(rows -> {
      var first = first(rows);
      if (first.isEmpty()) {
        return Future.succeededFuture(Optional.empty());
      }
      var epoch = first.get().getString("epoch");
      long leaves = first.get().getLong("size");
      var read = hashes(rows);
      cache.keep(epoch, leaves, read);
      if (!held.tiles().isEmpty() && !epoch.equals(held.epoch())) {
        return proof(proof, size);
      }
      read.putAll(held.tiles());
      return Future.succeededFuture(Optional.of(new Tiles(read)).filter(_ -> leaves >= size)
          .map(proof::read));
    });
  }

  /** Tiles under their full width, as proofs are read from them. */
  static Tiles tiles(Iterable<Row> rows) {
    return new Tiles(hashes(rows));
  }

  private static Map<Tile, byte[]> hashes(Iterable<Row> rows) {
    Map<Tile, byte[]> tiles = new HashMap<>();
    for (Row row : rows) {
      if (row.getBuffer("hashes") != null) {
        tiles.put(Tile.full(row.getInteger("level"), row.getLong("index")),
            row.getBuffer("hashes").getBytes());
      }
    }
    return tiles;
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    var each = rows.iterator();
    return each.hasNext() ? Optional.of(each.next()) : Optional.empty();
  }
}
