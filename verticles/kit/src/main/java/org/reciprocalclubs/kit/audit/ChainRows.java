package org.reciprocalclubs.kit.audit;

import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an audit of the chains reads, as of one moment: everybody's rows, none of which it can write. Waits.
 */
final class ChainRows {
  static final int PAGE = 1_000;
  private static final String BEGIN = """
      begin isolation level repeatable read read only; set local role clubs_desk""";
  private static final String CHAINS = "select * from kit.audit_chain where club > $1 order by club limit $2";
  private static final String ENTRIES = """
      select a.*, e.xid::text::bigint as xid, e.seq, e.id as e_id, e.type, e.club as e_club, e.data,
          e.actor as e_actor, e.at as e_at, e.origin as e_origin, o.salt, o.network, o.program,
          sha256(d.salt || convert_to(d.content, 'UTF8')) as d_detail
        from kit.audit_entry a left join kit.event e on e.stream = a.stream and e.version = a.version
        left join kit.origin o on o.club = a.club and o.id = e.origin
        left join kit.event_detail d on d.event = a.event
       where a.club = $1 and a.number > $2 order by a.number limit $3""";
  private static final String LACKING = """
      select w.number from unnest($2::uuid[], $3::bigint[]) w(subject, number)
       where not exists (select from kit.audit_subject s
         where s.club = $1 and s.subject = w.subject and s.number = w.number) order by w.number""";
  private static final String HASH = "select hash from kit.audit_entry where club = $1 and number = $2";
  private static final String COUNTS = """
      select e.club, count(*) as events from kit.event e, kit.position p
       where p.follower = $1 and (e.xid, e.seq) <= (p.xid::text::xid8, p.seq) group by e.club""";
  private static final String ADDED = """
      select e.id, e.type from kit.event e, kit.position p
       where p.follower = $1 and (e.xid, e.seq) <= (p.xid::text::xid8, p.seq) and e.club = $2
         and not exists (select from kit.audit_entry a where a.club = e.club and a.event = e.id)
       order by e.xid, e.seq limit $3""";

  private final PgConnection connection;

  private ChainRows(PgConnection connection) {
    this.connection = connection;
  }

  static ChainRows begin(PgConnection connection) {
    connection.query(BEGIN).execute().await();
    return new ChainRows(connection);
  }

  void end() {
    connection.query("rollback").execute().await();
  }

  List<Row> chains(UUID after) {
    return list(CHAINS, Tuple.of(after, PAGE));
  }

  List<Row> entries(UUID club, long after) {
    return list(ENTRIES, Tuple.of(club, after, PAGE));
  }

  /** The numbers of those that are not found by a subject of theirs. */
  List<Row> lacking(UUID club, List<UUID> subjects, List<Long> numbers) {
    return list(LACKING, Tuple.of(club, subjects.toArray(UUID[]::new), numbers.toArray(Long[]::new)));
  }

  byte @Nullable [] hash(UUID club, long number) {
    var rows = list(HASH, Tuple.of(club, number));
    return rows.isEmpty() ? null : rows.getFirst().getBuffer("hash").getBytes();
  }

  /** Events of each club that the follower has passed. */
  List<Row> counts() {
    return list(COUNTS, Tuple.of(AuditChain.FOLLOWER));
  }

  /** Events of a club that the follower has passed, and no entry is of. */
  List<Row> added(UUID club) {
    return list(ADDED, Tuple.of(AuditChain.FOLLOWER, club, PAGE));
  }

  private List<Row> list(String sql, Tuple binds) {
    RowSet<Row> rows = connection.preparedQuery(sql).execute(binds).await();
    List<Row> list = new ArrayList<>(rows.size());
    rows.forEach(list::add);
    return list;
  }
}
