package org.reciprocalclubs.kit.boot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads one YAML file into dotted keys. */
final class SettingsFile {
  private static final String FILE_SUFFIX = "_file";
  private static final YAMLMapper YAML = YAMLMapper.builder()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private SettingsFile() {}

  static NavigableMap<String, SettingValue> read(Path file) {
    try {
      NavigableMap<String, SettingValue> values = new TreeMap<>();
      JsonNode root = YAML.readTree(Files.readString(file));
      if (!root.isMissingNode()) {
        collect("", root, file.toString(), values);
      }
      return values;
    } catch (NoSuchFileException e) {
      throw new SettingsException("The settings file " + file + " does not exist.");
    } catch (IOException e) {
      throw new SettingsException("The settings file " + file + " cannot be read: " + firstLine(e) + ".");
    }
  }

  /** A secret is the key whose {@code _file} twin is declared. */
  static boolean isSecret(String key, Map<String, SettingValue> values) {
    return values.containsKey(key + FILE_SUFFIX);
  }

  static void refuseInlineSecrets(Map<String, SettingValue> values) {
    values.forEach((key, value) -> {
      if (isSecret(key, values) && !value.source().startsWith(SettingsEnvironment.SOURCE)) {
        throw new SettingsException(key + " is a secret and must not stand in " + value.source() + "; use "
            + key + FILE_SUFFIX + " or the environment.");
      }
    });
  }

  private static void collect(String prefix, JsonNode node, String source, Map<String, SettingValue> into) {
    if (!node.isObject()) {
      throw new SettingsException("The settings file " + source + " must hold keys, not a single value.");
    }
    node.properties().forEach(entry -> {
      String key = prefix + entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        collect(key + ".", value, source, into);
      } else if (value.isArray()) {
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(item.asText()));
        into.put(key, new SettingValue(List.copyOf(items), true, source));
      } else {
        into.put(key, new SettingValue(List.of(value.isNull() ? "" : value.asText()), false, source));
      }
    });
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
  }
}
