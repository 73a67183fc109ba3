package org.reciprocalclubs.kit.boot;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.ProblemJson;

/** Answers what no route can see, because it is no request or too long a one, as a document of RFC 9457. */
final class Unreadable {
  private static final int BAD_REQUEST = 400;
  private static final int URI_TOO_LONG = 414;
  private static final int HEADERS_TOO_LARGE = 431;

  private Unreadable() {}

  /** Answers, and hangs up: what follows on the connection cannot be told from the rest of this. */
  static void answer(HttpServerRequest request) {
    switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ ->
        end(request, URI_TOO_LONG, "URI_TOO_LONG", "The address is too long");
      case TooLongHttpHeaderException _ ->
        end(request, HEADERS_TOO_LARGE, "HEADERS_TOO_LARGE", "The headers are too long");
      case null, default ->
        end(request, BAD_REQUEST, ErrorCode.VALIDATION_ERROR.name(), "This is no request of HTTP");
    }
  }

  private static void end(HttpServerRequest request, int status, String code, String detail) {
    var problem = ProblemJson
        .rfc9457(Problem.of(ErrorCode.VALIDATION_ERROR, code, detail), CallContext.current().correlationId())
        .put("status", status);
    request.response().setStatusCode(status).putHeader("content-type", "application/problem+json")
        .putHeader("connection", "close").end(problem.toBuffer())
        .onComplete(_ -> request.connection().close());
  }
}
