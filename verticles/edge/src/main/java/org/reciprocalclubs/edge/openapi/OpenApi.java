package org.reciprocalclubs.edge.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Operation;
import org.reciprocalclubs.kit.bus.ErrorCode;

/** Describes REST. */
public final class OpenApi {
  private static final String PROBLEM = "application/problem+json";

  private final JsonSchemas schemas = new JsonSchemas("#/components/schemas/");
  private final List<Bound> rows;

  private OpenApi(List<Bound> rows) {
    this.rows = rows.stream().filter(row -> row.operation().rest() != null).toList();
    this.rows.forEach(row -> schemas.requested(row.rpc().request().getDescriptorForType()));
  }

  /** The whole document; paths are below that prefix. */
  public static JsonObject of(List<Bound> rows, String prefix) {
    return new OpenApi(rows).document(prefix);
  }

  private JsonObject document(String prefix) {
    JsonObject paths = new JsonObject();
    rows.forEach(row -> {
      Operation.Rest rest = Objects.requireNonNull(row.operation().rest());
      if (!paths.containsKey(rest.path())) {
        paths.put(rest.path(), new JsonObject());
      }
      paths.getJsonObject(rest.path()).put(rest.verb().name().toLowerCase(Locale.ROOT), operation(row, rest));
    });
    return new JsonObject().put("openapi", "3.1.0")
        .put("info", new JsonObject().put("title", "Reciprocal Clubs").put("version", "1")
            .put("summary", "Visits, agreements, members and notices of a federation of clubs")
            .put("license", new JsonObject().put("name", "Apache-2.0").put("identifier", "Apache-2.0")))
        .put("jsonSchemaDialect", "https://spec.openapis.org/oas/3.1/dialect/base")
        .put("servers", new JsonArray().add(new JsonObject().put("url", prefix))).put("paths", paths)
        .put("components", components());
  }

  private JsonObject components() {
    JsonObject all = schemas.all().put("Problem", problemSchema());
    JsonObject bearer = new JsonObject().put("type", "http").put("scheme", "bearer").put("bearerFormat",
        "JWT");
    JsonObject problem = new JsonObject().put("description", "What went wrong (RFC 9457)").put("content",
        content(PROBLEM, new JsonObject().put("$ref", "#/components/schemas/Problem")));
    return new JsonObject().put("schemas", all).put("responses", new JsonObject().put("Problem", problem))
        .put("securitySchemes", new JsonObject().put("bearer", bearer));
  }

  private JsonObject operation(Bound row, Operation.Rest rest) {
    JsonObject json = new JsonObject().put("operationId", row.name()).put("summary", summary(row.name()))
        .put("tags", new JsonArray().add(row.rpc().descriptor().getService().getName()))
        .put("parameters", parameters(row, rest));
    if (rest.hasBody()) {
      json.put("requestBody", body(row, rest));
    }
    json.put("responses", responses(row)).put("security", security(row));
    if (row.rpc().stepUp()) {
      json.put("x-step-up", true);
    }
    return row.rpc().permissions().isEmpty() ? json : json.put("x-permission", row.rpc().permission());
  }

  private JsonObject responses(Bound row) {
    String file = Objects.requireNonNull(row.operation().rest()).file();
    JsonObject answer = new JsonObject().put("description", "The answer").put("content", file.isEmpty()
        ? content("application/json", schemas.reference(row.rpc().response().getDescriptorForType()))
        : content(file, fileSchema(row)));
    JsonObject problem = new JsonObject().put("$ref", "#/components/responses/Problem");
    JsonObject json = new JsonObject().put("200", answer);
    for (ErrorCode code : ErrorCode.values()) {
      boolean ledger = code == ErrorCode.BLOCKCHAIN_ERROR;
      boolean session = code == ErrorCode.UNAUTHORIZED && row.rpc().isPublic();
      if (!ledger && !session) {
        json.put(Integer.toString(code.httpStatus()), problem);
      }
    }
    return json.put("default", problem);
  }

  /** Bytes have no schema of their own: the media type says what they are. */
  private static JsonObject fileSchema(Bound row) {
    boolean bytes = row.rpc().response().getDescriptorForType().findFieldByName("content")
        .getType() == FieldDescriptor.Type.BYTES;
    JsonObject json = new JsonObject().put("type", "string");
    return bytes ? json.put("format", "binary") : json;
  }

  private static JsonArray security(Bound row) {
    return row.rpc().isPublic()
        ? new JsonArray()
        : new JsonArray().add(new JsonObject().put("bearer", new JsonArray()));
  }

  private JsonArray parameters(Bound row, Operation.Rest rest) {
    Descriptor request = row.rpc().request().getDescriptorForType();
    JsonArray json = new JsonArray();
    for (FieldDescriptor field : request.getFields()) {
      boolean inPath = rest.path().contains("{" + field.getJsonName() + "}");
      boolean page = field.getName().equals("pagination");
      if (inPath) {
        json.add(parameter("path", field.getJsonName(), schemas.value(field)).put("required", true));
      } else if (page && rest.isRead()) {
        field.getMessageType().getFields()
            .forEach(inner -> json.add(parameter("query", inner.getJsonName(), schemas.value(inner))));
      } else if (isQuery(field, rest)) {
        json.add(parameter("query", field.getJsonName(), schemas.value(field)));
      }
    }
    if (!rest.isRead() && rest.keyed()) {
      JsonObject key = new JsonObject().put("type", "string").put("pattern", "^[!-~]{1,64}$");
      json.add(parameter("header", "Idempotency-Key", key).put("required", row.needsKey()));
    }
    return json;
  }

  private static boolean isQuery(FieldDescriptor field, Operation.Rest rest) {
    boolean scalar = !field.isRepeated()
        && (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || isTime(field))
        && field.getJavaType() != FieldDescriptor.JavaType.BYTE_STRING;
    return rest.takesQuery() && scalar;
  }

  /** A moment is a message that a parameter can say, see {@code RestRequest}. */
  private static boolean isTime(FieldDescriptor field) {
    return field.getMessageType().getFullName().equals(Timestamp.getDescriptor().getFullName());
  }

  private static JsonObject parameter(String in, String name, JsonObject schema) {
    return new JsonObject().put("name", name).put("in", in).put("schema", schema);
  }

  private JsonObject body(Bound row, Operation.Rest rest) {
    JsonObject content = content("application/json",
        schemas.reference(row.rpc().request().getDescriptorForType()));
    new TreeSet<>(rest.raw())
        .forEach(type -> content.put(type,
            new JsonObject().put("schema", new JsonObject().put("type", "string"))));
    return new JsonObject().put("content", content);
  }

  private static JsonObject content(String mediaType, JsonObject schema) {
    return new JsonObject().put(mediaType, new JsonObject().put("schema", schema));
  }

  /** CheckOutVisit is "Check out visit". */
  private static String summary(String name) {
    String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static JsonObject problemSchema() {
    JsonObject text = new JsonObject().put("type", "string");
    JsonObject properties = new JsonObject().put("type", text).put("title", text)
        .put("status", new JsonObject().put("type", "integer")).put("code", text).put("detail", text)
        .put("field", text).put("rule", text)
        .put("numbers",
            new JsonObject().put("type", "object").put("additionalProperties",
                new JsonObject().put("type", "integer")))
        .put("passesWhen", new JsonObject().put("type", "object").put("additionalProperties", text))
        .put("challenge", text).put("correlationId", text);
    return new JsonObject().put("type", "object").put("properties", properties).put("required",
        new JsonArray().add("type").add("title").add("status").add("code").add("correlationId"));
  }
}
