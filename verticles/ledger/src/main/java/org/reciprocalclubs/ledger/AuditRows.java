package org.reciprocalclubs.ledger;

import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Position;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Tile;

/**
 * What an audit reads, page by page, on a connection of its own and as of one moment: everybody's rows, none
 * of which it can write. Waits; not thread-safe.
 */
final class AuditRows {
  /** Leaves of a page: whole tiles. */
  static final int LEAVES = 4 * Tile.WIDTH;
  private static final int PAGE = 500;
  private static final String BEGIN = """
      begin isolation level repeatable read read only; set local role clubs_desk""";
  private static final String TREE = "select size, root, note from ledger.tree";
  /** The newest of the log that there is: a start under another name left one, too. */
  private static final String KEY = """
      select k.verifier from ledger.log_key k, ledger.tree t
       order by starts_with(k.verifier, split_part(t.note, E'\\n', 1) || '+') desc, k.made_at desc limit 1""";
  private static final String LAST = "select max(index) as last from ledger.leaf";
  private static final String LEAF = """
      select l.*, s.secret, e.xid::text::bigint as xid, e.seq, e.id, e.type, e.club as e_club,
          e.partner as e_partner, e.data, e.actor, e.at
        from ledger.leaf l left join ledger.salt s using (subject, at_club)
        left join kit.event e on e.stream = l.stream and e.version = l.version
       where l.index >= $1 and l.index < $2 order by l.index""";
  private static final String TILES = """
      select t.level, t.index, t.hashes from ledger.tile t
        join unnest($1::int[], $2::bigint[]) w(level, index) using (level, index)""";
  private static final String ADDED = """
      select e.xid::text::bigint as xid, e.seq, e.id, e.type from kit.event e
       where (e.xid, e.seq) > ($1::text::xid8, $2) and (e.xid, e.seq) <= ($3::text::xid8, $4)
         and e.type = any($5) and not exists (select from ledger.leaf l where l.event = e.id)
       order by e.xid, e.seq limit $6""";
  private static final String SECRET = "select secret from ledger.salt where subject = $1 and at_club = $2";
  private static final String WIDTHS = """
      select level, index, length(hashes) as bytes from ledger.tile
       where (level, index) > ($1, $2) order by level, index limit $3""";
  private static final String ANCHOR_NOW = "select 1 as found from ledger.anchor where size = $1";
  private static final String RECORDS = """
      select key, kind, function, args, tx from ledger.transaction
       where kind <> 'ANCHOR' and state = 'CONFIRMED' and key > $1 order by key limit $2""";
  private static final String ORGANISATIONS = """
      select club, msp, key from ledger.organisation where club > $1 order by club limit $2""";
  private static final String RECORDED = """
      select distinct args[1] as agreement from ledger.transaction
       where kind = 'AGREEMENT' and args[1] = any($1)""";
  private static final String WAITING = """
      select min(at) as since from kit.event
       where (xid, seq) > ($1::text::xid8, $2) and type = any($3)""";
  private static final String ANCHORS = """
      select a.*, t.args, t.tx as sent_tx, t.block as sent_block, t.key as sent_key
        from ledger.anchor a left join ledger.transaction t on t.id = a.transaction
       where a.size > $1 order by a.size limit $2""";

  private final PgConnection connection;

  private AuditRows(PgConnection connection) {
    this.connection = connection;
  }

  /** @param connection of a login that may become clubs_desk; it is the caller's to close */
  static AuditRows begin(PgConnection connection) {
    connection.query(BEGIN).execute().await();
    return new AuditRows(connection);
  }

  /** From now on as of another moment: that of this call. */
  void again() {
    connection.query("rollback").execute().await();
    connection.query(BEGIN).execute().await();
  }

  private RowSet<Row> query(String sql, @Nullable Object... binds) {
    return connection.preparedQuery(sql).execute(Tuple.from(binds)).await();
  }

  Row tree() {
    return query(TREE).iterator().next();
  }

  /** The log's verifier key, as this database has it. */
  String key() {
    return query(KEY).iterator().next().getString("verifier");
  }

