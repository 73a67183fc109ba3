package org.reciprocalclubs.edge.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.ProblemJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what went wrong as {@code application/problem+json} (RFC 9457). */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final int UNAUTHENTICATED = 401;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private Problems() {}

  /** The request cannot be answered in this form: problems that HTTP has and other doors do not. */
  static final class NotHttp extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    private NotHttp(int status, String detail) {
      super(detail, null, false, false);
      this.status = status;
    }

    static NotHttp tooLarge(long limitBytes) {
      return new NotHttp(TOO_LARGE, "The body is longer than " + limitBytes + " bytes");
    }

    static NotHttp mediaType(List<String> allowed) {
      return new NotHttp(UNSUPPORTED_MEDIA_TYPE, "The body must be " + String.join(" or ", allowed));
    }
  }

  /** Answers the failure, whatever it is; what is no problem is a fault of ours, and logged. */
  public static void send(HttpServerRequest request, Throwable failure, String correlationId) {
    if (failure instanceof NotHttp not) {
      plain(request, not.status, String.valueOf(not.getMessage()), correlationId);
      return;
    }
    Problem problem = problem(failure, correlationId);
    HttpServerResponse response = request.response();
    if (problem.kind().httpStatus() == UNAUTHENTICATED) {
      response.putHeader("www-authenticate", "Bearer");
    }
    if (problem.retryAfter() != null) {
      response.putHeader("retry-after", Long.toString(problem.retryAfter().plusMillis(999).toSeconds()));
    } else if (problem.kind() == ErrorCode.OVERLOADED) {
      response.putHeader("retry-after", "1");
    }
    end(response, problem.kind().httpStatus(), ProblemJson.rfc9457(problem, correlationId));
  }

  /** 404. */
  public static void notFound(HttpServerRequest request, String correlationId) {
    plain(request, NOT_FOUND, "There is nothing here", correlationId);
  }

  /** 405, with the methods that are. */
  public static void notAllowed(HttpServerRequest request, String allow, String correlationId) {
    request.response().putHeader("allow", allow);
    plain(request, METHOD_NOT_ALLOWED, "Use " + allow, correlationId);
  }

  /** A status of HTTP itself. */
  public static void plain(HttpServerRequest request, int status, String detail, String correlationId) {
    String code = switch (status) {
      case NOT_FOUND -> ErrorCode.NOT_FOUND.name();
      case METHOD_NOT_ALLOWED -> "METHOD_NOT_ALLOWED";
      case TOO_LARGE -> "BODY_TOO_LARGE";
      case UNSUPPORTED_MEDIA_TYPE -> "UNSUPPORTED_MEDIA_TYPE";
      default -> status < 500 ? ErrorCode.VALIDATION_ERROR.name() : ErrorCode.INTERNAL_ERROR.name();
    };
    String title = switch (status) {
      case NOT_FOUND -> "Not found";
      case METHOD_NOT_ALLOWED -> "Method not allowed";
      case TOO_LARGE -> "The request is too large";
      case UNSUPPORTED_MEDIA_TYPE -> "Unsupported media type";
      default -> status < 500 ? "The request is not valid" : "A fault on our side";
    };
    end(request.response(), status, new JsonObject().put("type", "/problems/" + code).put("title", title)
        .put("status", status).put("code", code).put("detail", detail).put("correlationId", correlationId));
  }

  private static Problem problem(Throwable failure, String correlationId) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    LOG.atError().setCause(failure).addKeyValue("correlationId", correlationId)
        .log("A request failed at the door");
    return Problem.internal(failure);
  }

  private static void end(HttpServerResponse response, int status, JsonObject body) {
    if (!response.ended() && !response.closed()) {
      response.setStatusCode(status).putHeader("content-type", "application/problem+json")
          .putHeader("cache-control", "no-store").end(body.toBuffer());
    }
  }
}
