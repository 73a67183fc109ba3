package org.reciprocalclubs.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.SettingsException;

/**
 * How {@code deploy/up} asks for a process, beside its settings. Immutable.
 *
 * @param shape the file of conf/shapes, without ending
 * @param conf the directory of settings
 * @param data where embedded services keep what they hold; null when every dependency runs elsewhere
 * @param portBase the number from which every port is counted
 * @param host the address that the doors bind to
 * @param demo whether a demonstration federation is made on first start
 * @param environment the rest of the environment, for the settings
 */
record Launching(String shape, Path conf, @Nullable Path data, int portBase, String host, boolean demo,
    Map<String, String> environment) {
  private static final String SHAPE = "CLUBS_SHAPE";
  private static final String CONF = "CLUBS_CONF";
  private static final String DATA = "CLUBS_DATA";
  private static final String PORT_BASE = "CLUBS_PORT_BASE";
  private static final String HOST = "CLUBS_HOST";
  private static final String DEMO = "CLUBS_DEMO";
  private static final String DEFAULT_CONF = "conf";
  private static final String DEFAULT_PORT_BASE = "8000";

  /**
   * Reads the environment.
   *
   * @throws SettingsException with one sentence, when a value cannot be used
   */
  static Launching of(Map<String, String> environment) {
    var rest = new HashMap<>(environment);
    var shape = take(rest, SHAPE, "all");
    var conf = Path.of(take(rest, CONF, DEFAULT_CONF));
    var data = rest.remove(DATA);
    int portBase = number(PORT_BASE, take(rest, PORT_BASE, DEFAULT_PORT_BASE));
    return new Launching(shape, conf, data == null || data.isBlank() ? null : Path.of(data), portBase,
        take(rest, HOST, "127.0.0.1"), Boolean.parseBoolean(take(rest, DEMO, "false")), Map.copyOf(rest));
  }

  /** Where the settings are; asked before anything else, because the form of the log is among them. */
  static Path conf(Map<String, String> environment) {
    return Path.of(take(new HashMap<>(environment), CONF, DEFAULT_CONF));
  }

  /**
   * Whether this process is the one that runs the embedded services: the only one, or the first of several.
   */
  boolean embeds() {
    return data != null && (shape.equals("all") || shape.equals("split-rest"));
  }

  /** Whether people and kiosks come in through this process: the only one, or the last of several. */
  boolean opensDoors() {
    return shape.equals("all") || shape.equals("split-edge");
  }

  /** How far this process's ports lie above the edge's: several on one machine must not meet. */
  int portOffset() {
    return switch (shape) {
      case "split-rest" -> 1;
      case "split-desk" -> 3;
      default -> 0;
    };
  }

  private static String take(Map<String, String> environment, String name, String otherwise) {
    var value = environment.remove(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  private static int number(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new SettingsException(name + " is a number of ports to count from, not \"" + text + "\".");
    }
  }
}