  /** What salts of that subject at that host are made of; null where it is gone. */
  @Nullable
  Buffer secret(UUID subject, UUID atClub) {
    var rows = query(SECRET, subject, atClub).iterator();
    return rows.hasNext() ? rows.next().getBuffer("secret") : null;
  }

  /** How long tiles are, a page of them, from the first after that one. */
  List<Row> widths(int level, long index) {
    return list(query(WIDTHS, level, index, PAGE));
  }

  /** Whether there is an anchor of that size. */
  boolean hasAnchor(long size) {
    return query(ANCHOR_NOW, size).iterator().hasNext();
  }

  /** Transactions that stand, but for anchors, a page of them by their keys. */
  List<Row> records(String afterKey) {
    return list(query(RECORDS, afterKey, PAGE));
  }

  /** Which organisations were assigned to clubs, a page by the clubs. */
  List<Row> organisations(UUID after) {
    return list(query(ORGANISATIONS, after, PAGE));
  }

  /** Those of these agreements of which anything was recorded, or is to be. */
  Set<String> recorded(Set<String> agreements) {
    Set<String> recorded = new HashSet<>();
    if (!agreements.isEmpty()) {
      query(RECORDED, (Object) agreements.toArray(String[]::new))
          .forEach(row -> recorded.add(row.getString("agreement")));
    }
    return recorded;
  }

  private static List<Row> list(RowSet<Row> found) {
    var rows = new ArrayList<Row>();
    found.forEach(rows::add);
    return rows;
  }

  /** The number of the last leaf; -1 where there is none. */
  long lastLeaf() {
    var last = query(LAST).iterator().next().getLong("last");
    return last == null ? -1 : last;
  }

  /** Leaves of a page with their events and secrets, by number. */
  Map<Long, Row> leaves(long from) {
    Map<Long, Row> leaves = new HashMap<>();
    query(LEAF, from, from + LEAVES).forEach(row -> leaves.put(row.getLong("index"), row));
    return leaves;
  }

  /** The event that a leaf's row has found; null where there is none in its place. */
  static @Nullable EventRecord event(Row row) {
    if (row.getUUID("id") == null) {
      return null;
    }
    OffsetDateTime at = row.getOffsetDateTime("at");
    return new EventRecord(Position.start("audit"), row.getUUID("id"), row.getUUID("stream"),
        row.getInteger("version"), row.getString("type"), row.getUUID("e_club"), row.getUUID("e_partner"),
        row.getBuffer("data").getBytes(), new EventMeta(row.getUUID("actor"), null, null), at.toInstant());
  }

  /** Bytes of tiles, each under its full width. */
  Map<Tile, byte[]> tiles(Iterable<Tile> wanted) {
    var binds = TreeRows.columns(wanted);
    Map<Tile, byte[]> tiles = new HashMap<>();
    query(TILES, binds.toArray())
        .forEach(row -> tiles.put(Tile.full(row.getInteger("level"), row.getLong("index")),
            row.getBuffer("hashes").getBytes()));
    return tiles;
  }

  /** A place in the feed. */
  record Place(long xid, long seq) implements Comparable<Place> {
    static final Place START = new Place(0, 0);

    static Place of(Row row) {
      return new Place(row.getLong("xid"), row.getLong("seq"));
    }

    @Override
    public int compareTo(Place other) {
      return xid == other.xid ? Long.compare(seq, other.seq) : Long.compare(xid, other.xid);
    }
  }

  /** Events up to a place that would be leaves and are none, a page of them. */
  List<Row> added(Place after, Place last, Set<String> types) {
    return list(query(ADDED, Long.toString(after.xid), after.seq, Long.toString(last.xid), last.seq,
        types.toArray(String[]::new), PAGE));
  }

  /** Since when the oldest event waits that is to be a leaf behind that place; null: none does. */
  @Nullable
  Instant waiting(Place last, Set<String> types) {
    var found = query(WAITING, Long.toString(last.xid), last.seq, types.toArray(String[]::new));
    var since = found.iterator().next().getOffsetDateTime("since");
    return since == null ? null : since.toInstant();
  }

  /** A page of anchors, the smallest first. */
  List<Row> anchors(long after) {
    return list(query(ANCHORS, after, PAGE));
  }

  static Hash hash(Row row, String column) {
    return Hash.of(row.getBuffer(column).getBytes());
  }
}
