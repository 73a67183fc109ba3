package org.reciprocalclubs.edge.graphql;

import graphql.ExecutionInput;
import graphql.introspection.Introspection;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.edge.http.Idempotency;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * One GraphQL request, however it came. Immutable.
 *
 * @param operationName which operation of the document; null where it has one
 * @param key what makes its mutations safe to repeat
 */
record GraphRequest(String query, @Nullable String operationName, Map<String, Object> variables,
    @Nullable String key) {
  static final String IDEMPOTENCY_KEY = "idempotencyKey";

  /**
   * Reads the JSON that clients send.
   *
   * @throws Problem VALIDATION_ERROR if it is of another shape
   */
  static GraphRequest of(JsonObject json, @Nullable String keyOfHeader) {
    try {
      if (!(json.getValue("query") instanceof String query) || query.isBlank()) {
        throw Problem.validation("query", "Must be a GraphQL document");
      }
      JsonObject variables = json.getJsonObject("variables");
      JsonObject extensions = json.getJsonObject("extensions");
      String key = extensions == null ? null : extensions.getString(IDEMPOTENCY_KEY);
      Idempotency.require("extensions." + IDEMPOTENCY_KEY, key);
      return new GraphRequest(query, json.getString("operationName"),
          variables == null ? Map.of() : variables.getMap(), key == null ? keyOfHeader : key);
    } catch (ClassCastException _) {
      throw Problem.of(ErrorCode.VALIDATION_ERROR, ErrorCode.VALIDATION_ERROR.name(),
          "query and operationName are text, variables and extensions are objects");
    }
  }

  /** @param loaders what is asked once for many fields, for this request alone */
  ExecutionInput input(Call call, boolean introspection, DataLoaderRegistry loaders) {
    return ExecutionInput.newExecutionInput().query(query).operationName(operationName).variables(variables)
        .dataLoaderRegistry(loaders)
        .graphQLContext(context -> {
          context.put(Call.class, call);
          context.put(Introspection.INTROSPECTION_DISABLED, !introspection);
          if (key != null) {
            context.put(IDEMPOTENCY_KEY, Objects.requireNonNull(key));
          }
        }).build();
  }
}
