package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of REST is well formed, and what it says is there. */
class OpenApiTest {
  private static final Set<String> TYPES = Set.of("object", "array", "string", "integer", "number", "boolean",
      "null");
  private static TestEdge edge;
  private static JsonObject document;

  @BeforeAll
  static void open() {
    edge = new TestEdge();
    HttpResponse<String> answer = edge.send(edge.request("/api/v1/openapi.json"));
    assertThat(answer.statusCode()).isEqualTo(200);
    document = new JsonObject(answer.body());
  }

  @AfterAll
  static void close() {
    edge.close();
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryTypeIsOne() {
    walk(document, object -> {
      if (object.getValue("$ref") instanceof String reference) {
        JsonObject at = document;
        for (String part : reference.substring(2).split("/", -1)) {
          at = at.getJsonObject(part);
          assertThat(at).as(reference).isNotNull();
        }
      }
      if (object.getValue("type") instanceof String type && !object.containsKey("scheme")) {
        assertThat(TYPES).contains(type);
      }
      if (object.getValue("required") instanceof JsonArray required && object.containsKey("properties")) {
        assertThat(object.getJsonObject("properties").fieldNames())
            .containsAll(required.stream().map(String.class::cast).toList());
      }
    });
  }

  @Test
  void itHasWhatOpenApiAsksFor() {
    assertThat(document.getString("openapi")).startsWith("3.1.");
    assertThat(document.getJsonObject("info").getString("title")).isNotBlank();
    assertThat(document.getJsonObject("info").getString("version")).isNotBlank();
    Set<String> ids = new HashSet<>();
    operations((path, verb, operation) -> {
      assertThat(ids.add(operation.getString("operationId"))).as(path).isTrue();
      assertThat(operation.getJsonObject("responses").fieldNames()).contains("200", "default");
      Set<String> inPath = new HashSet<>();
      operation.getJsonArray("parameters").forEach(parameter -> {
        JsonObject json = (JsonObject) parameter;
        assertThat(json.fieldNames()).contains("name", "in", "schema");
        if (json.getString("in").equals("path")) {
          assertThat(json.getBoolean("required")).isTrue();
          inPath.add("{" + json.getString("name") + "}");
        }
      });
      assertThat(path.split("/")).containsAll(inPath);
      assertThat(inPath).hasSize(path.length() - path.replace("{", "").length());
    });
    assertThat(ids).hasSizeGreaterThan(50);
  }

  @Test
  void everyPathItDescribesAnswers() {
    operations((path, verb, operation) -> {
      HttpRequest.Builder request = edge.asManager("/api/v1" + path.replaceAll("\\{[A-Za-z]+}", "x"))
          .header("Content-Type", "application/json").header("Idempotency-Key", "k");
      boolean body = operation.containsKey("requestBody");
      HttpResponse<String> answer = edge.send(request.method(verb, body
          ? HttpRequest.BodyPublishers.ofString("{}")
          : HttpRequest.BodyPublishers.noBody()));
      assertThat(answer.statusCode()).as(verb + " " + path + " " + answer.body()).isEqualTo(200);
    });
  }

  private interface Visitor {
    void visit(String path, String verb, JsonObject operation);
  }

  private static void operations(Visitor visitor) {
    document.getJsonObject("paths").forEach(path -> ((JsonObject) path.getValue()).forEach(verb -> visitor
        .visit(path.getKey(), verb.getKey().toUpperCase(java.util.Locale.ROOT),
            (JsonObject) verb.getValue())));
  }

  private static void walk(Object json, Consumer<JsonObject> visitor) {
    if (json instanceof JsonObject object) {
      visitor.accept(object);
      for (Map.Entry<String, Object> entry : object) {
        walk(entry.getValue(), visitor);
      }
    } else if (json instanceof JsonArray array) {
      array.forEach(item -> walk(item, visitor));
    }
  }
}
