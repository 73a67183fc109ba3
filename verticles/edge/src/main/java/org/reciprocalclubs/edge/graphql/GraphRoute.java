package org.reciprocalclubs.edge.graphql;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.edge.http.Bodies;
import org.reciprocalclubs.edge.http.Correlation;
import org.reciprocalclubs.edge.http.Doorman;
import org.reciprocalclubs.edge.http.Idempotency;
import org.reciprocalclubs.edge.http.Problems;
import org.reciprocalclubs.edge.operation.Call;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/** {@code POST /graphql}. Confined to one event loop. */
public final class GraphRoute implements Handler<RoutingContext> {
  private static final String RESPONSE_JSON = "application/graphql-response+json";
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int BAD_REQUEST = 400;
  private static final int OK = 200;

  private final GraphEngine engine;
  private final Doorman doorman;
  private final int maxBodyBytes;

  public GraphRoute(GraphEngine engine, Doorman doorman, int maxBodyBytes) {
    this.engine = engine;
    this.doorman = doorman;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    String correlationId = Correlation.of(request);
    if (!isJson(request.getHeader("content-type"))) {
      Problems.plain(request, UNSUPPORTED_MEDIA_TYPE, "The body must be application/json", correlationId);
      return;
    }
    Future<Buffer> body = Bodies.read(request, maxBodyBytes);
    doorman.admit(request, correlationId).compose(call -> body.compose(bytes -> answer(request, bytes, call)))
        .onFailure(failure -> Problems.send(request, failure, correlationId));
  }

  private Future<Void> answer(HttpServerRequest request, Buffer body, Call call) {
    GraphRequest asked = GraphRequest.of(json(body), Idempotency.key(request));
    return engine.execute(asked, call).compose(result -> {
      Map<String, Object> json = GraphEngine.specification(result, call);
      if (call.isHit()) {
        request.response().putHeader(Idempotency.HIT_HEADER, "true");
      }
      String accept = request.getHeader("accept");
      boolean modern = accept != null && accept.contains(RESPONSE_JSON);
      return request.response().setStatusCode(modern && !result.isDataPresent() ? BAD_REQUEST : OK)
          .putHeader("content-type", modern ? RESPONSE_JSON : "application/json")
          .putHeader("cache-control", "no-store").end(new JsonObject(json).toBuffer());
    });
  }

  private static JsonObject json(Buffer body) {
    try {
      JsonObject json = new JsonObject(body);
      if (json.getMap() == null) { // the text null
        throw new DecodeException();
      }
      return json;
    } catch (DecodeException | ClassCastException _) {
      throw Problem.of(ErrorCode.VALIDATION_ERROR, ErrorCode.VALIDATION_ERROR.name(),
          "The body must be one JSON object");
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("application/json");
  }
}
