package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's PostgreSQL: started when first asked for, ended with the JVM; one template per list of domains.
 */
final class TestServer {
  static final Map<StoreRole, String> PASSWORDS = Map.of(StoreRole.MIGRATOR, "m'igrator", StoreRole.APP,
      "app",
      StoreRole.FEED, "feed", StoreRole.JOBS, "jobs");
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final Map<List<String>, String> TEMPLATES = new HashMap<>();
  private static @Nullable EmbeddedPostgres server;

  private TestServer() {}

  /** @return settings for a new database that is migrated for these domains */
  static synchronized StoreSettings database(Vertx vertx, List<String> domains) {
    String template = TEMPLATES.computeIfAbsent(domains, wanted -> template(vertx, wanted));
    String name = "test_" + NEXT.incrementAndGet();
    create(vertx, name, template);
    return settings(name);
  }

  /** @return settings for a new database with roles and nothing else */
  static synchronized StoreSettings empty(Vertx vertx) {
    String name = "empty_" + NEXT.incrementAndGet();
    create(vertx, name, "template0");
    var settings = settings(name);
    var admin = await(PgConnection.connect(vertx, TestDatabase.adminOptions(settings.server())));
    await(Roles.bootstrap(admin, PASSWORDS));
    await(admin.close());
    return settings;
  }

  private static String template(Vertx vertx, List<String> domains) {
    var settings = empty(vertx);
    await(new Migrations(settings, domains).run(vertx));
    return settings.server().database();
  }

  private static void create(Vertx vertx, String name, String template) {
    var postgres = settings("postgres").server();
    var admin = await(PgConnection.connect(vertx, TestDatabase.adminOptions(postgres)));
    await(admin.query("create database " + name + " template " + template).execute());
    if (!"template0".equals(template)) {
      await(admin.query("alter database " + name + " owner to clubs_owner").execute());
      await(admin.query("grant connect on database " + name
          + " to clubs_migrator, clubs_app, clubs_feed, clubs_jobs").execute());
    }
    await(admin.close());
  }

  private static StoreSettings settings(String database) {
    return StoreSettings.of(StoreSettings.Server.tcp("127.0.0.1", server().getPort(), database), PASSWORDS);
  }

  private static synchronized EmbeddedPostgres server() {
    EmbeddedPostgres running = server;
    if (running == null) {
      try {
        running = EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "300")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .start();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      server = running;
    }
    return running;
  }
}
