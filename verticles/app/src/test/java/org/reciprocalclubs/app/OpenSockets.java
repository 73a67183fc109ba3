package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A socket of /push and one of each of GraphQL's sub-protocols, each of which follows something. */
final class OpenSockets implements AutoCloseable {
  private static final int PUSH_ENDED = 4409;
  private static final int GRAPHQL_ENDED = 4401;

  private final WallSocket push;
  private final List<WallSocket> graphql;

  OpenSockets(House house, String token, String feed) throws Exception {
    push = new WallSocket(house, "/push").say(new JsonObject().put("authorization", "Bearer " + token)
        .put("subscribe", new JsonArray().add(new JsonObject().put("feed", feed))));
    push.hear(message -> message.containsKey("recovered"));
    graphql = List.of(subscribed(house, token, "graphql-transport-ws", "subscribe"),
        subscribed(house, token, "graphql-ws", "start"));
  }

  private static WallSocket subscribed(House house, String token, String dialect, String begin)
      throws Exception {
    var socket = new WallSocket(house, "/graphql", dialect)
        .say(new JsonObject().put("type", "connection_init").put("payload",
            new JsonObject().put("authorization", "Bearer " + token)));
    socket.hear(message -> message.getString("type").equals("connection_ack"));
    return socket.say(new JsonObject().put("id", "1").put("type", begin).put("payload",
        new JsonObject().put("query", "subscription { visitStatusChanged { id } }")));
  }

  void isClosed(String by, long startNanos) throws Exception {
    assertThat(push.closeCode()).isEqualTo(PUSH_ENDED);
    long pushMs = (System.nanoTime() - startNanos) / 1_000_000;
    for (var socket : graphql) {
      assertThat(socket.closeCode()).isEqualTo(GRAPHQL_ENDED);
    }
    System.out.printf("ended by %s: push closed within %d ms of being asked, GraphQL within %d ms%n", by,
        pushMs, (System.nanoTime() - startNanos) / 1_000_000);
  }

  void isOpen() throws Exception {
    push.say(new JsonObject().put("ping", 7)).hear(message -> message.containsKey("pong"));
    graphql.getFirst().say(new JsonObject().put("type", "ping"))
        .hear(message -> message.getString("type").equals("pong"));
  }

  @Override
  public void close() {
    push.close();
    graphql.forEach(WallSocket::close);
  }
}
