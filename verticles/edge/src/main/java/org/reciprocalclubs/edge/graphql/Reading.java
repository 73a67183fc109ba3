package org.reciprocalclubs.edge.graphql;

import com.google.protobuf.Message;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.LightDataFetcher;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers a field from the message behind its type, without building an environment for it. Thread-safe. */
record Reading(Function<Message, @Nullable Object> reader) implements LightDataFetcher<@Nullable Object> {
  @Override
  public @Nullable Object get(GraphQLFieldDefinition field, Object source,
      Supplier<DataFetchingEnvironment> environment) {
    return reader.apply((Message) source);
  }

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) {
    return reader.apply(Objects.requireNonNull(environment.getSource()));
  }
}
