package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** GraphQL, as introspection lists it. Every field of every type is selected, as deep as the types go. */
final class WallGraph implements WallDoor {
  private static final String INTROSPECTION = """
      { __schema { queryType { name } mutationType { name } subscriptionType { name }
        types { kind name fields { name args { name type { ...T } } type { ...T } }
                inputFields { name type { ...T } } } } }
      fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }""";

  private final House house;
  private final Map<String, JsonObject> types = new HashMap<>();
  private final Map<String, JsonObject> fields = new TreeMap<>();
  private final Set<String> selected = new TreeSet<>();

  WallGraph(House house) throws Exception {
    this.house = house;
    var answer = house.post("/graphql", null, new JsonObject().put("query", INTROSPECTION));
    var schema = new JsonObject(answer.body()).getJsonObject("data").getJsonObject("__schema");
    schema.getJsonArray("types").stream().map(JsonObject.class::cast)
        .forEach(type -> types.put(type.getString("name"), type));
    for (var root : Set.of("query", "mutation", "subscription")) {
      fieldsOf(schema.getJsonObject(root + "Type").getString("name"))
          .forEach((name, field) -> fields.put(root + " " + name, field));
    }
  }

  @Override
  public String name() {
    return "graphql";
  }

  @Override
  public Map<String, Set<String>> operations() {
    Map<String, Set<String>> operations = new TreeMap<>();
    fields.forEach((operation, field) -> {
      Set<String> ids = new LinkedHashSet<>();
      each(field.getJsonArray("args")).forEach(argument -> ids(argument, ids));
      operations.put(operation, ids);
    });
    return operations;
  }

  /** Each field of an object type, as Type.field. */
  Set<String> allFields() {
    Set<String> all = new TreeSet<>();
    types.values().stream().filter(type -> type.getString("kind").equals("OBJECT"))
        .filter(type -> !type.getString("name").startsWith("__"))
        .filter(type -> !Set.of("Query", "Mutation", "Subscription").contains(type.getString("name")))
        .forEach(type -> fieldsOf(type.getString("name")).keySet()
            .forEach(field -> all.add(type.getString("name") + "." + field)));
    return all;
  }

  /** Those that were asked for so far. */
  Set<String> selectedFields() {
    return selected;
  }

  @Override
  public WallReply call(String operation, JsonObject input, @Nullable String token) throws Exception {
    var answer = house.post("/graphql", token, request(operation, input));
    var text = answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    if (answer.statusCode() != 200) {
      throw new AssertionError(operation + " was not answered as GraphQL: " + text);
    }
    return reply(operation, new JsonObject(answer.body()), text);
  }

  /** The document and its variables, as a client sends them. */
  JsonObject request(String operation, JsonObject input) {
    var words = operation.split(" ", 2);
    var field = Objects.requireNonNull(fields.get(operation), operation);
    var arguments = each(field.getJsonArray("args")).filter(each -> input.containsKey(each.getString("name")))
        .toList();
    var declared = arguments.stream()
        .map(each -> "$" + each.getString("name") + ": " + written(each.getJsonObject("type")))
        .collect(Collectors.joining(", ", "(", ")"));
    var given = arguments.stream().map(each -> each.getString("name") + ": $" + each.getString("name"))
        .collect(Collectors.joining(", ", "(", ")"));
    var query = words[0] + (arguments.isEmpty() ? "" : declared) + " { " + words[1]
        + (arguments.isEmpty() ? "" : given) + selection(named(field.getJsonObject("type"))) + " }";
    return new JsonObject().put("query", query).put("variables", input);
  }

