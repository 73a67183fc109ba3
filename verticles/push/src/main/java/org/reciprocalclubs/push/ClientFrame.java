package org.reciprocalclubs.push;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client says.
 *
 * @param authorization {@code Bearer <token>}, in the first frame of a browser
 * @param ping a number to be sent back
 */
record ClientFrame(@Nullable String authorization, List<Wish> subscribe, @Nullable Number ping) {

  /** A feed to follow, and after which position. */
  record Wish(String feed, @Nullable String after) {}

  /** The frame of that text; empty when it is none. */
  static Optional<ClientFrame> parse(String text) {
    try {
      JsonObject json = new JsonObject(text);
      JsonArray wishes = json.getJsonArray("subscribe", new JsonArray());
      List<Wish> subscribe = new ArrayList<>(wishes.size());
      for (int i = 0; i < wishes.size(); i++) {
        JsonObject wish = wishes.getJsonObject(i);
        String feed = wish.getString("feed");
        if (feed == null) {
          return Optional.empty();
        }
        subscribe.add(new Wish(feed, wish.getString("after")));
      }
      return Optional.of(new ClientFrame(json.getString("authorization"), subscribe, json.getNumber("ping")));
    } catch (DecodeException | ClassCastException | NullPointerException _) {
      return Optional.empty();
    }
  }
}
