package org.reciprocalclubs.kit.store;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes connect options and pools from the settings: every session has its timeouts from the first byte on.
 */
final class Connections {
  private static final int CACHED_STATEMENTS = 512;
  private static final int LONGEST_CACHED_SQL_CHARS = 8_192;

  private Connections() {}

  static Pool pool(Vertx vertx, StoreSettings settings, StoreRole role, int size) {
    var pool = new PoolOptions().setMaxSize(size)
        .setName("store-" + role.sqlName())
        .setMaxWaitQueueSize(settings.pools().waiting())
        .setConnectionTimeout((int) settings.timeouts().connect().toMillis())
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    List<SqlConnectOptions> hosts = settings.server().hosts().stream()
        .map(host -> (SqlConnectOptions) options(settings, role, host))
        .toList();
    return PgBuilder.pool().with(pool).connectingTo(hosts).using(vertx).build();
  }

  static PgConnectOptions options(StoreSettings settings, StoreRole role, String host) {
    String password = settings.passwords().get(role);
    if (password == null) {
      throw new IllegalArgumentException("a role that logs in needs a password");
    }
    var server = settings.server();
    var options = new PgConnectOptions()
        .setHost(server.unixSocketDirectory().map(Object::toString).orElse(host))
        .setPort(server.port())
        .setDatabase(server.database())
        .setUser(role.sqlName())
        .setPassword(password)
        .setPipeliningLimit(settings.pools().pipelining());
    options.setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
        .setPreparedStatementCacheSqlFilter(sql -> sql.length() <= LONGEST_CACHED_SQL_CHARS);
    return role == StoreRole.MIGRATOR ? options : limited(options, settings.timeouts());
  }

  private static PgConnectOptions limited(PgConnectOptions options, StoreSettings.Timeouts timeouts) {
    options.addProperty("statement_timeout", Long.toString(timeouts.statement().toMillis()))
        .addProperty("lock_timeout", Long.toString(timeouts.lock().toMillis()))
        .addProperty("idle_in_transaction_session_timeout",
            Long.toString(timeouts.idleInTransaction().toMillis()))
        .addProperty("transaction_timeout", Long.toString(timeouts.transaction().toMillis()))
        .addProperty("application_name", "clubs");
    return options;
  }
}
