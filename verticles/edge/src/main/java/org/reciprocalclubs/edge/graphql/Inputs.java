package org.reciprocalclubs.edge.graphql;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Operation;

/** Puts GraphQL arguments, already checked against the schema, into the request of an rpc. */
final class Inputs {
  private static final String INPUT = "input";

  private final Bound operation;
  private final String currency;

  private Inputs(Bound operation, String currency) {
    this.operation = operation;
    this.currency = currency;
  }

  /**
   * The request that these arguments make.
   *
   * @param currency of amounts, which existing apps give as a Float; needed where {@link #hasAmount}
   */
  static Message request(Bound operation, Map<String, Object> arguments, String currency) {
    Message.Builder request = operation.rpc().request().newBuilderForType();
    new Inputs(operation, currency).fillRequest(request, arguments);
    return request.build();
  }

  /** Whether an amount of money is among the arguments: they are the only floats. */
  static boolean hasAmount(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.values().stream().anyMatch(Inputs::hasAmount);
      case List<?> list -> list.stream().anyMatch(Inputs::hasAmount);
      case Double _ -> true;
      case null, default -> false;
    };
  }

  /** The day of a Time argument, as the contract writes it. */
  static String day(@Nullable Object time) {
    return ((OffsetDateTime) Objects.requireNonNull(time)).toLocalDate().toString();
  }

  /** The field of that type which GraphQL calls so; null if there is none. */
  static @Nullable FieldDescriptor field(Descriptor type, String name) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJsonName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private void fillRequest(Message.Builder request, Map<String, Object> arguments) {
    Operation.Graph graph = Objects.requireNonNull(operation.operation().graph());
    arguments.forEach((name, value) -> {
      if (!name.equals(INPUT)) {
        set(request, name, value);
      } else if (graph.place().isEmpty()) {
        fill(request, asMap(value));
      } else {
        set(request, graph.place(), value);
      }
    });
  }

  private void fill(Message.Builder into, Map<String, Object> values) {
    boolean terms = into instanceof Terms.Builder;
    values.forEach((name, value) -> {
      if (!terms || !OldTerms.knows(name)) {
        set(into, name, value);
      }
    });
    if (into instanceof Terms.Builder builder) {
      OldTerms.fill(builder, values, currency);
    }
  }

  private void set(Message.Builder into, String name, @Nullable Object value) {
    if (value == null) {
      return;
    }
    FieldDescriptor field = Objects.requireNonNull(field(into.getDescriptorForType(), name), name);
    if (field.isRepeated()) {
      ((List<?>) value).forEach(item -> into.addRepeatedField(field, proto(into, field, item)));
    } else {
      into.setField(field, proto(into, field, value));
    }
  }

  private Object proto(Message.Builder into, FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case ENUM -> Objects.requireNonNull(field.getEnumType().findValueByName((String) value));
      case STRING -> value instanceof OffsetDateTime ? day(value) : value;
      case LONG -> ((Number) value).longValue();
      case INT -> ((Number) value).intValue();
      case MESSAGE -> message(into, field, value);
      case BOOLEAN, FLOAT, DOUBLE, BYTE_STRING -> value;
    };
  }

  private Message message(Message.Builder into, FieldDescriptor field, Object value) {
    return switch (value) {
      case OffsetDateTime time ->
        Timestamp.newBuilder().setSeconds(time.toEpochSecond()).setNanos(time.getNano())
            .build();
      case Double units -> Amounts.money(units, currency, field.getJsonName());
      default -> {
        Message.Builder builder = into.newBuilderForField(field);
        fill(builder, asMap(value));
        yield builder.build();
      }
    };
  }

  @SuppressWarnings("unchecked") // graphql-java gives input objects as maps by field name
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }
}
