package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.SqlProblems.mapped;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;

/**
 * Creates the roles of the database and hands it to clubs_owner. Needs a superuser (or a role with CREATEROLE
 * that owns the database); needed once per server and database, harmless when repeated. It also sets the
 * passwords, so running it with new ones is how passwords are changed.
 */
public final class Roles {
  private static final String CREATE = """
      do $$
      declare r record;
      begin
        perform pg_advisory_xact_lock(7021402211);
        for r in select * from (values ('clubs_owner', false), ('clubs_migrator', true), ('clubs_app', true),
            ('clubs_desk', false), ('clubs_feed', true), ('clubs_jobs', true)) as t (name, login) loop
          if not exists (select from pg_roles where rolname = r.name) then
            execute format('create role %I %s noinherit nobypassrls', r.name,
              case when r.login then 'login' else 'nologin' end);
          end if;
        end loop;
        grant clubs_owner to clubs_migrator;
        grant clubs_desk to clubs_owner;
        execute format('alter database %I owner to clubs_owner', current_database());
        execute format('revoke all on database %I from public', current_database());
        execute format('grant connect on database %I to clubs_migrator, clubs_app, clubs_feed, clubs_jobs',
          current_database());
        revoke create on schema public from public;
      end
      $$""";
  private static final String PASSWORD = "select format('alter role %I password %L', $1::text, $2::text)";

  private Roles() {}

  /**
   * @param admin a connection to the platform's database as its administrator; stays open
   * @param passwords one per role that logs in
   */
  public static Future<Void> bootstrap(SqlConnection admin, Map<StoreRole, String> passwords) {
    for (StoreRole role : StoreRole.values()) {
      if (role.login() && passwords.getOrDefault(role, "").isEmpty()) {
        return Future.failedFuture(new IllegalArgumentException("a role that logs in needs a password"));
      }
    }
    Future<Void> done = admin.query("BEGIN; SET LOCAL client_min_messages = warning").execute().mapEmpty();
    done = done.compose(begun -> admin.query(CREATE).execute().mapEmpty());
    for (var each : passwords.entrySet()) {
      done = done.compose(before -> password(admin, each.getKey(), each.getValue()));
    }
    return mapped(done.compose(all -> admin.query("COMMIT").execute().<Void>mapEmpty(),
        failure -> admin.query("ROLLBACK").execute().transform(ended -> Future.failedFuture(failure))));
  }

  private static Future<Void> password(SqlConnection admin, StoreRole role, String password) {
    return admin.preparedQuery(PASSWORD)
        .execute(Tuple.of(role.sqlName(), password))
        .compose(text -> admin.query(text.iterator().next().getString(0)).execute())
        .mapEmpty();
  }
}
