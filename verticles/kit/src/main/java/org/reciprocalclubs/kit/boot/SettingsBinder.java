package org.reciprocalclubs.kit.boot;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Binds dotted keys to records. */
final class SettingsBinder {
  private final NavigableMap<String, SettingValue> values;

  SettingsBinder(NavigableMap<String, SettingValue> values) {
    this.values = values;
  }

  <R extends Record> R bind(String section, Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    refuseUnknown(section, components);
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = component(key(section, components[i]), components[i]);
    }
    return construct(section, type, components, arguments);
  }

  private void refuseUnknown(String section, RecordComponent[] components) {
    Set<String> known = new TreeSet<>();
    for (RecordComponent component : components) {
      String key = key(section, component);
      known.add(key);
      if (component.getType() == Secret.class) {
        known.add(key + "_file");
      }
    }
    String prefix = section + ".";
    for (Map.Entry<String, SettingValue> entry : values.tailMap(prefix).entrySet()) {
      String key = entry.getKey();
      if (!key.startsWith(prefix)) {
        return;
      }
      if (known.stream().noneMatch(name -> key.equals(name) || key.startsWith(name + "."))) {
        throw new SettingsException(
            "Unknown setting " + key + " in " + entry.getValue().source() + Nearest.hint(key, known));
      }
    }
  }

  private Object component(String key, RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isRecord() && type != Size.class && type != Secret.class) {
      return bind(key, type.asSubclass(Record.class));
    }
    if (type == Secret.class) {
      return secret(key);
    }
    SettingValue value = values.get(key);
    if (value == null) {
      throw new SettingsException("The setting " + key + " is missing.");
    }
    if (type == List.class) {
      Class<?> element = argument(component.getGenericType());
      return value.items().stream().map(item -> convert(key, item, element, value)).toList();
    }
    if (value.isList()) {
      throw new SettingsException(key + " must be a single value, not a list (" + value.source() + ").");
    }
    if (type == Optional.class) {
      return value.text().isEmpty()
          ? Optional.empty()
          : Optional.of(convert(key, value.text(), argument(component.getGenericType()), value));
    }
    return convert(key, value.text(), type, value);
  }

  private static Object convert(String key, String text, Class<?> type, SettingValue value) {
    try {
      return SettingValue.convert(text, type);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          key + " " + e.getMessage() + ", not \"" + text + "\" (" + value.source() + ").");
    }
  }

  private Secret secret(String key) {
    SettingValue given = values.get(key);
    if (given != null) {
      return new Secret(given.text());
    }
    SettingValue file = values.get(key + "_file");
    if (file == null) {
      throw new SettingsException("The setting " + key + "_file is missing.");
    }
    if (file.text().isEmpty()) {
      return Secret.NONE;
    }
    try {
      return new Secret(Files.readString(Path.of(file.text())).strip());
    } catch (IOException e) {
      throw new SettingsException(
          key + "_file names " + file.text() + ", which cannot be read (" + file.source() + ").");
    }
  }

  private <R extends Record> R construct(String section, Class<R> type, RecordComponent[] components,
      Object[] arguments) {
    try {
      Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw refusal(section, components, String.valueOf(e.getTargetException().getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Not a settings record: " + type.getName(), e);
    }
  }

  /**
   * Records begin what they refuse with the component's name: name the key, the value and the source with it.
   */
  private SettingsException refusal(String section, RecordComponent[] components, String reason) {
    for (RecordComponent component : components) {
      String key = key(section, component);
      SettingValue value = values.get(key);
      if (value != null && reason.startsWith(component.getName() + " ")) {
        return new SettingsException(key + reason.substring(component.getName().length()) + ", not \""
            + value.text() + "\" (" + value.source() + ").");
      }
    }
    return new SettingsException("The settings under " + section + " are refused: " + reason + ".");
  }

  private static String key(String section, RecordComponent component) {
    String name = component.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    return section.isEmpty() ? name : section + "." + name;
  }

  private static Class<?> argument(@Nullable Type type) {
    if (type instanceof ParameterizedType parameterized
        && parameterized.getActualTypeArguments()[0] instanceof Class<?> element) {
      return element;
    }
    throw new IllegalStateException("Not a type of settings: " + type);
  }
}
