package org.reciprocalclubs.edge.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/** Reads request bodies up to a limit. */
public final class Bodies {
  private Bodies() {}

  /**
   * The whole body; call it before anything else is awaited. Fails with 413 when there is more than the
   * limit, and then closes the connection after the answer instead of reading on.
   */
  public static Future<Buffer> read(HttpServerRequest request, long limitBytes) {
    String announced = request.getHeader("content-length");
    if (announced != null && announced.length() < 19 && Long.parseLong(announced) > limitBytes) {
      return tooLarge(request, limitBytes);
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    request.exceptionHandler(_ -> whole.tryFail(Problem.of(ErrorCode.VALIDATION_ERROR, "BODY_UNREADABLE",
        "The body broke off, or is not framed as HTTP says")));
    request.endHandler(_ -> whole.tryComplete(read));
    request.handler(chunk -> {
      if (read.length() + chunk.length() > limitBytes) {
        request.handler(null);
        request.pause();
        tooLarge(request, limitBytes).onFailure(whole::tryFail);
      } else {
        read.appendBuffer(chunk);
      }
    });
    return whole.future();
  }

  private static Future<Buffer> tooLarge(HttpServerRequest request, long limitBytes) {
    request.response().putHeader("connection", "close");
    return Future.failedFuture(Problems.NotHttp.tooLarge(limitBytes));
  }
}
