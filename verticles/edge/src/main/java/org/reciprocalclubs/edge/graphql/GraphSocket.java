package org.reciprocalclubs.edge.graphql;

import graphql.ExecutionResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reciprocalclubs.edge.http.Correlation;
import org.reciprocalclubs.edge.http.Doorman;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.CallOrigin;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/** One websocket connection of GraphQL. Confined to its event loop. */
final class GraphSocket {
  private static final int MISSED_BEFORE_CLOSE = 3;

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private final Dialect dialect;
  private final GraphEngine engine;
  private final Doorman doorman;
  private final Doorman.From from;
  private final Map<String, SocketOperation> operations = new HashMap<>();
  private final long keepAliveTimer;
  private final long initTimer;
  private Stage stage = Stage.OPENED;
  private @Nullable Call call;
  private @Nullable String authorization;
  private Runnable sessionWatch = () -> {};
  private int quiet;

  private enum Stage {
    OPENED, INITIALISING, READY
  }

  GraphSocket(Vertx vertx, ServerWebSocket socket, Dialect dialect, GraphEngine engine, Doorman doorman) {
    GraphSettings.Sockets limits = engine.settings().sockets();
    this.vertx = vertx;
    this.socket = socket;
    this.dialect = dialect;
    this.engine = engine;
    this.doorman = doorman;
    this.from = doorman.from(socket.remoteAddress(), socket.headers(), Correlation.next());
    this.initTimer = vertx.setTimer(limits.initWait().toMillis(), _ -> close(CloseCode.INIT_TIMEOUT));
    this.keepAliveTimer = vertx.setPeriodic(limits.keepAlive().toMillis(), _ -> keepAlive());
  }

  /** Begins to listen. */
  void open() {
    socket.textMessageHandler(this::received);
    socket.binaryMessageHandler(_ -> close(CloseCode.INVALID));
    socket.pongHandler(_ -> quiet = 0);
    socket.exceptionHandler(_ -> socket.close());
    socket.closeHandler(_ -> closed());
    socket.shutdownHandler(_ -> close(CloseCode.DRAINING));
  }

  private void received(String text) {
    quiet = 0;
    try {
      JsonObject message = new JsonObject(text);
      String type = message.getMap() == null ? "" : text(message, "type");
      if (type.equals("connection_init")) {
        initialise(message);
      } else if (type.equals(dialect.begin)) {
        begin(message);
      } else if (type.equals(dialect.end)) {
        stop(text(message, "id"));
      } else if (type.equals("ping")) {
        socket.writeTextMessage("{\"type\":\"pong\"}");
      } else if (type.equals("connection_terminate")) {
        close(CloseCode.NORMAL);
      } else if (!type.equals("pong")) {
        close(CloseCode.INVALID);
      }
    } catch (DecodeException | ClassCastException _) {
      close(CloseCode.INVALID);
    }
  }

  /** Empty where there is none, null is said, or something else than text. */
  private static String text(JsonObject message, String name) {
    return message.getValue(name) instanceof String text ? text : "";
  }

  private void initialise(JsonObject message) {
    if (stage != Stage.OPENED) {
      close(CloseCode.TOO_MANY_INITS);
      return;
    }
    stage = Stage.INITIALISING;
    vertx.cancelTimer(initTimer);
    JsonObject payload = message.getJsonObject("payload");
    String given = payload == null
        ? null
        : payload.getString("authorization", payload.getString("Authorization"));
    authorization = given == null ? from.headers().get("authorization") : given;
    doorman.identify(authorization, from).onComplete(identified -> {
      if (identified.failed() || identified.result().refusal() != null) {
        close(CloseCode.FORBIDDEN);
      } else {
        ready(identified.result());
      }
    });
  }

  private void ready(Call identified) {
    stage = Stage.READY;
    call = identified;
    if (identified.caller().isAuthenticated()) {
      sessionWatch = engine.onEnd(identified.caller(), () -> close(CloseCode.UNAUTHORIZED));
      checkSession(); // it may have ended before it was watched
    }
    socket.writeTextMessage(dialect.ack());
    if (dialect == Dialect.APOLLO) {
      socket.writeTextMessage(dialect.keepAlive());
    }
  }

  private void begin(JsonObject message) {
    String id = text(message, "id");
    JsonObject payload = message.getJsonObject("payload");
    Call caller = call;
    if (caller == null) {
      close(CloseCode.UNAUTHORIZED);
    } else if (id.isEmpty() || payload == null) {
      close(CloseCode.INVALID);
    } else if (operations.containsKey(id)) {
      close(CloseCode.ID_IN_USE);
    } else if (operations.size() >= engine.settings().sockets().maxOperations()) {
      refuse(id,
          Problem.of(ErrorCode.RATE_LIMITED, "TOO_MANY_OPERATIONS", "Too many operations on one connection"));
    } else {
      begin(id, payload, caller);
    }
  }

  private void begin(String id, JsonObject payload, Call caller) {
    SocketOperation operation = new SocketOperation(socket, dialect, id, () -> operations.remove(id));
    operations.put(id, operation);
    CallOrigin origin = caller.context().origin();
    CallContext fresh = new CallContext(caller.caller(), Correlation.next(), null, null, null);
    CallContext context = origin == null ? fresh : fresh.from(origin);
    Call own = new Call(context, caller.address(), null);
    context.run(vertx, () -> doorman.count(own).compose(_ -> execute(payload, own)).onComplete(executed -> {
      if (executed.succeeded()) {
        answer(operation, executed.result(), own);
      } else {
        operation.refuse(GraphErrors.problem(executed.cause(), own.correlationId()), own);
      }
    }));
  }

  private Future<ExecutionResult> execute(JsonObject payload, Call own) {
    try {
      return engine.execute(GraphRequest.of(payload, null), own);
    } catch (Problem problem) {
      return Future.failedFuture(problem);
    }
  }

  private static void answer(SocketOperation operation, ExecutionResult result, Call own) {
    if (result.getData() instanceof Publisher<?> publisher) {
      operation.follow(publisher, own);
    } else {
      operation.answer(result, own);
    }
  }

  private void stop(String id) {
    SocketOperation operation = operations.remove(id);
    if (operation != null) {
      operation.stop();
    }
  }

  private void refuse(String id, Problem problem) {
    socket.writeTextMessage(
        dialect.error(id, List.of(GraphErrors.specification(problem, from.correlationId()))));
  }

  /** Probes the client, and looks whether its token still holds. */
  private void keepAlive() {
    if (++quiet > MISSED_BEFORE_CLOSE) {
      close(CloseCode.SILENT);
      return;
    }
    socket.writePing(io.vertx.core.buffer.Buffer.buffer());
    if (stage == Stage.READY) {
      socket.writeTextMessage(dialect.keepAlive());
      checkSession();
    }
  }

  private void checkSession() {
    doorman.identify(authorization, from).onComplete(now -> {
      if (now.failed() || now.result().refusal() != null) {
        close(CloseCode.UNAUTHORIZED);
      }
    });
  }

  /** What is under way ends with it, whether or not the client answers the close. */
  private void close(CloseCode why) {
    if (!socket.isClosed()) {
      call = null;
      stopOperations();
      socket.close(why.code, why.reason);
    }
  }

  private void closed() {
    vertx.cancelTimer(initTimer);
    vertx.cancelTimer(keepAliveTimer);
    sessionWatch.run();
    stopOperations();
  }

  private void stopOperations() {
    List.copyOf(operations.values()).forEach(SocketOperation::stop);
    operations.clear();
  }
}
