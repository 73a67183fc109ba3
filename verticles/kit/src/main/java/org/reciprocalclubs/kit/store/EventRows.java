package org.reciprocalclubs.kit.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events as rows of kit.event: how they are written and read. */
final class EventRows {
  /** The columns in the order that {@link #record} expects; the epoch comes from kit.epoch. */
  static final String COLUMNS = """
      e.xid::text::bigint as xid, e.seq, e.id, e.stream, e.version, e.type, e.club, e.partner, e.data,
      e.actor, e.correlation, e.trace, e.at""";
  static final String STREAM = """
      select p.epoch, %s
      from kit.epoch p, kit.event e where e.stream = $1 and e.version > $2 order by e.version"""
      .formatted(COLUMNS);
  private static final String INSERT = """
      insert into kit.event (id, stream, version, type, club, partner, data, actor, correlation, trace, at)
      select id, stream, version, type, club, partner, data, actor, correlation, trace, $11
      from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::bytea[],
        $8::uuid[], $9::text[], $10::text[])
        with ordinality as t (id, stream, version, type, club, partner, data, actor, correlation, trace, n)
      order by n""";

  private EventRows() {}

  static Future<RowSet<Row>> insert(Tx tx, List<Appended> rows) {
    int n = rows.size();
    var ids = new UUID[n];
    var streams = new UUID[n];
    var versions = new Integer[n];
    var types = new String[n];
    var clubs = new UUID[n];
    var partners = new @Nullable UUID[n];
    var data = new byte[n][];
    var actors = new @Nullable UUID[n];
    var correlations = new @Nullable String[n];
    var traces = new @Nullable String[n];
    for (int i = 0; i < n; i++) {
      NewEvent event = rows.get(i).event();
      ids[i] = event.id();
      streams[i] = rows.get(i).stream();
      versions[i] = rows.get(i).version();
      types[i] = event.type();
      clubs[i] = event.audience().club();
      partners[i] = event.audience().partner();
      data[i] = event.data();
      actors[i] = event.meta().actor();
      correlations[i] = event.meta().correlation();
      traces[i] = event.meta().trace();
    }
    return tx.queryAsync(INSERT, ids, streams, versions, types, clubs, partners, data, actors, correlations,
        traces, tx.now());
  }

  static List<EventRecord> list(RowSet<Row> rows) {
    var result = new ArrayList<EventRecord>(rows.size());
    for (Row row : rows) {
      if (row.getLong("seq") != null) {
        result.add(record(row));
      }
    }
    return result;
  }

  private static EventRecord record(Row row) {
    Buffer data = row.getBuffer(9);
    return new EventRecord(new Position(row.getString(0), row.getLong(1), row.getLong(2)), row.getUUID(3),
        row.getUUID(4), row.getInteger(5), row.getString(6), row.getUUID(7), row.getUUID(8), data.getBytes(),
        new EventMeta(row.getUUID(10), row.getString(11), row.getString(12)),
        row.getOffsetDateTime(13).toInstant());
  }
}
