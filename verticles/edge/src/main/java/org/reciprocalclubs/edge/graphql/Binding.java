package org.reciprocalclubs.edge.graphql;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Operation;

/**
 * Ties the schema to the contract: each root field to its rpc, each field of a type to a field of the message
 * behind it, each argument to a field of the request. What does not fit is an {@link IllegalStateException}
 * that names it.
 */
final class Binding {
  private final GraphQLSchema schema;
  private final GraphQLCodeRegistry.Builder code;
  private final Map<String, Descriptor> bound = new HashMap<>();
  private final Map<String, Elsewhere> elsewhere;

  /**
   * A field that is not in the message behind its type.
   *
   * @param fetcher asks another room
   * @param message what that gives; null where it is a scalar
   */
  record Elsewhere(DataFetcher<?> fetcher, @Nullable Descriptor message) {}

  /** @param elsewhere fields that another room answers, such as {@code Visit.proof} */
  Binding(GraphQLSchema schema, Map<String, Elsewhere> elsewhere) {
    this.elsewhere = elsewhere;
    this.schema = schema;
    this.code = GraphQLCodeRegistry.newCodeRegistry(schema.getCodeRegistry());
  }

  /** Ties the root field of that row to what answers it. */
  Binding operation(Bound row, DataFetcher<?> fetcher) {
    Operation.Graph graph = Objects.requireNonNull(row.operation().graph());
    GraphQLObjectType root = Objects
        .requireNonNull(graph.mutation() ? schema.getMutationType() : schema.getQueryType());
    GraphQLFieldDefinition field = need(root.getFieldDefinition(graph.field()),
        root.getName() + "." + graph.field());
    code.dataFetcher(root, field, fetcher);
    bound.put(root.getName() + "." + graph.field(), row.rpc().request().getDescriptorForType());
    field.getArguments().forEach(argument -> argument(argument, row));
    Descriptor response = row.rpc().response().getDescriptorForType();
    output(field, graph.answer().isEmpty() ? response : answerType(response, graph.answer()));
    return this;
  }

  /** Ties a subscription to what feeds it with messages of that type. */
  Binding subscription(String name, Descriptor messages, DataFetcher<?> fetcher) {
    GraphQLObjectType root = Objects.requireNonNull(schema.getSubscriptionType());
    GraphQLFieldDefinition field = need(root.getFieldDefinition(name), root.getName() + "." + name);
    code.dataFetcher(root, field, fetcher);
    bound.put(root.getName() + "." + name, messages);
    output(field, messages);
    return this;
  }

  /** The schema, all of it answered. */
  GraphQLSchema build() {
    for (GraphQLObjectType root : List.of(schema.getQueryType(),
        Objects.requireNonNull(schema.getMutationType()),
        Objects.requireNonNull(schema.getSubscriptionType()))) {
      root.getFieldDefinitions().forEach(field -> need(bound.get(root.getName() + "." + field.getName()),
          "an operation for " + root.getName() + "." + field.getName()));
    }
    GraphQLCodeRegistry registry = code.build();
    return schema.transformWithoutTypes(builder -> builder.codeRegistry(registry));
  }

  private static @Nullable Descriptor answerType(Descriptor response, String answer) {
    FieldDescriptor field = need(Inputs.field(response, answer), response.getFullName() + "." + answer);
    return field.getJavaType() == JavaType.MESSAGE ? field.getMessageType() : null;
  }

  private void output(GraphQLFieldDefinition field, @Nullable Descriptor message) {
    if (GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType type && message != null) {
      type(type, message);
    }
  }

  private void type(GraphQLObjectType type, Descriptor message) {
    Descriptor before = bound.put(type.getName(), message);
    if (before != null) {
      need(before.equals(message) ? before : null, "one message behind " + type.getName());
      return;
    }
    type.getFieldDefinitions().forEach(field -> {
      Elsewhere other = elsewhere.get(type.getName() + "." + field.getName());
      if (other == null) {
        code.dataFetcher(type, field, new Reading(reader(type, field, message)));
      } else {
        code.dataFetcher(type, field, other.fetcher());
        output(field, other.message());
      }
    });
  }

  private Function<Message, @Nullable Object> reader(GraphQLObjectType type, GraphQLFieldDefinition field,
      Descriptor message) {
    String name = type.getName() + "." + field.getName();
    Function<Terms, @Nullable Object> old = message.equals(Terms.getDescriptor())
        ? OldTerms.READERS.get(field.getName())
        : null;
    if (old != null) {
      return source -> old.apply((Terms) source);
    }
    FieldDescriptor from = need(Inputs.field(message, field.getName()),
        name + " in " + message.getFullName());
    if (from.getJavaType() == JavaType.MESSAGE) {
      output(field, from.getMessageType());
    }
    return Outputs.reader(field, from);
  }

  private static void argument(GraphQLArgument argument, Bound row) {
    String place = Objects.requireNonNull(row.operation().graph()).place();
    Descriptor request = row.rpc().request().getDescriptorForType();
    GraphQLType type = GraphQLTypeUtil.unwrapAll(argument.getType());
    if (argument.getName().equals("input") && place.isEmpty()) {
      input((GraphQLInputObjectType) type, request);
    } else {
      place(request, argument.getName().equals("input") ? place : argument.getName(), type);
    }
  }

  private static void input(GraphQLInputObjectType type, Descriptor message) {
    boolean terms = message.equals(Terms.getDescriptor());
    type.getFieldDefinitions().stream().filter(field -> !terms || !OldTerms.knows(field.getName()))
        .forEach(field -> place(message, field.getName(), GraphQLTypeUtil.unwrapAll(field.getType())));
  }

  private static void place(Descriptor message, String name, GraphQLType type) {
    FieldDescriptor field = need(Inputs.field(message, name), message.getFullName() + "." + name);
    if (type instanceof GraphQLInputObjectType nested) {
      input(nested, field.getMessageType());
    }
  }

  private static <T> T need(@Nullable T thing, String what) {
    if (thing == null) {
      throw new IllegalStateException("The GraphQL schema and the contract differ: missing " + what);
    }
    return thing;
  }
}
