package org.reciprocalclubs.push;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.reciprocalclubs.kit.store.Position;

/** Why a socket is closed, as the contract numbers it; below 4000 the standard's own (RFC 6455, 7.4.1). */
enum CloseCode {
  NOT_TEXT(1003, false), //
  NOT_UNDERSTOOD(1007, false), //
  NO_SESSION(4401, false), //
  NO_RIGHT(4403, false), //
  SLOW(4408, true), //
  SESSION_ENDED(4409, true), //
  LIMIT(4429, true), //
  DRAINING(4503, true);

  final short number;
  private final boolean comesBack;

  CloseCode(int number, boolean comesBack) {
    this.number = (short) number;
    this.comesBack = comesBack;
  }

  /** What the client is told beside the code: from where it may go on, and when. */
  String reason(Optional<Position> after, long waitMs) {
    if (!comesBack) {
      return "";
    }
    JsonObject reason = new JsonObject();
    after.ifPresent(position -> reason.put("after", position.toString()));
    return reason.put("waitMs", waitMs).encode();
  }
}
