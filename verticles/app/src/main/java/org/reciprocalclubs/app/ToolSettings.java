package org.reciprocalclubs.app;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reciprocalclubs.kit.boot.DatabaseSettings;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.kit.store.StoreRole;

/** What the programs beside the platform, such as {@code deploy/audit}, know as the platform does. */
final class ToolSettings {
  private ToolSettings() {}

  /**
   * The words of a command line.
   *
   * @param options that take a value
   * @param flags that take none
   * @throws IllegalArgumentException if there is another
   */
  static Map<String, String> order(List<String> words, List<String> options, List<String> flags) {
    Map<String, String> said = new TreeMap<>();
    var rest = new ArrayDeque<>(words);
    while (!rest.isEmpty()) {
      var word = rest.removeFirst();
      boolean flag = flags.contains(word);
      if (!flag && !options.contains(word)) {
        throw new IllegalArgumentException("there is no option " + word + " (see --help)");
      }
      if (!flag && rest.isEmpty()) {
        throw new IllegalArgumentException(word + " needs a value");
      }
      said.put(word, flag ? "" : rest.removeFirst());
    }
    return said;
  }

  /**
   * Those of the platform: its files and the environment. Of a platform with embedded services those of its
   * data directory ({@code --data}), as the platform itself has it, but that production has none.
   */
  static Settings load(Map<String, String> said) throws IOException {
    var launching = Launching.of(System.getenv());
    var shape = launching.conf().resolve("shapes").resolve(launching.shape() + ".yaml");
    var settings = Settings.load(launching.conf().resolve("app.yaml"), List.of(shape),
        launching.environment());
    boolean production = settings.bind("node", NodeSettings.class).mode() == NodeSettings.Mode.PRODUCTION;
    var named = said.get("--data");
    var data = named != null ? Path.of(named) : production ? null : launching.data();
    if (data == null || named == null && !Files.exists(Premises.services(data))) {
      return settings;
    }
    return settings.with(Premises.known(data, launching.environment()), "data directory " + data);
  }

  /** Where the database is, as the login that migrates, to whom every club's rows are open. */
  static PgConnectOptions database(Settings settings) {
    var database = settings.bind("database", DatabaseSettings.class);
    if (database.migratorPassword().isEmpty()) {
      throw new SettingsException("database.migrator_password_file names no file: this needs every club's"
          + " rows, which no other login may read.");
    }
    var server = database.server();
    return new PgConnectOptions().setHost(server.hosts().getFirst()).setPort(server.port())
        .setDatabase(server.database()).setUser(StoreRole.MIGRATOR.sqlName())
        .setPassword(database.migratorPassword().value());
  }
}
