package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.SqlProblems.mapped;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the feed as clubs_feed: in the order of (xid, seq), never beyond the oldest transaction that is still
 * running, because that one may yet commit events before those that are visible already.
 */
final class FeedReader {
  /**
   * One row with the epoch comes even when there is no event. The index gives the order, and {@link #read}
   * sees to it: to order the rows once more, with all they hold, would take the database longer than to find
   * them.
   */
  private static final String FORWARD = """
      select p.epoch, %s
      from kit.epoch p left join lateral (
        select * from kit.event
        where (xid, seq) > ($1::text::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
        order by xid, seq limit $3) e on true""".formatted(EventRows.COLUMNS);
  private static final String BACKWARD = """
      select p.epoch, %s
      from kit.epoch p left join lateral (
        select * from kit.event where (xid, seq) <= ($1::text::xid8, $2::bigint)
        order by xid desc, seq desc limit $3) e on true""".formatted(EventRows.COLUMNS);
  private static final String HEAD = """
      select p.epoch, e.xid::text::bigint, e.seq
      from kit.epoch p left join lateral (
        select xid, seq from kit.event where xid < pg_snapshot_xmin(pg_current_snapshot())
        order by xid desc, seq desc limit 1) e on true""";

  private final Pool pool;

  FeedReader(Pool pool) {
    this.pool = pool;
  }

  /** What was read, and which life of the database it was read from. */
  record Slice(String epoch, List<EventRecord> events) {}

  /** The next events after a position; its epoch is not looked at. */
  Future<Slice> after(Position position, int limit) {
    return read(FORWARD, position, limit);
  }

  /** The last events up to and including a position, oldest first. */
  Future<Slice> upTo(Position position, int limit) {
    return read(BACKWARD, position, limit);
  }

  private Future<Slice> read(String sql, Position position, int limit) {
    return mapped(pool.preparedQuery(sql)
        .execute(Tuple.of(Long.toString(position.xid()), position.seq(), limit))
        .map(rows -> new Slice(rows.iterator().next().getString(0), sorted(EventRows.list(rows)))));
  }

  /** Oldest first; of rows that are in this order already, or in the opposite one, in no time. */
  private static List<EventRecord> sorted(List<EventRecord> events) {
    events.sort(Comparator.comparing(EventRecord::position));
    return events;
  }

  /** The newest event that readers may see. */
  Future<Position> head() {
    return mapped(pool.preparedQuery(HEAD).execute().map(rows -> {
      Row row = rows.iterator().next();
      String epoch = row.getString(0);
      return row.getLong(1) == null
          ? Position.start(epoch)
          : new Position(epoch, row.getLong(1), row.getLong(2));
    }));
  }
}
