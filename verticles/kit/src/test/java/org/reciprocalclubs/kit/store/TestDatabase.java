package org.reciprocalclubs.kit.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh, migrated database for a test class, on a real PostgreSQL that the JVM's tests share.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TestDatabase DATABASE = TestDatabase.with("member");
 * ...
 * DATABASE.store().perform(Scope.club(club), tx -> ...);
 * }</pre>
 *
 * The store waits on the test's own thread; {@link #admin} bypasses row-level security to look at the truth.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
  private static final long SECONDS = 60;
  private final List<String> domains;
  private final UnaryOperator<StoreSettings> adjusted;
  private @Nullable Vertx vertx;
  private @Nullable Store store;
  private @Nullable StoreSettings settings;
  private @Nullable PgConnection admin;

  private TestDatabase(List<String> domains, UnaryOperator<StoreSettings> adjusted) {
    this.domains = domains;
    this.adjusted = adjusted;
  }

  /** A database with kit's schema and that of these domains, in this order. */
  public static TestDatabase with(String... domains) {
    return new TestDatabase(List.of(domains), UnaryOperator.identity());
  }

  /** The same with other limits. */
  public TestDatabase adjusted(UnaryOperator<StoreSettings> change) {
    return new TestDatabase(domains, change);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Vertx made = Vertx.vertx();
    vertx = made;
    settings = adjusted.apply(TestServer.database(made, domains));
    store = Store.open(made, settings());
    admin = await(PgConnection.connect(made, adminOptions(settings().server())));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    await(admin().close());
    await(store().close());
    await(vertx().close());
  }

  public Vertx vertx() {
    return Objects.requireNonNull(vertx);
  }

  public Store store() {
    return Objects.requireNonNull(store);
  }

  public StoreSettings settings() {
    return Objects.requireNonNull(settings);
  }

  /** @return a superuser's connection, to which row-level security does not apply */
  public PgConnection admin() {
    return Objects.requireNonNull(admin);
  }

  /** Runs one statement as superuser and waits. */
  public RowSet<Row> admin(String sql, @Nullable Object... binds) {
    return await(admin().preparedQuery(sql).execute(Binds.tuple(binds)));
  }

  /** @return the one number that a statement of the superuser gives */
  public long count(String sql, @Nullable Object... binds) {
    return admin(sql, binds).iterator().next().getLong(0);
  }

  /** @return passwords of the roles in every test database */
  public static Map<StoreRole, String> passwords() {
    return TestServer.PASSWORDS;
  }

  static PgConnectOptions adminOptions(StoreSettings.Server server) {
    return new PgConnectOptions().setHost(server.hosts().getFirst())
        .setPort(server.port())
        .setDatabase(server.database())
        .setUser("postgres")
        .setPassword("postgres");
  }

  /** Waits for a future on the test's own thread. */
  public static <T extends @Nullable Object> T await(Future<T> future) {
    try {
      return future.await(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("not done within a minute", late);
    }
  }
}
