package org.reciprocalclubs.edge.graphql;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two sub-protocols of GraphQL over websocket, which say the same in different words. */
enum Dialect {
  /** The protocol of the package graphql-ws. */
  TRANSPORT("graphql-transport-ws", "subscribe", "complete", "next"),
  /** The older protocol of Apollo's subscriptions-transport-ws. */
  APOLLO("graphql-ws", "start", "stop", "data");

  /** What servers offer, the newer first. */
  static final List<String> OFFERED = List.of(TRANSPORT.subProtocol, APOLLO.subProtocol);

  final String subProtocol;
  final String begin;
  final String end;
  private final String data;

  Dialect(String subProtocol, String begin, String end, String data) {
    this.subProtocol = subProtocol;
    this.begin = begin;
    this.end = end;
    this.data = data;
  }

  /** The dialect that was agreed on; null for none of them. */
  static @Nullable Dialect of(@Nullable String subProtocol) {
    return TRANSPORT.subProtocol.equals(subProtocol)
        ? TRANSPORT
        : APOLLO.subProtocol.equals(subProtocol) ? APOLLO : null;
  }

  /** One result of an operation. */
  String data(String id, Map<String, Object> result) {
    return message(data, id).put("payload", new JsonObject(result)).encode();
  }

  /** The operation was not begun, or broke off. */
  String error(String id, List<Map<String, Object>> errors) {
    Object payload = this == TRANSPORT ? new JsonArray(errors) : new JsonObject(errors.getFirst());
    return message("error", id).put("payload", payload).encode();
  }

  String complete(String id) {
    return message("complete", id).encode();
  }

  String ack() {
    return "{\"type\":\"connection_ack\"}";
  }

  /** Shows a quiet client that the server is there. */
  String keepAlive() {
    return this == TRANSPORT ? "{\"type\":\"ping\"}" : "{\"type\":\"ka\"}";
  }

  private static JsonObject message(String type, String id) {
    return new JsonObject().put("id", id).put("type", type);
  }
}
