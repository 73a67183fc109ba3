package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  /** Kit's own, and the two of pets. */
  private static final int ALL = 3 + 2;
  @TempDir
  Path folder;
  private final Vertx vertx = Vertx.vertx();
  private StoreSettings settings;

  @BeforeEach
  void database() throws IOException {
    settings = TestServer.empty(vertx);
    Files.createDirectories(folder.resolve("sql/pets"));
    file("V001__cats.sql", "create table pets.cat (name text); insert into pets.cat values ('Minka');");
    file("V002__dogs.sql", "create table pets.dog (name text);");
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private void file(String name, String sql) throws IOException {
    Files.writeString(folder.resolve("sql/pets").resolve(name), sql);
  }

  private Future<Integer> run(URL place) {
    var loader = new URLClassLoader(new URL[]{place}, getClass().getClassLoader());
    return new Migrations(settings, List.of("pets"), loader).run(vertx);
  }

  private int run() throws IOException {
    return await(run(folder.toUri().toURL()));
  }

  private long count(String sql) {
    var admin = await(PgConnection.connect(vertx, TestDatabase.adminOptions(settings.server())));
    long count = await(admin.query(sql).execute()).iterator().next().getLong(0);
    await(admin.close());
    return count;
  }

  @Test
  void migrations_run_once_kit_first_and_are_written_down() throws IOException {
    assertThat(run()).isEqualTo(ALL);
    assertThat(run()).isZero();
    assertThat(count("select count(*) from kit.migration where name like 'pets/%' and length(sha256) = 64"))
        .isEqualTo(2);
    assertThat(count("select count(*) from pg_namespace where nspname in ('kit', 'pets')"
        + " and pg_get_userbyid(nspowner) = 'clubs_owner'")).isEqualTo(2);
  }

  @Test
  void two_nodes_that_start_at_once_run_them_once() throws IOException {
    URL place = folder.toUri().toURL();
    var both = Future.all(run(place), run(place));
    assertThat(await(both).<Integer>list().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ALL);
    assertThat(count("select count(*) from pets.cat")).isEqualTo(1);
  }

  @Test
  void a_file_that_was_changed_after_it_ran_is_refused() throws IOException {
    run();
    file("V001__cats.sql", "create table pets.lion (name text);");
    assertThatThrownBy(this::run).isInstanceOfSatisfying(MigrationProblem.class,
        problem -> assertThat(problem.migration()).isEqualTo("pets/V001__cats.sql"));
  }

  @Test
  void a_file_that_ran_and_is_missing_is_refused() throws IOException {
    run();
    Files.delete(folder.resolve("sql/pets/V002__dogs.sql"));
    assertThatThrownBy(this::run).isInstanceOfSatisfying(MigrationProblem.class,
        problem -> assertThat(problem.migration()).isEqualTo("pets/V002__dogs.sql"));
  }

  @Test
  void names_with_gaps_or_other_forms_are_refused() throws IOException {
    file("V004__birds.sql", "select 1");
    assertThatThrownBy(this::run).isInstanceOf(MigrationProblem.class);
    Files.delete(folder.resolve("sql/pets/V004__birds.sql"));
    file("V3-fish.sql", "select 1");
    assertThatThrownBy(this::run).isInstanceOf(MigrationProblem.class);
  }

  @Test
  void a_migration_that_fails_leaves_nothing_behind_and_is_named() throws IOException {
    file("V002__dogs.sql", "create table pets.dog (name text); select 1 / 0;");
    assertThatThrownBy(this::run).isInstanceOfSatisfying(MigrationProblem.class,
        problem -> assertThat(problem.migration()).isEqualTo("pets/V002__dogs.sql"));
    assertThat(count("select count(*) from pg_namespace where nspname in ('kit', 'pets')")).isZero();
    file("V002__dogs.sql", "create table pets.dog (name text);");
    assertThat(run()).isEqualTo(ALL);
  }

  @Test
  void migrations_are_found_in_jars_too() throws IOException {
    Path jar = folder.resolve("pets.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("sql/", "sql/pets/", "sql/pets/V001__cats.sql", "sql/pets/V002__dogs.sql")) {
        out.putNextEntry(new JarEntry(name));
        if (!name.endsWith("/")) {
          out.write(Files.readAllBytes(folder.resolve(name)));
        }
      }
    }
    assertThat(await(run(jar.toUri().toURL()))).isEqualTo(ALL);
    assertThat(run()).as("the same files from a folder").isZero();
  }

  @Test
  void roles_may_be_made_again_and_then_have_the_new_passwords() throws IOException {
    run();
    var admin = await(PgConnection.connect(vertx, TestDatabase.adminOptions(settings.server())));
    await(Roles.bootstrap(admin, TestDatabase.passwords()));
    assertThatThrownBy(() -> await(Roles.bootstrap(admin, Map.of(StoreRole.APP, "x"))))
        .isInstanceOf(IllegalArgumentException.class);
    await(admin.close());
    assertThat(count("select count(*) from pg_roles where rolname like 'clubs\\_%' and not rolsuper"
        + " and not rolbypassrls and rolcanlogin = (rolname not in ('clubs_owner', 'clubs_desk'))"))
        .isEqualTo(6);
    assertThat(count(
        "select count(*) from pg_authid where rolname = 'clubs_app' and rolpassword like 'SCRAM-SHA-256$%'"))
        .isEqualTo(1);
  }
}
