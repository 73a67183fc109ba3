package org.reciprocalclubs.edge.http;

import io.vertx.core.http.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Operation;

/** Finds the operation of a path in a few look-ups: a literal segment goes before a named one. Immutable. */
final class PathTable {
  private final Node root = new Node();

  private static final class Node {
    final Map<String, Node> literal = new HashMap<>();
    final Map<String, Entry> verbs = new TreeMap<>();
    @Nullable
    Node named;
  }

  private record Entry(Bound operation, List<String> names) {}

  /**
   * What was found.
   *
   * @param operation null when the path exists and the method does not
   * @param allow the methods that exist
   */
  record Match(@Nullable Bound operation, Map<String, String> path, String allow) {}

  /**
   * @throws IllegalStateException if two rows claim the same route
   */
  PathTable(List<Bound> rows) {
    rows.forEach(row -> {
      Operation.Rest rest = row.operation().rest();
      if (rest != null) {
        add(row, rest);
      }
    });
  }

  /**
   * The operation of that path below the common prefix; null if there is no such path.
   *
   * @throws IllegalArgumentException if the path is not well encoded
   */
  @Nullable
  Match find(HttpMethod verb, String path) {
    String[] segments = path.substring(1).split("/", -1);
    List<String> values = new ArrayList<>(2);
    Node node = descend(root, segments, 0, values);
    if (node == null) {
      return null;
    }
    String allow = node.verbs.keySet().stream().collect(Collectors.joining(", "));
    Entry entry = node.verbs.get(verb.name());
    if (entry == null) {
      return new Match(null, Map.of(), allow);
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      named.put(entry.names().get(i), decode(values.get(i)));
    }
    return new Match(entry.operation(), named, allow);
  }

  private static @Nullable Node descend(Node from, String[] segments, int at, List<String> values) {
    if (at == segments.length) {
      return from.verbs.isEmpty() ? null : from;
    }
    Node literal = from.literal.get(segments[at]);
    Node found = literal == null ? null : descend(literal, segments, at + 1, values);
    if (found != null || from.named == null || segments[at].isEmpty()) {
      return found;
    }
    values.add(segments[at]);
    found = descend(from.named, segments, at + 1, values);
    if (found == null) {
      values.removeLast();
    }
    return found;
  }

  private void add(Bound row, Operation.Rest rest) {
    Node node = root;
    List<String> names = new ArrayList<>();
    for (String segment : rest.path().substring(1).split("/", -1)) {
      if (segment.startsWith("{")) {
        names.add(segment.substring(1, segment.length() - 1));
        node.named = node.named == null ? new Node() : node.named;
        node = Objects.requireNonNull(node.named);
      } else {
        node = node.literal.computeIfAbsent(segment, _ -> new Node());
      }
    }
    if (node.verbs.put(rest.verb().name(), new Entry(row, List.copyOf(names))) != null) {
      throw new IllegalStateException("Two operations claim " + rest.verb() + " " + rest.path());
    }
  }

  private static String decode(String segment) {
    return segment.indexOf('%') < 0
        ? segment
        : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
