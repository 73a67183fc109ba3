package org.reciprocalclubs.ledger.anchors;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Columns;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Proof;
import org.reciprocalclubs.ledger.log.Proven.Head;
import org.reciprocalclubs.ledger.log.Tile;
import org.reciprocalclubs.ledger.log.Tiles;

/** Anchors as they stand. Stateless. */
final class AnchorRows {
  private static final String FEDERATION = """
      select auth.federation_for_desk() as id""";
  /** The log as it is, and its newest anchor. */
  private static final String TREE = """
      select t.size, t.root, t.note, a.size as last_size, a.root as last_root,
          case when a.confirmed_at is null then a.key end as last_key
        from ledger.tree t left join lateral (
          select * from ledger.anchor order by size desc limit 1) a on true""";
  private static final String OPEN = """
      select a.size, a.root, a.previous_size, p.root as previous_root, a.transaction, a.renewals, t.state,
          t.updated_at
        from ledger.anchor a
        left join ledger.anchor p on p.size = a.previous_size
        join ledger.transaction t on t.id = a.transaction
       where a.confirmed_at is null order by a.size""";
  private static final String TILES = """
      select t.level, t.index, t.hashes from ledger.tile t
        join unnest($1::int[], $2::bigint[]) w(level, index) using (level, index)""";

  private AnchorRows() {}

  /** The club that anchors the log; empty before there is one. */
  static Optional<UUID> federation(Tx tx) {
    return tx.one(FEDERATION).flatMap(row -> Optional.ofNullable(row.getUUID("id")));
  }

  /**
   * The log and how far it is anchored.
   *
   * @param note what it says of itself, signed
   * @param key of the newest anchor's transaction, while that does not stand on the ledger; null otherwise
   */
  record Growth(Head now, String note, Head anchored, @Nullable String key) {
    long leaves() {
      return now.size() - anchored.size();
    }
  }

  /** Empty before the log has begun. */
  static Optional<Growth> growth(Tx tx) {
    return tx.one(TREE).map(row -> new Growth(head(row, "size", "root"), row.getString("note"),
        head(row, "last_size", "last_root"), row.getString("last_key")));
  }

  /** An anchor that is not known to stand on the ledger. */
  record Open(Head previous, Head now, UUID transaction, int renewals, String state, Instant since) {}

  /** The oldest first. */
  static List<Open> open(Tx tx) {
    var open = new ArrayList<Open>();
    tx.query(OPEN).forEach(row -> open.add(new Open(head(row, "previous_size", "previous_root"),
        head(row, "size", "root"), row.getUUID("transaction"), row.getInteger("renewals"),
        row.getString("state"), row.getOffsetDateTime("updated_at").toInstant())));
    return open;
  }

  private static Head head(Row row, String size, String root) {
    return row.getBuffer(root) == null
        ? new Head(0, Hash.EMPTY)
        : new Head(row.getLong(size), Hash.of(row.getBuffer(root).getBytes()));
  }

  /** That the log only grew, from its own tiles. */
  static List<Hash> growth(Tx tx, Head older, Head newer) {
    var proof = Proof.consistency(older.size(), newer.size());
    var wanted = List.copyOf(proof.tiles());
    Map<Tile, byte[]> tiles = new HashMap<>();
    tx.query(TILES, Columns.of(wanted, Integer.class, Tile::level),
        Columns.of(wanted, Long.class, Tile::index))
        .forEach(row -> tiles.put(Tile.full(row.getInteger("level"), row.getLong("index")),
            row.getBuffer("hashes").getBytes()));
    return proof.read(new Tiles(tiles));
  }

  /** Whoever is second fails on a key. */
  static void insert(Tx tx, Anchor anchor, String note, UUID transaction) {
    tx.query("""
        insert into ledger.anchor (size, previous_size, root, note, key, transaction, at)
        values ($1, $2, $3, $4, $5, $6, $7)""", anchor.now().size(), anchor.previous().size(),
        anchor.now().root().bytes(), note, anchor.key(), transaction, tx.now());
  }

  /** Its transaction is tried again, unless somebody has done so. */
  static boolean renew(Tx tx, Open failed) {
    return tx.one("""
        update ledger.anchor set renewals = renewals + 1
         where size = $1 and renewals = $2 and confirmed_at is null returning size""",
        failed.now().size(), failed.renewals()).isPresent();
  }

  /** Those whose transactions stand on the ledger. */
  static void confirm(Tx tx, String channel) {
    tx.query("""
        update ledger.anchor a set tx = t.tx, block = t.block, channel = $1, confirmed_at = $2
          from ledger.transaction t
         where t.id = a.transaction and a.confirmed_at is null and t.state = 'CONFIRMED'
           and t.block is not null""", channel, tx.now());
  }
}
