package org.reciprocalclubs.app;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reciprocalclubs.kit.seal.Sealer;

/**
 * Seals everything that is kept sealed again, under the key that a {@link Sealer} seals with now, and so
 * makes the key before it worthless. Each table in one transaction; asked again after a failure it goes on.
 * The platform may run meanwhile if its processes open what either key sealed. Answers that are kept for
 * repeated requests (48 hours, {@code kit.request}) are left to end by themselves.
 */
final class Resealing {
  private static final String SEALED = "sealed";

  /** Every column of sealed bytes, and which text each value is sealed with. */
  static final List<Column> COLUMNS = List.of(
      new Column("auth.signing_key", SEALED, "'auth.signing-key/' || kid"),
      new Column("auth.secret", SEALED, "'auth.secret/' || name"),
      new Column("auth.factor", SEALED, "'auth.factor/' || account || '/' || id"),
      new Column("auth.provider", "secret", "'auth.provider/' || club"),
      new Column("auth.outside_login", SEALED, "'auth.outside-login/' || encode(state_hash, 'hex')"),
      new Column("member.pass_key", SEALED, "'member.pass-key/' || encode(kid, 'hex')"),
      new Column("member.list_key", SEALED, "'member.list-key/' || encode(kid, 'hex')"),
      new Column("ledger.log_key", SEALED, "'ledger.log-key/' || verifier"),
      new Column("kit.mail", SEALED, "'kit.mail/' || id"));

  /**
   * A column of sealed bytes.
   *
   * @param associated an expression of SQL: the text with which {@link Sealer#open} opens it
   */
  record Column(String table, String name, String associated) {
    String rows() {
      return "select ctid::text, " + name + ", " + associated + " from " + table + " where octet_length("
          + name + ") > 0";
    }

    private String update() {
      return "update " + table + " set " + name + " = $1 where ctid = $2::text::tid";
    }
  }

  private static final String FORCED = """
      select relforcerowsecurity from pg_class where oid = $1::text::regclass""";

  private final SqlConnection connection;
  private final Sealer sealer;

  /**
   * @param connection of the login that migrates
   * @param sealer opens what was sealed under the key before, too
   */
  Resealing(SqlConnection connection, Sealer sealer) {
    this.connection = connection;
    this.sealer = sealer;
  }

  /** How many values of each table were sealed again; waits. */
  Map<String, Integer> run() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Column column : COLUMNS) {
      counts.put(column.table(), run(column));
    }
    return counts;
  }

  /** The owner sees all rows only while row security does not bind it: within this transaction, locked. */
  private int run(Column column) {
    execute("begin");
    try {
      execute("set local role clubs_owner");
      execute("set local lock_timeout = '10s'");
      boolean forced = connection.preparedQuery(FORCED).execute(Tuple.of(column.table())).await().iterator()
          .next().getBoolean(0);
      execute("lock table " + column.table() + " in access exclusive mode");
      if (forced) {
        execute("alter table " + column.table() + " no force row level security");
      }
      int sealed = seal(column);
      if (forced) {
        execute("alter table " + column.table() + " force row level security");
      }
      execute("commit");
      return sealed;
    } catch (RuntimeException failure) {
      execute("rollback");
      throw failure;
    }
  }

  private int seal(Column column) {
    int count = 0;
    for (Row row : connection.query(column.rows()).execute().await()) {
      Optional<byte[]> sealed = sealer.resealed(row.getBuffer(1).getBytes(), row.getString(2));
      if (sealed.isPresent()) {
        connection.preparedQuery(column.update())
            .execute(Tuple.of(Buffer.buffer(sealed.get()), row.getString(0))).await();
        count++;
      }
    }
    return count;
  }

  private void execute(String sql) {
    connection.query(sql).execute().await();
  }
}
