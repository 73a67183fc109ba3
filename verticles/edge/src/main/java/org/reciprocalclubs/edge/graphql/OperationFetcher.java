package org.reciprocalclubs.edge.graphql;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import graphql.language.OperationDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLTypeUtil;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.edge.operation.Door;

/** Answers one root field by asking its rpc. Thread-safe. */
final class OperationFetcher implements DataFetcher<CompletionStage<@Nullable Object>> {
  private final Bound operation;
  private final Door door;
  private final Currencies currencies;
  private final @Nullable FieldDescriptor answer;

  OperationFetcher(Bound operation, Door door, Currencies currencies) {
    this.operation = operation;
    this.door = door;
    this.currencies = currencies;
    String answers = Objects.requireNonNull(operation.operation().graph()).answer();
    this.answer = answers.isEmpty()
        ? null
        : Objects.requireNonNull(Inputs.field(operation.rpc().response().getDescriptorForType(), answers),
            answers);
  }

  @Override
  public CompletionStage<@Nullable Object> get(DataFetchingEnvironment field) {
    Call call = Objects.requireNonNull(field.getGraphQlContext().get(Call.class));
    Map<String, Object> arguments = field.getArguments();
    Future<String> currency = Inputs.hasAmount(arguments)
        ? currencies.ofCaller(call)
        : Future.succeededFuture("");
    return currency.compose(code -> door.ask(operation, Inputs.request(operation, arguments, code), call,
        key(field))).map(response -> result(field, response)).toCompletionStage();
  }

  private @Nullable Object result(DataFetchingEnvironment field, Message response) {
    if (answer == null) {
      return response;
    }
    Object value = response.getField(answer);
    boolean list = GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(field.getFieldType()));
    return value instanceof List<?> values && !list ? values.getFirst() : value;
  }

  /** Several fields of one request share its key, each under its own name. */
  private static @Nullable String key(DataFetchingEnvironment field) {
    String key = field.getGraphQlContext().get(GraphRequest.IDEMPOTENCY_KEY);
    OperationDefinition asked = field.getOperationDefinition();
    if (key == null || asked.getOperation() != OperationDefinition.Operation.MUTATION) {
      return null;
    }
    return asked.getSelectionSet().getSelections().size() == 1
        ? key
        : Keys.of(key, field.getField().getResultKey());
  }
}
