package org.reciprocalclubs.edge.graphql;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.kit.v1.Money;

/**
 * How a field of a protobuf message becomes a value of a GraphQL field; decided once, when the schema is
 * built.
 */
final class Outputs {
  private static final String MIDNIGHT_UTC = "T00:00:00Z";

  private Outputs() {}

  /**
   * What reads that field from a message.
   *
   * @throws IllegalStateException if the protobuf field cannot be shown as that type
   */
  static Function<Message, @Nullable Object> reader(GraphQLFieldDefinition field, FieldDescriptor from) {
    boolean nullable = !GraphQLTypeUtil.isNonNull(field.getType());
    GraphQLType named = GraphQLTypeUtil.unwrapAll(field.getType());
    boolean list = GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(field.getType()));
    if (list != from.isRepeated()) {
      throw new IllegalStateException(
          field.getName() + " and " + from.getFullName() + " differ in being a list");
    }
    Function<Object, @Nullable Object> value = value(named, from);
    return list ? message -> each(message, from, value) : message -> one(message, from, value, nullable);
  }

  private static List<@Nullable Object> each(Message message, FieldDescriptor from,
      Function<Object, @Nullable Object> value) {
    List<?> items = (List<?>) message.getField(from);
    List<@Nullable Object> values = new ArrayList<>(items.size());
    for (Object item : items) {
      values.add(value.apply(item));
    }
    return values;
  }

  private static @Nullable Object one(Message message, FieldDescriptor from,
      Function<Object, @Nullable Object> value, boolean nullable) {
    if (from.hasPresence() && !message.hasField(from)) {
      return null;
    }
    Object raw = message.getField(from);
    return nullable && raw instanceof String text && text.isEmpty() ? null : value.apply(raw);
  }

  private static Function<Object, @Nullable Object> value(GraphQLType to, FieldDescriptor from) {
    String name = ((GraphQLNamedOutputType) to).getName();
    Function<Object, @Nullable Object> value = switch (from.getJavaType()) {
      case ENUM -> enumeration(to, from);
      case STRING -> name.equals("Time") ? Outputs::dayOrTime : identityFor(name, "ID", "String");
      case BOOLEAN -> identityFor(name, "Boolean");
      case INT -> identityFor(name, "Int", "Long");
      case LONG -> identityFor(name, "Long");
      case FLOAT, DOUBLE -> identityFor(name, "Float");
      case BYTE_STRING -> name.equals("String") ? Outputs::base64 : null;
      case MESSAGE -> message(to, from.getMessageType());
    };
    if (value == null) {
      throw new IllegalStateException(from.getFullName() + " cannot be shown as " + name);
    }
    return value;
  }

  private static @Nullable Function<Object, @Nullable Object> identityFor(String name, String... allowed) {
    return List.of(allowed).contains(name) ? value -> value : null;
  }

  private static @Nullable Function<Object, @Nullable Object> message(GraphQLType to, Descriptor from) {
    if (from.getFullName().equals(Timestamp.getDescriptor().getFullName())) {
      return ((GraphQLNamedOutputType) to).getName().equals("Time") ? Outputs::instant : null;
    }
    if (to instanceof GraphQLObjectType) {
      return value -> value;
    }
    boolean money = from.getFullName().equals(Money.getDescriptor().getFullName())
        && ((GraphQLNamedOutputType) to).getName().equals("Float");
    return money ? value -> Amounts.units((Money) value) : null;
  }

  private static @Nullable Function<Object, @Nullable Object> enumeration(GraphQLType to,
      FieldDescriptor from) {
    if (to instanceof GraphQLEnumType known) {
      known.getValues().forEach(value -> {
        if (from.getEnumType().findValueByName(value.getName()) == null) {
          throw new IllegalStateException(from.getFullName() + " has no value " + value.getName());
        }
      });
    }
    return value -> ((EnumValueDescriptor) value).getNumber() == 0
        ? null
        : ((EnumValueDescriptor) value).getName();
  }

  private static Object instant(Object value) {
    Timestamp time = (Timestamp) value;
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
  }

  private static Object dayOrTime(Object value) {
    String text = (String) value;
    return text.length() == 10 ? text + MIDNIGHT_UTC : text;
  }

  private static Object base64(Object value) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(((ByteString) value).toByteArray());
  }
}
