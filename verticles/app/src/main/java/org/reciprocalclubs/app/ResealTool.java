package org.reciprocalclubs.app;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.reciprocalclubs.kit.boot.Logging;
import org.reciprocalclubs.kit.boot.MasterSettings;
import org.reciprocalclubs.kit.boot.SettingsException;

/** The program behind {@code deploy/reseal}. */
final class ResealTool {
  private static final int DONE = 0;
  private static final int NOT_DONE = 2;

  private ResealTool() {}

  public static void main(String[] words) {
    Logging.install(Launching.conf(System.getenv()).resolve("logback.xml"));
    int exit = NOT_DONE;
    try {
      run(words);
      exit = DONE;
    } catch (IOException unreadable) {
      System.err.println("reseal: cannot read " + unreadable.getMessage());
    } catch (SettingsException | IllegalArgumentException told) {
      System.err.println("reseal: " + told.getMessage());
    } catch (RuntimeException failure) {
      System.err.println("reseal: not everything was sealed again: " + failure);
    } finally {
      // threads of the event loops must not keep it, whatever ended it
      System.exit(exit);
    }
  }

  private static void run(String[] words) throws IOException {
    var said = ToolSettings.order(List.of(words), List.of("--data"), List.of());
    var settings = ToolSettings.load(said);
    var master = settings.bind("master", MasterSettings.class);
    if (master.otherKey().isEmpty()) {
      throw new IllegalArgumentException("master.other_key_file names no file: what was sealed under another"
          + " key than that of master.key_file could not be opened");
    }
    var vertx = Vertx.vertx(new VertxOptions()
        .setFileSystemOptions(new FileSystemOptions().setFileCachingEnabled(false)));
    var connection = PgConnection.connect(vertx, ToolSettings.database(settings)).await();
    try {
      Map<String, Integer> counts = new Resealing(connection, master.sealer()).run();
      counts.forEach((table, count) -> System.out.printf("%-20s %d sealed again%n", table, count));
    } finally {
      connection.close().await();
    }
  }
}
