package org.reciprocalclubs.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Ids;

/**
 * The PostgreSQL of the platform that is measured, as its administrator: for counting rows, and for a copy
 * on which the baseline runs. Threads that may wait only.
 *
 * @param socketDirectory of its unix socket, which the platform uses too
 */
record Database(Vertx vertx, String socketDirectory, int port, String password) {
  static final String PLATFORM = "clubs";
  static final String COPY = "clubs_baseline";
  static final String ADMINISTRATOR = "postgres";
  private static final String BRIDGE = "bridge.outbound";

  /** Reads where it is and how to log in. */
  static Database of(Vertx vertx, Path data) throws IOException {
    var services = new Properties();
    try (var in = Files.newBufferedReader(data.resolve("secrets/services.properties"))) {
      services.load(in);
    }
    return new Database(vertx, services.getProperty("database.server.unix_socket_directory"),
        Integer.parseInt(services.getProperty("database.server.port")),
        Files.readString(data.resolve("secrets/postgres.password")).strip());
  }

  /** Rows that check-ins write, by table; counted, not estimated; without what the ledger tells of itself. */
  record Rows(long events, long visits, long quotas, long days, long notices,
      long decisions) {}

  /**
   * A moment after which rows are counted; ids are of their time, so none is looked at that was there before.
   *
   * @param quotas how many there were, which have no time
   * @param days how many visits they counted
   */
  record Mark(String xid, long seq, UUID id, long quotas, long days) {}

  /** Now, while nothing is being written. */
  Mark mark(String database) {
    var row = query(database, """
        select e.xid::text, e.seq, q.* from
          (select xid, seq from kit.event order by xid desc, seq desc limit 1) e,
          (select count(*), coalesce(sum(cardinality(uses)), 0)::bigint from reciprocal.quota) q""")
        .iterator()
        .next();
    return new Mark(row.getString(0), row.getLong(1), Ids.uuid7(), row.getLong(2), row.getLong(3));
  }

  /** Rows written since then. */
  Rows since(String database, Mark mark) {
    var row = query(database,
        """
            select (select count(*) from kit.event where (xid, seq) > ('%1$s'::xid8, %2$d)
                      and type not like 'reciprocalclubs.ledger.%%'),
                   (select count(*) from reciprocal.visit where id > '%3$s'), q.*,
                   (select count(*) from notification.notice where id > '%3$s'),
                   (select count(*) from reciprocal.decision where scan > '%3$s')
              from (select count(*) - %4$d, coalesce(sum(cardinality(uses)), 0)::bigint - %5$d
                      from reciprocal.quota) q"""
            .formatted(mark.xid, mark.seq, mark.id, mark.quotas, mark.days))
        .iterator().next();
    return new Rows(row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3),
        row.getLong(4), row.getLong(5));
  }

  /**
   * Check-ins of which the slowest follower has not told yet. Its place is said in numbers: a planner that
   * knows none reads all events of the year instead, and takes from the platform all that was in memory.
   *
   * @param bridge whether the one that tells NATS counts
   */
  long unseen(boolean bridge) {
    var slowest = query(PLATFORM, """
        select xid::text, seq from kit.position where follower <> '%s' order by xid, seq limit 1"""
        .formatted(bridge ? "" : BRIDGE)).iterator().next();
    return query(PLATFORM, """
        select count(*) from kit.event e where (e.xid, e.seq) > ('%s'::xid8, %d)
           and e.type like 'reciprocalclubs.reciprocal.%%'"""
        .formatted(slowest.getString(0), slowest.getLong(1))).iterator().next().getLong(0);
  }

  /** Transactions that are on their way to the clubs' ledger. */
  long recording() {
    return query(PLATFORM,
        "select count(*) from ledger.transaction where state not in ('CONFIRMED', 'FAILED')")
        .iterator().next().getLong(0);
  }

  /** Sessions of the platform that do not come through the unix socket. */
  long platformSessionsByTcp() {
    return query(PLATFORM, """
        select count(*) from pg_stat_activity
         where application_name = 'clubs' and client_addr is not null""").iterator().next().getLong(0);
  }

  /** One setting of the server. */
  String setting(String name) {
    return query(PLATFORM, "show " + name).iterator().next().getString(0);
  }

  /** A copy of the platform's database, in the same server; its sessions are cut and come back. */
  void copy() {
    var other = "template1";
    query(other, "drop database if exists " + COPY);
    query(other, "alter database " + PLATFORM + " allow_connections false");
    try {
      query(other, "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '" + PLATFORM
          + "'");
      query(other, "create database " + COPY + " template " + PLATFORM);
    } finally {
      query(other, "alter database " + PLATFORM + " allow_connections true");
    }
    query(COPY, "vacuum analyze");
    query(PLATFORM, "vacuum analyze");
    query(PLATFORM, "checkpoint");
  }

  RowSet<Row> query(String database, String sql) {
    try (var session = session(database)) {
      return session.query(sql);
    }
  }

  /** One that stays open. */
  Session session(String database) {
    var options = new PgConnectOptions().setHost(socketDirectory).setPort(port).setDatabase(database)
        .setUser(ADMINISTRATOR).setPassword(password).setCachePreparedStatements(true);
    return new Session(PgConnection.connect(vertx, options).await());
  }

  /** For one statement after the other. */
  record Session(PgConnection connection) implements AutoCloseable {
    RowSet<Row> query(String sql) {
      return connection.query(sql).execute().await();
    }

    /** The same with binds; prepared once. */
    RowSet<Row> query(String sql, Tuple binds) {
      return connection.preparedQuery(sql).execute(binds).await();
    }

    @Override
    public void close() {
      connection.close().await();
    }
  }
}
