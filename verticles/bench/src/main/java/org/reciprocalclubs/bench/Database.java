package org.reciprocalclubs.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

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

  /** Rows that check-ins write, by table; counted, not estimated. */
  record Rows(long events, long visits, long quotas, long days, long notices,
      long decisions) {
    Rows since(Rows before) {
      return new Rows(events - before.events, visits - before.visits, quotas - before.quotas,
          days - before.days, notices - before.notices, decisions - before.decisions);
    }
  }

  Rows rows(String database) {
    var row = query(database,
        """
            select (select count(*) from kit.event), (select count(*) from reciprocal.visit),
                   (select count(*) from reciprocal.quota),
                   (select coalesce(sum(cardinality(uses)), 0) from reciprocal.quota),
                   (select count(*) from notification.notice), (select count(*) from reciprocal.decision)""")
        .iterator().next();
    return new Rows(row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3),
        row.getLong(4), row.getLong(5));
  }

  /** Check-ins of which the slowest follower has not told yet. */
  long unseen() {
    return query(PLATFORM,
        """
              with slowest as materialized (
            select xid::text::xid8 as xid, seq from kit.position order by 1, 2 limit 1)
              select count(*) from kit.event e
               where (e.xid, e.seq) > ((select xid from slowest), (select seq from slowest))
                 and e.type like 'reciprocalclubs.reciprocal.%'""")
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
    var options = new PgConnectOptions().setHost(socketDirectory).setPort(port).setDatabase(database)
        .setUser(ADMINISTRATOR).setPassword(password);
    var connection = PgConnection.connect(vertx, options).await();
    try {
      return connection.query(sql).execute().await();
    } finally {
      connection.close().await();
    }
  }
}
