package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A web socket whose client says anything, and goes on when it is hung up on. */
final class FuzzSocket implements AutoCloseable, WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Object told = new Object();
  private final WebSocket socket;
  private volatile int code = -1;

  FuzzSocket(House house, String path, @Nullable String protocol) {
    var builder = CLIENT.newWebSocketBuilder().connectTimeout(PATIENCE);
    if (protocol != null) {
      builder.subprotocols(protocol);
    }
    socket = builder.buildAsync(URI.create("ws://localhost:" + (house.portBase() + 80) + path), this).join();
  }

  void say(@Nullable Object message) {
    text(message instanceof JsonObject json ? json.encode() : String.valueOf(message));
  }

  private void text(String text) {
    try {
      socket.sendText(text, true).join();
    } catch (CompletionException hungUp) {
      // the house has closed it, or is closing: it says why
    }
  }

  /** Often nothing, sometimes what no client sends. */
  void throwsIn(FuzzValues values) throws Exception {
    switch (values.random().nextInt(10)) {
      case 0 -> text("[".repeat(20_000));
      case 1 -> text("{\"type\":".repeat(5_000));
      case 2 -> text("t".repeat(100_000));
      case 3 -> text("{\"type\":{\"a\":1},\"id\":[],\"subscribe\":{},\"ping\":{}}");
      case 4 -> binary(values.bytes(50));
      default -> {
      }
    }
  }

  private void binary(byte[] bytes) {
    try {
      socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    } catch (CompletionException hungUp) {
      // as above
    }
  }

  /** Waits until it is told that, or hung up on. */
  void settles(Predicate<String> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (ended.getCount() > 0 && heard.stream().noneMatch(wanted)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Neither answered nor closed; it heard " + everything());
      }
      synchronized (told) {
        told.wait(50);
      }
    }
  }

  /** With which code it was closed; -1 while it is open. */
  int closeCode() {
    return code;
  }

  String everything() {
    return String.join("\n", heard);
  }

  List<JsonObject> messages() {
    return heard.stream().map(JsonObject::new).toList();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      heard.add(part.toString());
      part.setLength(0);
      wake();
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int closed, String reason) {
    code = closed;
    ended.countDown();
    wake();
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    ended.countDown();
    wake();
  }

  private void wake() {
    synchronized (told) {
      told.notifyAll();
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}
