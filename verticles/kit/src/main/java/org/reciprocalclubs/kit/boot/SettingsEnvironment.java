package org.reciprocalclubs.kit.boot;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the environment: {@code CLUBS_HTTP_MAX_BODY} is {@code http.max_body}. */
final class SettingsEnvironment {
  static final String SOURCE = "environment ";
  private static final String PREFIX = "CLUBS_";
  private static final String FILE_SUFFIX = "_file";
  /** What a launcher tells the main class, which derives settings from it, and what logback reads. */
  private static final Set<String> NOT_SETTINGS = Set.of("CLUBS_CONF", "CLUBS_SHAPE", "CLUBS_DATA",
      "CLUBS_DEMO",
      "CLUBS_HOST", "CLUBS_PORT_BASE", "CLUBS_LOG_FORMAT", "CLUBS_LOG_LEVEL");
  private static final String FOR_TESTS = "CLUBS_TEST_";

  private final Map<String, String> keysByName = new HashMap<>();

  SettingsEnvironment(Collection<String> keys) {
    for (String key : keys) {
      keysByName.put(name(key), key);
      if (key.endsWith(FILE_SUFFIX)) {
        String secret = key.substring(0, key.length() - FILE_SUFFIX.length());
        keysByName.put(name(secret), secret);
      }
    }
  }

  Map<String, SettingValue> read(Map<String, String> environment) {
    Map<String, SettingValue> found = new TreeMap<>();
    environment.forEach((name, text) -> {
      if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name) && !name.startsWith(FOR_TESTS)) {
        String key = keysByName.get(name);
        if (key == null) {
          throw new SettingsException(
              "Unknown setting " + name + " in the environment" + Nearest.hint(name, keysByName.keySet()));
        }
        found.put(key, new SettingValue(List.of(text), false, SOURCE + name));
      }
    });
    return found;
  }

  static List<String> list(String text) {
    return text.isBlank() ? List.of() : Arrays.stream(text.split(",")).map(String::strip).toList();
  }

  private static String name(String key) {
    return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
