package org.reciprocalclubs.edge.graphql;

import graphql.ExecutionResult;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * One operation on a websocket: a single answer, or as many as a subscription brings. Confined to its event
 * loop.
 */
final class SocketOperation {
  private final ServerWebSocket socket;
  private final Dialect dialect;
  private final String id;
  private final Runnable ended;
  private @Nullable Subscription subscription;
  private boolean over;

  SocketOperation(ServerWebSocket socket, Dialect dialect, String id, Runnable ended) {
    this.socket = socket;
    this.dialect = dialect;
    this.id = id;
    this.ended = ended;
  }

  /** Sends the one result there is. A document that was not begun is an error where the dialect has that. */
  void answer(ExecutionResult result, Call call) {
    if (over) {
      return;
    }
    if (result.isDataPresent() || dialect == Dialect.APOLLO) {
      socket.writeTextMessage(dialect.data(id, GraphEngine.specification(result, call)));
      complete();
    } else {
      end();
      socket.writeTextMessage(dialect.error(id, result.getErrors().stream()
          .map(error -> GraphErrors.specification(error, call.correlationId())).toList()));
    }
  }

  void refuse(Problem problem, Call call) {
    if (!over) {
      end();
      Map<String, Object> error = GraphErrors.specification(problem, call.correlationId());
      socket.writeTextMessage(dialect.error(id, List.of(error)));
    }
  }

  /** Sends what comes, the next only after the last was written. */
  void follow(Publisher<?> publisher, Call call) {
    if (over) {
      return;
    }
    publisher.subscribe(new Subscriber<Object>() {
      @Override
      public void onSubscribe(Subscription begun) {
        subscription = begun;
        begun.request(1);
      }

      @Override
      public void onNext(Object result) {
        String text = dialect.data(id, GraphEngine.specification((ExecutionResult) result, call));
        socket.writeTextMessage(text).onSuccess(_ -> Objects.requireNonNull(subscription).request(1));
      }

      @Override
      public void onError(Throwable failure) {
        refuse(GraphErrors.problem(failure, call.correlationId()), call);
      }

      @Override
      public void onComplete() {
        complete();
      }
    });
  }

  /** The client, or the connection, has had enough. */
  void stop() {
    over = true;
    if (subscription != null) {
      subscription.cancel();
    }
  }

  private void complete() {
    if (!over) {
      end();
      socket.writeTextMessage(dialect.complete(id));
    }
  }

  private void end() {
    over = true;
    ended.run();
  }
}
