package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A web socket as a client uses one; it keeps everything that it was told. */
final class WallSocket implements AutoCloseable, WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final BlockingQueue<JsonObject> incoming = new LinkedBlockingQueue<>();
  @SuppressWarnings("JdkObsolete") // the client's threads write it while the test's reads it
  private final StringBuffer everything = new StringBuffer();
  private final StringBuilder part = new StringBuilder();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  /** Connects; without a sub-protocol where none is given. */
  WallSocket(House house, String path, String... subProtocol) {
    var builder = CLIENT.newWebSocketBuilder().connectTimeout(PATIENCE);
    if (subProtocol.length > 0) {
      builder.subprotocols(subProtocol[0]);
    }
    socket = builder.buildAsync(URI.create("ws://localhost:" + (house.portBase() + 80) + path), this).join();
  }

  WallSocket say(JsonObject message) {
    socket.sendText(message.encode(), true).join();
    return this;
  }

  /** The next message for which that holds; those before it are heard, too. */
  JsonObject hear(Predicate<JsonObject> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var message = incoming.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (message == null) {
        throw new AssertionError("It was not told; it heard " + everything);
      }
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  /** The code with which the house closes it. */
  int closeCode() throws Exception {
    return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** All that came over it. */
  String everything() {
    return everything.toString();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      everything.append(part).append('\n');
      incoming.add(new JsonObject(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    everything.append(code).append(reason);
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.completeExceptionally(failure);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
