package org.reciprocalclubs.edge.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.codecs.ProtoJsonException;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Operation;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/** Makes an rpc's request of what HTTP brought: the body, then the query, then the path. Immutable. */
final class RestRequest {
  private static final String JSON = "application/json";
  private static final String PAGINATION = "pagination";

  private final Bound operation;
  private final Operation.Rest rest;
  private final ProtoJson json;

  RestRequest(Bound operation, ProtoJson json) {
    this.operation = operation;
    this.rest = Objects.requireNonNull(operation.operation().rest());
    this.json = json;
  }

  /**
   * The request.
   *
   * @throws Problem VALIDATION_ERROR, naming the field
   */
  Message read(Map<String, String> path, MultiMap query, @Nullable String contentType, Buffer body) {
    Message.Builder request = body(mediaType(contentType), body);
    query.names().forEach(name -> query(request, name, query.getAll(name)));
    path.forEach((name, value) -> path(request, name, value));
    return request.build();
  }

  private static String mediaType(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private Message.Builder body(String mediaType, Buffer body) {
    Message prototype = operation.rpc().request();
    if (!rest.hasBody() || body.length() == 0) {
      return prototype.newBuilderForType();
    }
    if (rest.raw().contains(mediaType)) {
      return raw(prototype.newBuilderForType(), mediaType, body);
    }
    if (!mediaType.equals(JSON)) {
      TreeSet<String> allowed = new TreeSet<>(rest.raw());
      allowed.add(JSON);
      throw Problems.NotHttp.mediaType(List.copyOf(allowed));
    }
    try {
      return json.read(body.getBytes(), prototype).toBuilder();
    } catch (ProtoJsonException e) {
      throw e.path().isEmpty()
          ? Problem.of(ErrorCode.VALIDATION_ERROR, ErrorCode.VALIDATION_ERROR.name(),
              "The body " + e.reason())
          : Problem.validation(e.path(), e.reason());
    }
  }

  /** The file as it is, and its format where the request names one. */
  private static Message.Builder raw(Message.Builder request, String mediaType, Buffer body) {
    Descriptor type = request.getDescriptorForType();
    request.setField(type.findFieldByName("content"), ByteString.copyFrom(body.getBytes()));
    FieldDescriptor format = type.findFieldByName("format");
    if (format != null) {
      String name = mediaType.equals("text/csv") ? "CSV" : "GEOJSON";
      request.setField(format, format.getEnumType().findValueByName(name));
    }
    return request;
  }

  private void query(Message.Builder request, String name, List<String> values) {
    FieldDescriptor own = rest.takesQuery() ? scalar(request.getDescriptorForType(), name) : null;
    FieldDescriptor pagination = request.getDescriptorForType().findFieldByName(PAGINATION);
    FieldDescriptor page = pagination == null ? null : scalar(pagination.getMessageType(), name);
    if (own == null && page == null) {
      throw Problem.validation(name, "There is no such query parameter");
    }
    if (values.size() != 1) {
      throw Problem.validation(name, "May be given once");
    }
    if (own != null) {
      request.setField(own, value(own, name, values.getFirst()));
    } else {
      FieldDescriptor inner = Objects.requireNonNull(page);
      request.getFieldBuilder(pagination).setField(inner, value(inner, name, values.getFirst()));
    }
  }

  private static @Nullable FieldDescriptor scalar(Descriptor type, String name) {
    FieldDescriptor field = type.getFields().stream().filter(known -> known.getJsonName().equals(name))
        .findFirst()
        .orElse(null);
    return field == null || field.isRepeated() || isMessage(field) && !isTime(field) ? null : field;
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  /** Whether a parameter can say it although it is a message: a moment, as RFC 3339 writes it. */
  private static boolean isTime(FieldDescriptor field) {
    return isMessage(field)
        && field.getMessageType().getFullName().equals(Timestamp.getDescriptor().getFullName());
  }

  private static Timestamp time(String text) {
    try {
      var at = OffsetDateTime.parse(text);
      return Timestamp.newBuilder().setSeconds(at.toEpochSecond()).setNanos(at.getNano()).build();
    } catch (DateTimeParseException unreadable) {
      throw new IllegalArgumentException(unreadable);
    }
  }

  private static Object value(FieldDescriptor field, String name, String text) {
    try {
      return switch (field.getJavaType()) {
        case STRING -> text;
        case INT -> Integer.parseInt(text);
        case LONG -> Long.parseLong(text);
        case DOUBLE -> Double.parseDouble(text);
        case FLOAT -> Float.parseFloat(text);
        case BOOLEAN -> flag(text);
        case ENUM -> named(field, text);
        case MESSAGE -> time(text);
        case BYTE_STRING -> throw new IllegalArgumentException("not as a parameter");
      };
    } catch (IllegalArgumentException _) {
      throw Problem.validation(name, "Is not a value that this parameter takes");
    }
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static EnumValueDescriptor named(FieldDescriptor field, String text) {
    EnumValueDescriptor value = field.getEnumType().findValueByName(text);
    if (value == null || value.getNumber() == 0) {
      throw new IllegalArgumentException("no such name");
    }
    return value;
  }

  /** The path decides; a body that says otherwise is a mistake. */
  private static void path(Message.Builder request, String name, String value) {
    FieldDescriptor field = Objects.requireNonNull(scalar(request.getDescriptorForType(), name), name);
    String said = (String) request.getField(field);
    if (!said.isEmpty() && !said.equals(value)) {
      throw Problem.validation(name, "Differs from the path");
    }
    request.setField(field, value);
  }
}
