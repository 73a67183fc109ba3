package org.reciprocalclubs.push;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Eventually;

/** What an app hears: answers, messages per feed, the close. */
final class TestClient {
  final WebSocket socket;
  final List<JsonObject> frames = new CopyOnWriteArrayList<>();
  private volatile int closed;
  private volatile @Nullable String reason;

  /** To be made on the socket's own loop, before anything is heard. */
  TestClient(WebSocket socket) {
    this.socket = socket;
    socket.textMessageHandler(text -> frames.add(new JsonObject(text)));
    socket.closeHandler(_ -> {
      reason = socket.closeReason();
      Short code = socket.closeStatusCode();
      closed = code == null ? 1006 : code;
    });
  }

  TestClient begin(String token, String... feeds) {
    return say(subscribe(feeds).put("authorization", "Bearer " + token));
  }

  TestClient say(JsonObject frame) {
    socket.writeTextMessage(frame.encode());
    return this;
  }

  static JsonObject subscribe(String... feeds) {
    JsonArray wishes = new JsonArray();
    for (String feed : feeds) {
      int at = feed.indexOf('@');
      wishes.add(at < 0
          ? new JsonObject().put("feed", feed)
          : new JsonObject().put("feed", feed.substring(0, at)).put("after", feed.substring(at + 1)));
    }
    return new JsonObject().put("subscribe", wishes);
  }

  /** The answer to a subscription. */
  JsonObject answer(String feed) {
    Eventually.until("the answer for " + feed, () -> answers(feed).size() > 0 || closed != 0);
    return answers(feed).getFirst();
  }

  private List<JsonObject> answers(String feed) {
    return frames.stream()
        .filter(frame -> feed.equals(frame.getString("feed")) && frame.containsKey("recovered"))
        .toList();
  }

  /** The messages of a feed so far. */
  List<JsonObject> messages(String feed) {
    List<JsonObject> messages = new ArrayList<>();
    for (JsonObject frame : frames) {
      if (feed.equals(frame.getString("feed")) && frame.containsKey("messages")) {
        frame.getJsonArray("messages").forEach(message -> messages.add((JsonObject) message));
      }
    }
    return messages;
  }

  List<String> ids(String feed) {
    return messages(feed).stream().map(message -> message.getString("id")).toList();
  }

  /** The messages of a feed once there are so many. */
  List<JsonObject> messages(String feed, int count) {
    Eventually.until(count + " messages of " + feed, () -> messages(feed).size() >= count);
    return messages(feed);
  }

  /** The position from which this client would come back. */
  String position(String feed) {
    List<JsonObject> messages = messages(feed);
    return messages.isEmpty() ? answer(feed).getString("position") : messages.getLast().getString("position");
  }

  boolean isClosed() {
    return closed != 0;
  }

  /** The close code, once closed. */
  int closed() {
    Eventually.until("a close", this::isClosed);
    return closed;
  }

  JsonObject reason() {
    closed();
    String text = reason;
    return text == null || text.isEmpty() ? new JsonObject() : new JsonObject(text);
  }

  void leave() {
    await(socket.close());
    closed();
  }
}