  /** An answer, or the one error that it holds; an object that is not there is null, without an error. */
  static WallReply reply(String operation, JsonObject answer, String text) {
    var errors = answer.getJsonArray("errors", new JsonArray());
    if (!errors.isEmpty()) {
      var extensions = errors.getJsonObject(0).getJsonObject("extensions");
      var kind = extensions.getString("kind", extensions.getString("code"));
      if (!WallReply.STATUS.containsKey(kind)) {
        throw new AssertionError("Not a kind of failure that the contract knows: " + text);
      }
      return new WallReply(kind, extensions.getString("code"), text);
    }
    var data = answer.getJsonObject("data", new JsonObject());
    return data.getValue(operation.substring(operation.indexOf(' ') + 1)) == null
        ? new WallReply(WallReply.NOT_FOUND, WallReply.NOT_FOUND, text)
        : new WallReply(WallReply.OK, "", text);
  }

  /** Arguments of an operation as they come to whoever wants to do harm. */
  JsonObject anyInput(String operation, FuzzValues values) {
    var input = new JsonObject();
    each(Objects.requireNonNull(fields.get(operation), operation).getJsonArray("args"))
        .forEach(argument -> fuzz(argument, values, input));
    return input;
  }

  private void fuzz(JsonObject field, FuzzValues values, JsonObject into) {
    boolean required = field.getJsonObject("type").getString("kind").equals("NON_NULL");
    if (!values.oneIn(required ? 20 : 4)) {
      into.put(field.getString("name"), values.oneIn(15)
          ? values.any()
          : fuzz(field.getString("name"), field.getJsonObject("type"), values));
    }
  }

  private @Nullable Object fuzz(String name, JsonObject type, FuzzValues values) {
    return switch (type.getString("kind")) {
      case "NON_NULL" -> fuzz(name, type.getJsonObject("ofType"), values);
      case "LIST" -> new JsonArray().add(fuzz(name, type.getJsonObject("ofType"), values))
          .add(values.oneIn(4) ? values.any() : fuzz(name, type.getJsonObject("ofType"), values));
      case "INPUT_OBJECT" -> {
        var inside = new JsonObject();
        each(type(type.getString("name")).getJsonArray("inputFields"))
            .forEach(field -> fuzz(field, values, inside));
        yield inside;
      }
      default -> values.scalar(name, type.getString("name"));
    };
  }

  private String selection(String type) {
    var inside = type(type);
    if (!inside.getString("kind").equals("OBJECT")) {
      return "";
    }
    return fieldsOf(type).entrySet().stream().map(field -> {
      selected.add(type + "." + field.getKey());
      return field.getKey() + selection(named(field.getValue().getJsonObject("type")));
    }).collect(Collectors.joining(" ", " { ", " }"));
  }

  private JsonObject type(String name) {
    return Objects.requireNonNull(types.get(name), name);
  }

  private Map<String, JsonObject> fieldsOf(String type) {
    Map<String, JsonObject> found = new TreeMap<>();
    each(type(type).getJsonArray("fields")).forEach(field -> found.put(field.getString("name"), field));
    return found;
  }

  private void ids(JsonObject value, Set<String> ids) {
    var type = type(named(value.getJsonObject("type")));
    if (type.getString("name").equals("ID") || value.getString("name").equals("memberNumber")) {
      ids.add(value.getString("name"));
    } else if (type.getString("kind").equals("INPUT_OBJECT")) {
      each(type.getJsonArray("inputFields")).forEach(field -> ids(field, ids));
    }
  }

  private static String named(JsonObject type) {
    return type.getJsonObject("ofType") == null
        ? type.getString("name")
        : named(type.getJsonObject("ofType"));
  }

  private static String written(JsonObject type) {
    return switch (type.getString("kind")) {
      case "NON_NULL" -> written(type.getJsonObject("ofType")) + "!";
      case "LIST" -> "[" + written(type.getJsonObject("ofType")) + "]";
      default -> type.getString("name");
    };
  }

  private static java.util.stream.Stream<JsonObject> each(@Nullable JsonArray several) {
    return several == null ? java.util.stream.Stream.of() : several.stream().map(JsonObject.class::cast);
  }
}
