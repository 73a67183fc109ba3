package org.reciprocalclubs.edge.graphql;

import com.google.protobuf.Message;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLSchema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reciprocalclubs.codecs.ledger.v1.Transaction;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.edge.operation.Door;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.Caller;

/** Executes GraphQL documents. One for each event loop, and confined to it. */
public final class GraphEngine {
  private final GraphQL graphql;
  private final GraphSettings settings;
  private final Subscriptions subscriptions;
  private final VisitProofs proofs;

  /**
   * Binds the schema to the contract; call it on the event loop that will use it.
   *
   * @throws IllegalStateException if the schema and the contract differ
   */
  public GraphEngine(Vertx vertx, Bus bus, Door door, GraphSettings settings, Events events) {
    this.settings = settings;
    this.subscriptions = new Subscriptions(vertx, bus.codecs(), door, settings.sockets().maxWaiting(),
        events);
    List<Bound> rows = Bound.all(bus.codecs());
    this.proofs = new VisitProofs(door, row(rows, "ListVisitProofs"));
    GraphErrors errors = new GraphErrors();
    this.graphql = GraphQL.newGraphQL(schema(bus, door, rows)).defaultDataFetcherExceptionHandler(errors)
        .preparsedDocumentProvider(new Documents(settings.keptDocuments(), settings.maxAliases()))
        .instrumentation(new ChainedInstrumentation(List.of(new DepthLimit(settings.maxDepth()),
            new MaxQueryComplexityInstrumentation(settings.maxComplexity()))))
        .build();
  }

  /** Reads the schema, which takes a second; later engines find it read. Blocks. */
  public static void prepare() {
    SchemaFiles.types();
  }

  /** What the document amounts to; the future never fails. */
  Future<ExecutionResult> execute(GraphRequest request, Call call) {
    return Future.fromCompletionStage(
        graphql.executeAsync(request.input(call, settings.introspection(), proofs.loaders(call))));
  }

  /** The response as clients read it. */
  static Map<String, Object> specification(ExecutionResult result, Call call) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!result.getErrors().isEmpty()) {
      json.put("errors", result.getErrors().stream()
          .map(error -> GraphErrors.specification(error, call.correlationId())).toList());
    }
    if (result.isDataPresent()) {
      json.put("data", (@Nullable Object) result.getData());
    }
    return json;
  }

  Runnable onEnd(Caller caller, Runnable ended) {
    return subscriptions.onEnd(caller, ended);
  }

  GraphSettings settings() {
    return settings;
  }

  /** Stops hearing of events. */
  public void close() {
    subscriptions.close();
  }

  private GraphQLSchema schema(Bus bus, Door door, List<Bound> rows) {
    Binding binding = new Binding(SchemaFiles.types(), proofs.fields());
    Currencies currencies = new Currencies(bus);
    rows.stream().filter(row -> row.operation().graph() != null)
        .forEach(row -> binding.operation(row, new OperationFetcher(row, door, currencies)));
    Bound getVisit = row(rows, "GetVisit");
    Bound getNotification = row(rows, "GetNotification");
    DataFetcher<Publisher<Message>> visits = field -> subscriptions.visitStatusChanged(field, getVisit);
    DataFetcher<Publisher<Message>> notices = field -> subscriptions.notificationReceived(field,
        getNotification);
    Bound getTransaction = row(rows, "GetTransaction");
    DataFetcher<Publisher<Message>> transactions = field -> subscriptions.transactionStatusChanged(field,
        getTransaction);
    return binding.subscription("visitStatusChanged", Visit.getDescriptor(), visits)
        .subscription("notificationReceived", Notification.getDescriptor(), notices)
        .subscription("transactionStatusChanged", Transaction.getDescriptor(), transactions).build();
  }

  private static Bound row(List<Bound> rows, String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }
}
