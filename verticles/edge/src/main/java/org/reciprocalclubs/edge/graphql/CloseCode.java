package org.reciprocalclubs.edge.graphql;

/** Why the server closes a websocket; the codes of graphql-transport-ws, used for both sub-protocols. */
enum CloseCode {
  NORMAL(1000, "Bye"), INVALID(4400, "Invalid message"), UNAUTHORIZED(4401, "Unauthorized"), FORBIDDEN(4403,
      "Forbidden"), NO_PROTOCOL(4406, "Subprotocol not acceptable"), INIT_TIMEOUT(4408,
          "Connection initialisation timeout"), ID_IN_USE(4409, "Subscriber already exists"), TOO_MANY_INITS(
              4429, "Too many initialisation requests"), SILENT(4408,
                  "No answer to pings"), DRAINING(4503, "Draining");

  final short code;
  final String reason;

  CloseCode(int code, String reason) {
    this.code = (short) code;
    this.reason = reason;
  }
}
