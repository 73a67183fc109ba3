package org.reciprocalclubs.codecs;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of the contract are about a person, and which rows they come from, as their option
 * {@code about_person} says. Thread-safe.
 */
public final class AboutPersons {
  private static final String OPTION = "reciprocalclubs.kit.v1.about_person";
  private static final Map<Descriptor, Plan> PLANS = new ConcurrentHashMap<>();

  /**
   * How to find the rows in messages of a type.
   *
   * @param paths the fields that name them, each reached through the fields before it
   * @param inner fields whose messages are, or hold, such about a person
   */
  private record Plan(List<List<FieldDescriptor>> paths, List<FieldDescriptor> inner) {
    boolean empty() {
      return paths.isEmpty() && inner.isEmpty();
    }
  }

  private AboutPersons() {}

  /**
   * True when a message of that type is about a person, or may hold one that is.
   *
   * @throws IllegalStateException when the option of one of them names no text field
   */
  public static boolean in(Descriptor type) {
    return !plan(type).empty();
  }

  /** True when messages of that type are themselves about a person. */
  public static boolean isAbout(Descriptor type) {
    return option(type) != null;
  }

  /** The ids of the rows that a message comes from, each once, in its order; none for other messages. */
  public static Set<String> rows(Message message) {
    Set<String> rows = new LinkedHashSet<>();
    collect(message, rows);
    return rows;
  }

  private static void collect(Message message, Set<String> rows) {
    Plan plan = plan(message.getDescriptorForType());
    plan.paths.forEach(path -> follow(message, path, rows));
    for (FieldDescriptor field : plan.inner) {
      if (field.isRepeated()) {
        ((List<?>) message.getField(field)).forEach(each -> collect((Message) each, rows));
      } else if (message.hasField(field)) {
        collect((Message) message.getField(field), rows);
      }
    }
  }

  private static void follow(Message from, List<FieldDescriptor> path, Set<String> rows) {
    Message message = from;
    for (FieldDescriptor step : path.subList(0, path.size() - 1)) {
      message = (Message) message.getField(step);
    }
    Object value = message.getField(path.getLast());
    if (value instanceof List<?> many) {
      many.forEach(each -> rows.add((String) each));
    } else if (!((String) value).isEmpty()) {
      rows.add((String) value);
    }
  }

  private static Plan plan(Descriptor type) {
    Plan known = PLANS.get(type);
    if (known != null) {
      return known;
    }
    List<FieldDescriptor> inner = type.getFields().stream()
        .filter(field -> field.getJavaType() == JavaType.MESSAGE && !field.isMapField())
        .filter(field -> reaches(field.getMessageType(), new HashSet<>(Set.of(type)))).toList();
    Plan made = new Plan(paths(type), inner);
    PLANS.put(type, made);
    return made;
  }

  private static boolean reaches(Descriptor type, Set<Descriptor> seen) {
    return option(type) != null || seen.add(type) && type.getFields().stream()
        .filter(field -> field.getJavaType() == JavaType.MESSAGE && !field.isMapField())
        .anyMatch(field -> reaches(field.getMessageType(), seen));
  }

  private static List<List<FieldDescriptor>> paths(Descriptor type) {
    String option = option(type);
    return option == null
        ? List.of()
        : List.of(option.split(",")).stream().map(path -> path(type, path)).toList();
  }

  private static List<FieldDescriptor> path(Descriptor type, String path) {
    List<FieldDescriptor> steps = new ArrayList<>();
    Descriptor at = type;
    for (String name : path.split("\\.")) {
      FieldDescriptor field = at.findFieldByName(name);
      if (field == null) {
        throw new IllegalStateException("The message " + type.getFullName() + " is about " + path
            + ", which is no field of it");
      }
      steps.add(field);
      at = field.getJavaType() == JavaType.MESSAGE ? field.getMessageType() : at;
    }
    if (steps.getLast().getJavaType() != JavaType.STRING) {
      throw new IllegalStateException("The message " + type.getFullName() + " is about " + path
          + ", which is no text");
    }
    return steps;
  }

  private static @Nullable String option(Descriptor type) {
    return (String) type.getOptions().getAllFields().entrySet().stream()
        .filter(option -> option.getKey().getFullName().equals(OPTION)).map(Map.Entry::getValue).findFirst()
        .orElse(null);
  }
}
