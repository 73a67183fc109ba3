package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** REST, as its OpenAPI document lists it. What the path or the query takes is taken out of the input. */
final class WallRest implements WallDoor {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final Pattern ID = Pattern.compile("id|\\w+Ids?|number|memberNumber");
  private static final int OK = 200;

  private final House house;
  private final String prefix;
  private final JsonObject schemas;
  private final Map<String, Set<String>> operations = new TreeMap<>();

  WallRest(House house) throws Exception {
    this.house = house;
    var document = new JsonObject(house.get("/api/v1/openapi.json", null).body());
    prefix = document.getJsonArray("servers").getJsonObject(0).getString("url");
    schemas = document.getJsonObject("components").getJsonObject("schemas");
    var paths = document.getJsonObject("paths");
    for (var path : paths.fieldNames()) {
      for (var method : paths.getJsonObject(path).fieldNames()) {
        if (METHODS.contains(method)) {
          operations.put(method.toUpperCase(Locale.ROOT) + " " + path,
              ids(paths.getJsonObject(path).getJsonObject(method)));
        }
      }
    }
  }

  @Override
  public String name() {
    return "rest";
  }

  @Override
  public Map<String, Set<String>> operations() {
    return operations;
  }

  @Override
  public WallReply call(String operation, JsonObject input, @Nullable String token) throws Exception {
    var words = operation.split(" ", 2);
    var rest = input.copy();
    var path = new StringBuilder(prefix);
    for (var part : words[1].substring(1).split("/", -1)) {
      path.append('/').append(part.startsWith("{")
          ? encoded(String.valueOf(rest.remove(part.substring(1, part.length() - 1))))
          : part);
    }
    boolean bodiless = words[0].equals("GET") || words[0].equals("DELETE");
    if (bodiless && !rest.isEmpty()) {
      path.append('?');
      rest.forEach(each -> path.append(each.getKey()).append('=')
          .append(encoded(String.valueOf(each.getValue()))).append('&'));
    }
    var answer = house.send(words[0], path.toString(), token, bodiless ? null : rest);
    var text = answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    if (answer.statusCode() == OK) {
      return new WallReply(WallReply.OK, "", text);
    }
    return problem(answer.statusCode(), answer.headers().firstValue("content-type").orElse(""),
        answer.body(), text);
  }

  /** A refusal is a document of RFC 9457 that agrees with the status line. */
  private static WallReply problem(int status, String type, String body, String text) {
    var problem = type.equals("application/problem+json") ? new JsonObject(body) : new JsonObject();
    var code = problem.getString("code", "");
    if (problem.getInteger("status", 0) != status || !("/problems/" + code).equals(problem.getString("type"))
        || problem.getString("title", "").isEmpty() || problem.getString("correlationId", "").isEmpty()) {
      throw new AssertionError("Not a problem document: " + text);
    }
    return new WallReply(WallReply.kind(status, 0), code, text);
  }

  private Set<String> ids(JsonObject operation) {
    Set<String> ids = new LinkedHashSet<>();
    for (var each : operation.getJsonArray("parameters", new JsonArray())) {
      var parameter = (JsonObject) each;
      if (!parameter.getString("in").equals("header") && ID.matcher(parameter.getString("name")).matches()) {
        ids.add(parameter.getString("name"));
      }
    }
    var body = operation.getJsonObject("requestBody");
    if (body != null) {
      collect(body.getJsonObject("content").getJsonObject("application/json").getJsonObject("schema"), ids);
    }
    return ids;
  }

  private void collect(JsonObject schema, Set<String> ids) {
    var reference = schema.getString("$ref");
    if (reference != null) {
      collect(schemas.getJsonObject(reference.substring(reference.lastIndexOf('/') + 1)), ids);
      return;
    }
    for (var property : schema.getJsonObject("properties", new JsonObject())) {
      if (ID.matcher(property.getKey()).matches()) {
        ids.add(property.getKey());
      } else {
        var value = (JsonObject) property.getValue();
        collect(value, ids);
        collect(value.getJsonObject("items", new JsonObject()), ids);
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
