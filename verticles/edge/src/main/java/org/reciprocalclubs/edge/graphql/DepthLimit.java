package org.reciprocalclubs.edge.graphql;

import graphql.ExecutionResult;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.Field;
import org.jspecify.annotations.Nullable;

/**
 * How deep a query may go. The standard introspection query is deeper: where introspection is on it may pass.
 */
final class DepthLimit extends MaxQueryDepthInstrumentation {
  DepthLimit(int maxDepth) {
    super(maxDepth);
  }

  @Override
  public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
      InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
    boolean introspection = parameters.getExecutionContext().getOperationDefinition().getSelectionSet()
        .getSelections().stream()
        .allMatch(root -> root instanceof Field field && field.getName().startsWith("__"));
    return introspection ? null : super.beginExecuteOperation(parameters, state);
  }
}
