package org.reciprocalclubs.edge.graphql;

import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as GraphQL tells them: a sentence, and in {@code extensions} what a program needs. Thread-safe. */
final class GraphErrors implements DataFetcherExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(GraphErrors.class);

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters failed) {
    Call call = failed.getDataFetchingEnvironment().getGraphQlContext().get(Call.class);
    String correlationId = call == null ? "none" : call.correlationId();
    Problem problem = problem(failed.getException(), correlationId);
    GraphQLError error = GraphqlErrorBuilder.newError(failed.getDataFetchingEnvironment())
        .message("%s", problem.detail()).extensions(extensions(problem, correlationId)).build();
    return CompletableFuture.completedFuture(DataFetcherExceptionHandlerResult.newResult(error).build());
  }

  /** The problem behind a failure; what is no problem is a fault of ours, and logged. */
  static Problem problem(Throwable failure, String correlationId) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    if (cause instanceof Problem problem) {
      return problem;
    }
    LOG.atError().setCause(cause).addKeyValue("correlationId", correlationId).log("A GraphQL field failed");
    return Problem.internal(cause);
  }

  /** One error as the response holds it. */
  static Map<String, Object> specification(GraphQLError error, String correlationId) {
    Map<String, Object> json = new LinkedHashMap<>(error.toSpecification());
    Map<String, Object> extensions = new LinkedHashMap<>();
    if (error.getExtensions() != null) {
      extensions.putAll(error.getExtensions());
    }
    extensions.putIfAbsent("code", code(error));
    extensions.putIfAbsent("correlationId", correlationId);
    json.put("extensions", extensions);
    return json;
  }

  /** A problem before or beside any field. */
  static Map<String, Object> specification(Problem problem, String correlationId) {
    return Map.of("message", problem.detail(), "extensions", extensions(problem, correlationId));
  }

  private static String code(GraphQLError error) {
    boolean ours = error.getErrorType() == ErrorType.NullValueInNonNullableField
        || error.getErrorType() == ErrorType.DataFetchingException;
    return (ours ? ErrorCode.INTERNAL_ERROR : ErrorCode.VALIDATION_ERROR).name();
  }

  /** A refusal by a rule is REFUSED with the verdict; the verdict's own code is inside. */
  private static Map<String, Object> extensions(Problem problem, String correlationId) {
    boolean verdict = problem.kind() == ErrorCode.REFUSED && problem.rule() != null;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", verdict ? ErrorCode.REFUSED.name() : problem.code());
    json.put("kind", problem.kind().name());
    put(json, "field", problem.field());
    if (verdict) {
      Map<String, Object> inside = new LinkedHashMap<>();
      inside.put("code", problem.code());
      putRule(inside, problem);
      json.put("verdict", inside);
    }
    putRule(json, problem);
    if (problem.retryAfter() != null) {
      json.put("retryAfter", problem.retryAfter().plusMillis(999).toSeconds());
    }
    put(json, "challenge", problem.challenge());
    json.put("correlationId", correlationId);
    return json;
  }

  private static void putRule(Map<String, Object> json, Problem problem) {
    put(json, "rule", problem.rule());
    if (!problem.numbers().isEmpty()) {
      json.put("numbers", problem.numbers());
    }
    if (!problem.passesWhen().isEmpty()) {
      json.put("passesWhen", problem.passesWhen());
    }
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
