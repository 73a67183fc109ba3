package org.reciprocalclubs.kit.boot;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All settings of a process: {@code conf/app.yaml}, then shape files, then the environment; the later wins.
 *
 * <pre>{@code
 * Settings settings = Settings.load(Path.of("conf/app.yaml"), List.of(Path.of("conf/shapes/all.yaml")),
 * System.getenv());
 * HttpSettings http = settings.bind("http", HttpSettings.class);
 * }</pre>
 *
 * <p>The first file holds every key with its default; a key that only a later source has is a mistake and
 * stops the start. {@code http.max_body} is {@code CLUBS_HTTP_MAX_BODY} in the environment; a list is
 * separated by commas there. Everything wrong is a {@link SettingsException} whose text names the key, the
 * value and the source. Immutable, thread-safe.
 */
public final class Settings {
  private final NavigableMap<String, SettingValue> values;

  private Settings(NavigableMap<String, SettingValue> values) {
    this.values = Collections.unmodifiableNavigableMap(values);
  }

  /**
   * Merges the sources.
   *
   * @param defaults the file with every key
   * @param shapes files that override some, in order
   * @param environment of which the names that begin with {@code CLUBS_} count; {@code CLUBS_TEST_*} and what
   * a launcher says ({@code CLUBS_CONF _SHAPE _DATA _DEMO _HOST _PORT_BASE}) and {@code CLUBS_LOG_*} are not
   * settings
   */
  public static Settings load(Path defaults, List<Path> shapes, Map<String, String> environment) {
    NavigableMap<String, SettingValue> values = SettingsFile.read(defaults);
    SettingsFile.refuseInlineSecrets(values);
    for (Path shape : shapes) {
      overlay(values, SettingsFile.read(shape));
    }
    overlay(values, new SettingsEnvironment(values.keySet()).read(environment));
    return new Settings(values);
  }

  /**
   * The section under that prefix as a record: each component a key ({@code maxBody} is {@code max_body}),
   * records nested, {@link java.util.Optional} for what may be empty, lists of scalars, {@link Secret},
   * {@link Size}, {@link java.time.Duration}. Keys without a component are refused.
   */
  public <R extends Record> R bind(String section, Class<R> type) {
    return new SettingsBinder(values).bind(section, type);
  }

  /** These settings with single values replaced, as a launcher does: {@code Map.of("http.port", "0")}. */
  public Settings with(Map<String, String> overrides, String source) {
    NavigableMap<String, SettingValue> merged = new TreeMap<>(values);
    NavigableMap<String, SettingValue> changes = new TreeMap<>();
    overrides.forEach((key, text) -> changes.put(key, new SettingValue(List.of(text), false, source)));
    overlay(merged, changes);
    return new Settings(merged);
  }

  /** Every key, value and source, a line each, without secrets. */
  public String redacted() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " = "
            + (SettingsFile.isSecret(entry.getKey(), values) ? "***" : entry.getValue().text()) + "   # "
            + entry.getValue().source())
        .collect(Collectors.joining("\n"));
  }

  private static void overlay(Map<String, SettingValue> values, Map<String, SettingValue> changes) {
    changes.forEach((key, value) -> {
      SettingValue known = values.get(key);
      if (known == null && !SettingsFile.isSecret(key, values)) {
        throw new SettingsException("Unknown setting " + key + " in " + value.source()
            + Nearest.hint(key, values.keySet()));
      }
      values.put(key, known == null ? value : fit(key, known, value));
    });
  }

  /** One text is a list too where a list is wanted; a list is never one text. */
  private static SettingValue fit(String key, SettingValue known, SettingValue value) {
    if (known.isList() && !value.isList()) {
      return new SettingValue(SettingsEnvironment.list(value.items().getFirst()), true, value.source());
    }
    if (!known.isList() && value.isList()) {
      throw new SettingsException(key + " must be a single value, not a list (" + value.source() + ").");
    }
    return value;
  }
}
