package org.reciprocalclubs.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A kiosk's connection to the REST door: HTTP/1.1, kept open, one request after the other, and nothing else
 * of HTTP. The generator shares the processors with what it measures, and a client that knows all of HTTP
 * takes half as much of them again. Runs on its socket's event loop.
 */
final class Line {
  private static final byte[] END_OF_HEAD = bytes("\r\n\r\n");
  private static final byte[] LENGTH = bytes("\r\ncontent-length: ");
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final int STATUS_DIGITS = 3;

  private final NetSocket socket;
  private final String head;
  private Buffer received = Buffer.buffer();
  private @Nullable Promise<Answer> awaited;

  /** What came back. */
  record Answer(int status, Buffer body) {}

  /**
   * @param path of the door
   * @param token of the one who asks
   */
  Line(NetSocket socket, String path, String token) {
    this.socket = socket;
    this.head = "POST " + path + " HTTP/1.1\r\nhost: " + socket.remoteAddress()
        + "\r\ncontent-type: application/json\r\nauthorization: Bearer " + token + "\r\nidempotency-key: ";
    socket.handler(this::receive);
    socket.closeHandler(_ -> fail("The connection was closed."));
  }

  /** Posts JSON in ASCII; only once the answer before is there. */
  Future<Answer> post(String idempotencyKey, String json) {
    Promise<Answer> answer = Promise.promise();
    awaited = answer;
    socket.write(Buffer.buffer(
        bytes(head + idempotencyKey + "\r\ncontent-length: " + json.length() + "\r\n\r\n" + json)));
    return answer.future();
  }

  private void receive(Buffer chunk) {
    received = received.length() == 0 ? chunk : received.appendBuffer(chunk);
    int head = Bytes.indexOf(received, END_OF_HEAD, received.length());
    if (head < 0) {
      return;
    }
    int length = Bytes.indexOf(received, LENGTH, head);
    if (length < 0) {
      fail("An answer without a content-length: " + received);
      return;
    }
    int from = head + END_OF_HEAD.length;
    int to = from + number(length + LENGTH.length);
    if (received.length() >= to) {
      complete(new Answer(Integer.parseInt(received.getString(STATUS_AT, STATUS_AT + STATUS_DIGITS)),
          received.getBuffer(from, to)));
    }
  }

  private int number(int at) {
    int value = 0;
    for (int i = at; received.getByte(i) >= '0'; i++) {
      value = value * 10 + received.getByte(i) - '0';
    }
    return value;
  }

  private void complete(Answer answer) {
    received = Buffer.buffer();
    var asker = awaited;
    awaited = null;
    if (asker == null) {
      throw new IllegalStateException("An answer that nobody asked for: " + answer.body);
    }
    asker.complete(answer);
  }

  private void fail(String why) {
    if (awaited != null) {
      awaited.tryFail(why);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
