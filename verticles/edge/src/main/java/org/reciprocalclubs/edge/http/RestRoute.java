package org.reciprocalclubs.edge.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.edge.operation.Door;
import org.reciprocalclubs.kit.bus.Problem;

/** Every REST operation, below {@link #PREFIX}. Thread-safe. */
public final class RestRoute implements Handler<RoutingContext> {
  /** Where the operations' paths begin. */
  public static final String PREFIX = "/api/v1";
  private static final int OK = 200;

  private final PathTable paths;
  private final Map<Bound, RestRequest> requests = new HashMap<>();
  private final Doorman doorman;
  private final Door door;
  private final BodyLimits limits;

  /**
   * How long bodies may be.
   *
   * @param requestBytes of JSON
   * @param importBytes of files, also as JSON
   */
  public record BodyLimits(int requestBytes, int importBytes) {
    public BodyLimits {
      if (requestBytes < 1_024 || importBytes < requestBytes) {
        throw new IllegalArgumentException("a body may be 1 KiB at least, and an import no shorter");
      }
    }
  }

  public RestRoute(List<Bound> rows, Doorman doorman, Door door, BodyLimits limits) {
    ProtoJson.Limits defaults = ProtoJson.Limits.DEFAULT;
    ProtoJson json = new ProtoJson(
        new ProtoJson.Limits(limits.requestBytes(), defaults.maxDepth(), defaults.maxElements()));
    ProtoJson imports = new ProtoJson(
        new ProtoJson.Limits(limits.importBytes(), defaults.maxDepth(), defaults.maxElements()));
    this.paths = new PathTable(rows);
    this.doorman = doorman;
    this.door = door;
    this.limits = limits;
    rows.stream().filter(row -> row.operation().rest() != null)
        .forEach(row -> requests.put(row, new RestRequest(row, imports(row) ? imports : json)));
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    String correlationId = Correlation.of(request);
    PathTable.Match match;
    try {
      match = paths.find(request.method(), String.valueOf(request.path()).substring(PREFIX.length()));
    } catch (IllegalArgumentException _) {
      match = null;
    }
    if (match == null) {
      Problems.notFound(request, correlationId);
    } else if (match.operation() == null) {
      Problems.notAllowed(request, match.allow(), correlationId);
    } else {
      answer(request, match.operation(), match.path(), correlationId);
    }
  }

  private void answer(HttpServerRequest request, Bound operation, Map<String, String> path,
      String correlationId) {
    Future<Buffer> body = Bodies.read(request,
        imports(operation) ? limits.importBytes() : limits.requestBytes());
    doorman.admit(request, correlationId)
        .compose(call -> body.compose(bytes -> ask(request, operation, path, bytes, call)
            .onSuccess(answer -> send(request.response(), operation, answer, call))))
        .onFailure(failure -> Problems.send(request, failure, correlationId));
  }

  private Future<Message> ask(HttpServerRequest request, Bound operation, Map<String, String> path,
      Buffer body,
      Call call) {
    Problem refusal = call.refusal();
    if (refusal != null && !operation.rpc().isPublic()) {
      return door.refuse(operation, call, refusal);
    }
    String key = Idempotency.key(request);
    if (key == null && operation.needsKey()) {
      throw Problem.validation(Idempotency.HEADER, "Must be given, so that the request is safe to repeat");
    }
    Message message = Objects.requireNonNull(requests.get(operation)).read(path, query(request),
        request.getHeader("content-type"), body);
    return door.ask(operation, message, call, key);
  }

  private static io.vertx.core.MultiMap query(HttpServerRequest request) {
    try {
      return request.query() == null ? io.vertx.core.MultiMap.caseInsensitiveMultiMap() : request.params();
    } catch (IllegalArgumentException _) {
      throw Problem.validation("query", "Is not well encoded");
    }
  }

  private static void send(HttpServerResponse response, Bound operation, Message answer, Call call) {
    if (call.isHit()) {
      response.putHeader(Idempotency.HIT_HEADER, "true");
    }
    response.setStatusCode(OK).putHeader("cache-control", "no-store");
    String file = Objects.requireNonNull(operation.operation().rest()).file();
    if (file.isEmpty()) {
      response.putHeader("content-type", "application/json").end(Buffer.buffer(ProtoJson.bytes(answer)));
    } else {
      sendFile(response, file, answer);
    }
  }

  private static void sendFile(HttpServerResponse response, String type, Message answer) {
    Object content = field(answer, "content");
    response.putHeader("content-type", content instanceof ByteString ? type : type + "; charset=utf-8")
        .putHeader("content-disposition", "attachment; filename=\"" + field(answer, "filename") + '"')
        .putHeader("x-content-type-options", "nosniff").end(content instanceof ByteString bytes
            ? Buffer.buffer(bytes.toByteArray())
            : Buffer.buffer((String) content));
  }

  private static Object field(Message answer, String name) {
    return answer.getField(answer.getDescriptorForType().findFieldByName(name));
  }

  private static boolean imports(@Nullable Bound operation) {
    return operation != null && operation.operation().rest() != null
        && !Objects.requireNonNull(operation.operation().rest()).raw().isEmpty();
  }
}
