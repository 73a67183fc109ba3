package org.reciprocalclubs.kit.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Whence;

/** Events as rows of kit.event: how they are written and read. */
final class EventRows {
  /** The columns in the order that {@link #record} expects; the epoch comes from kit.epoch. */
  static final String COLUMNS = """
      e.xid::text::bigint as xid, e.seq, e.id, e.stream, e.version, e.type, e.club, e.partner, e.data,
      e.actor, e.correlation, e.trace, e.at, e.origin""";
  static final String STREAM = """
      select p.epoch, %s
      from kit.epoch p, kit.event e where e.stream = $1 and e.version > $2 order by e.version"""
      .formatted(COLUMNS);
  private static final String INSERT = """
      insert into kit.event
        (id, stream, version, type, club, partner, data, actor, correlation, trace, at, origin)
      select id, stream, version, type, club, partner, data, actor, correlation, trace, $11, origin
      from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::bytea[],
        $8::uuid[], $9::text[], $10::text[], $12::uuid[]) with ordinality
        as t (id, stream, version, type, club, partner, data, actor, correlation, trace, origin, n)
      order by n""";
  private static final String ORIGINS = """
      insert into kit.origin (id, club, salt, network, program, at)
      select id, kit.club(), salt, network, program, $5
      from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[]) as t (id, salt, network, program)
      on conflict do nothing""";

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
    var origins = new @Nullable UUID[n];
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
      origins[i] = event.meta().whence() == null ? null : event.meta().whence().id();
    }
    origins(tx, rows);
    return tx.queryAsync(INSERT, ids, streams, versions, types, clubs, partners, data, actors, correlations,
        traces, tx.now(), origins);
  }

  /** From where they came, each place once: in the round trip of the events. */
  private static void origins(Tx tx, List<Appended> rows) {
    var places = rows.stream().flatMap(row -> Stream.ofNullable(row.event().meta().whence()))
        .collect(Collectors.toMap(Whence::id, Function.identity(), (one, _) -> one, TreeMap::new));
    if (!places.isEmpty()) {
      var list = List.copyOf(places.values());
      tx.queryAsync(ORIGINS, Columns.of(list, UUID.class, Whence::id),
          Columns.of(list, Buffer.class, each -> Buffer.buffer(each.salt())),
          Columns.of(list, String.class, Whence::network), Columns.of(list, String.class, Whence::program),
          tx.now());
    }
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

  private static @Nullable Whence whence(@Nullable UUID origin) {
    return origin == null ? null : Whence.known(origin);
  }

  private static EventRecord record(Row row) {
    Buffer data = row.getBuffer(9);
    return new EventRecord(new Position(row.getString(0), row.getLong(1), row.getLong(2)), row.getUUID(3),
        row.getUUID(4), row.getInteger(5), row.getString(6), row.getUUID(7), row.getUUID(8), data.getBytes(),
        new EventMeta(row.getUUID(10), row.getString(11), row.getString(12), whence(row.getUUID(14))),
        row.getOffsetDateTime(13).toInstant());
  }
}
