package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.SqlProblems.mapped;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Brings the database to the schema that this program expects: runs {@code sql/<domain>/V*.sql} from the
 * class path that were not run yet, in order, kit first, all in one transaction under a lock, so several
 * nodes may start at once. What was run is kept with its SHA-256 in kit.migration; a file that changed or
 * disappeared is an error, not a guess. Each domain owns the schema of its name. Needs {@link
 * Roles#bootstrap} to have run.
 */
public final class Migrations {
  private static final long LOCK = 7_021_402_212L;
  private static final String BEGIN = """
      begin; set local role clubs_owner; set local client_min_messages = warning;
      select pg_advisory_xact_lock(%d);
      create schema if not exists kit;
      create table if not exists kit.migration (
        name text primary key,
        sha256 text not null,
        at timestamptz not null default clock_timestamp()
      )"""
      .formatted(LOCK);

  private final StoreSettings settings;
  private final List<String> domains;
  private final ClassLoader loader;

  /** @param domains whose migrations to run, after kit's, in this order */
  public Migrations(StoreSettings settings, List<String> domains) {
    this(settings, domains, Migrations.class.getClassLoader());
  }

  Migrations(StoreSettings settings, List<String> domains, ClassLoader loader) {
    var ordered = new LinkedHashSet<String>(List.of("kit"));
    ordered.addAll(domains);
    this.settings = settings;
    this.domains = List.copyOf(ordered);
    this.loader = loader;
  }

  /**
   * @return how many migrations were run; fails with {@link MigrationProblem} or another {@link
   * StoreProblem}, and then nothing has changed
   */
  public Future<Integer> run(Vertx vertx) {
    SequencedMap<String, List<MigrationFile>> files = new LinkedHashMap<>();
    try {
      domains.forEach(domain -> files.put(domain, MigrationFile.of(loader, domain)));
    } catch (MigrationProblem problem) {
      return Future.failedFuture(problem);
    }
    var options = Connections.options(settings, StoreRole.MIGRATOR, settings.server().hosts().getFirst());
    return mapped(PgConnection.connect(vertx, options)
        .compose(connection -> migrate(connection, files).eventually(connection::close)));
  }

  private Future<Integer> migrate(PgConnection connection, Map<String, List<MigrationFile>> files) {
    return connection.query(BEGIN)
        .execute()
        .compose(locked -> connection.query("select name, sha256 from kit.migration order by name").execute())
        .compose(rows -> {
          var known = new HashMap<String, String>();
          for (Row row : rows) {
            known.put(row.getString(0), row.getString(1));
          }
          return apply(connection, files, known);
        })
        .compose(count -> connection.query("commit").execute().map(count));
  }

  private Future<Integer> apply(PgConnection connection, Map<String, List<MigrationFile>> files,
      Map<String, String> known) {
    Future<Integer> done = Future.succeededFuture(0);
    for (var domain : files.entrySet()) {
      var pending = pending(domain.getKey(), domain.getValue(), known);
      if (!pending.isEmpty()) {
        done = done.compose(count -> schema(connection, domain.getKey()).map(count));
      }
      for (var file : pending) {
        done = done.compose(count -> one(connection, file).map(count + 1));
      }
    }
    return done;
  }

  private static List<MigrationFile> pending(String domain, List<MigrationFile> files,
      Map<String, String> known) {
    var missing = known.keySet()
        .stream()
        .filter(name -> name.startsWith(domain + "/"))
        .collect(Collectors.toCollection(ArrayList::new));
    var pending = new ArrayList<MigrationFile>();
    for (var file : files) {
      String before = known.get(file.name());
      if (before == null) {
        pending.add(file);
      } else if (!before.equals(file.sha256())) {
        throw new MigrationProblem("a migration that has run was changed afterwards", file.name(), null);
      } else if (!pending.isEmpty()) {
        throw new MigrationProblem("a migration is older than one that has run", pending.getFirst().name(),
            null);
      }
      missing.remove(file.name());
    }
    if (!missing.isEmpty()) {
      throw new MigrationProblem("a migration that has run is missing; is this an older program?",
          missing.getFirst(),
          null);
    }
    return pending;
  }

  private static Future<Void> schema(PgConnection connection, String domain) {
    return connection
        .query("""
            create schema if not exists %1$s; grant usage on schema %1$s to clubs_app, clubs_desk"""
            .formatted(domain))
        .execute()
        .mapEmpty();
  }

  private static Future<Void> one(PgConnection connection, MigrationFile file) {
    return connection.query(file.sql())
        .execute()
        .compose(ran -> connection.preparedQuery("insert into kit.migration (name, sha256) values ($1, $2)")
            .execute(Tuple.of(file.name(), file.sha256())))
        .recover(
            failure -> Future.failedFuture(
                new MigrationProblem("a migration failed", file.name(), SqlProblems.of(failure))))
        .mapEmpty();
  }
}
