package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rightful calls of one door, a line each, from {@code resources/wall}. What is asked in ways that exclude
 * each other has a line for each way.
 */
final class WallTable {
  private static final Pattern NAMED = Pattern.compile("\\{(\\w+)}");

  private WallTable() {}

  /**
   * A line.
   *
   * @param who may call it: a role of the marked club, the operator, or {@code anyone}
   * @param mayNot roles of the same club with too few rights
   * @param input the request, with names in braces for what {@link WallClub} provides
   * @param seen what the rightful answer holds
   * @param answeredAbroad true where a stranger is answered, too, and only must not be told anything
   */
  record Row(String operation, String who, List<String> mayNot, String input, List<String> seen,
      boolean answeredAbroad) {

    boolean isPublic() {
      return who.equals("anyone");
    }

    /** The names in the input. */
    Set<String> names() {
      Set<String> names = new LinkedHashSet<>();
      NAMED.matcher(input).results().forEach(found -> names.add(found.group(1)));
      return names;
    }

    /** The input's fields whose values are taken from a club. */
    Set<String> named() {
      Set<String> fields = new LinkedHashSet<>();
      collect(new JsonObject(input), fields);
      return fields;
    }

    @Override
    public String toString() {
      return operation;
    }
  }

  static List<Row> read(String door) {
    Set<List<Object>> ways = new HashSet<>();
    var rows = text("/wall/" + door + ".txt").lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(WallTable::row).toList();
    for (var row : rows) {
      if (!ways.add(List.of(row.operation(), row.named()))) {
        throw new IllegalStateException("Twice in the table: " + row);
      }
    }
    return rows;
  }

  /** The text with every name in braces replaced. */
  static String fill(String text, Map<String, String> values) {
    return NAMED.matcher(text)
        .replaceAll(name -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(name.group(1)),
            () -> "There is no {" + name.group(1) + "}")));
  }

  private static Row row(String line) {
    var parts = line.split(" \\| ", -1);
    return new Row(parts[0].strip(), parts[1].strip(), words(parts[2]), parts[3].strip(), words(parts[4]),
        parts.length > 5 && parts[5].strip().equals("answered"));
  }

  private static List<String> words(String text) {
    return text.isBlank() || text.strip().equals("-") ? List.of() : List.of(text.strip().split(" "));
  }

  private static void collect(JsonObject json, Set<String> fields) {
    json.forEach(field -> collect(field.getKey(), field.getValue(), fields));
  }

  private static void collect(String name, Object value, Set<String> fields) {
    switch (value) {
      case JsonObject nested -> collect(nested, fields);
      case JsonArray several -> several.forEach(each -> collect(name, each, fields));
      case String text when NAMED.matcher(text).find() -> fields.add(name);
      default -> {
      }
    }
  }

  private static String text(String resource) {
    try (var in = Objects.requireNonNull(WallTable.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
