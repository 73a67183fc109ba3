package org.reciprocalclubs.edge.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** JSON Schemas (2020-12) of messages, as {@code ProtoJson} reads and writes them. Not thread-safe. */
final class JsonSchemas {
  private final Map<String, JsonObject> schemas = new TreeMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Set<Descriptor> requested = new LinkedHashSet<>();
  private final String place;

  /**
   * @param place where the document keeps its schemas, such as {@code #/components/schemas/}
   */
  JsonSchemas(String place) {
    this.place = place;
  }

  /** Messages that are sent to us: fields may be left out, and none may be added. */
  void requested(Descriptor type) {
    if (requested.add(type)) {
      type.getFields().stream().filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
          .forEach(field -> requested(field.getMessageType()));
    }
  }

  /**
   * A reference to the message's schema, which is made on the way; call {@link #requested} for all requests
   * first.
   */
  JsonObject reference(Descriptor type) {
    String name = name(type.getFullName(), type.getFile().getPackage());
    if (!schemas.containsKey(name)) {
      schemas.put(name, new JsonObject());
      schemas.put(name, message(type));
    }
    return new JsonObject().put("$ref", place + name);
  }

  /** The schema of one field, or of what a list holds. */
  JsonObject value(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> new JsonObject().put("type", "string");
      case BOOLEAN -> new JsonObject().put("type", "boolean");
      case INT -> new JsonObject().put("type", "integer").put("format", "int32");
      case LONG -> new JsonObject().put("type", "integer").put("format", "int64");
      case FLOAT, DOUBLE -> new JsonObject().put("type", "number").put("format", "double");
      case BYTE_STRING -> new JsonObject().put("type", "string").put("contentEncoding", "base64url");
      case ENUM -> enumeration(field.getEnumType());
      case MESSAGE -> field.getMessageType().getFullName().equals("google.protobuf.Timestamp")
          ? new JsonObject().put("type", "string").put("format", "date-time")
          : reference(field.getMessageType());
    };
  }

  /** Every schema made so far, by name. */
  JsonObject all() {
    JsonObject json = new JsonObject();
    schemas.forEach(json::put);
    return json;
  }

  private JsonObject message(Descriptor type) {
    JsonObject properties = new JsonObject();
    List<String> always = new ArrayList<>();
    for (FieldDescriptor field : type.getFields()) {
      properties.put(field.getJsonName(), property(field));
      always.add(field.getJsonName());
    }
    JsonObject schema = new JsonObject().put("type", "object").put("properties", properties);
    if (requested.contains(type)) {
      return schema.put("additionalProperties", false);
    }
    return always.isEmpty() ? schema : schema.put("required", new JsonArray(always));
  }

  private JsonObject property(FieldDescriptor field) {
    if (field.isMapField()) {
      FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
      return new JsonObject().put("type", "object").put("additionalProperties", value(value));
    }
    if (field.isRepeated()) {
      return new JsonObject().put("type", "array").put("items", value(field));
    }
    JsonObject value = value(field);
    return field.hasPresence()
        ? new JsonObject().put("anyOf", new JsonArray().add(value).add(new JsonObject().put("type", "null")))
        : value;
  }

  private JsonObject enumeration(EnumDescriptor type) {
    String name = name(type.getFullName(), type.getFile().getPackage());
    JsonArray values = new JsonArray();
    type.getValues().stream().map(EnumValueDescriptor::getName).forEach(values::add);
    schemas.put(name, new JsonObject().put("type", "string").put("enum", values));
    return new JsonObject().put("$ref", place + name);
  }

  /** Visit.Status is VisitStatus; two packages may not share a name. */
  private String name(String fullName, String file) {
    String name = fullName.substring(file.length() + 1).replace(".", "");
    String owner = owners.putIfAbsent(name, fullName);
    if (owner != null && !owner.equals(fullName)) {
      throw new IllegalStateException("Two types would be called " + name + ": " + owner + ", " + fullName);
    }
    return name;
  }
}
