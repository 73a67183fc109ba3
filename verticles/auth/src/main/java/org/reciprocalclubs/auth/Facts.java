package org.reciprocalclubs.auth;

import com.google.protobuf.Message;
import java.util.UUID;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Tx;

/** Appends what happened, caused by the request being worked on. */
final class Facts {
  private Facts() {}

  /** An event that only the club sees; the transaction acts for it. */
  static void append(Tx tx, UUID stream, int seenVersion, UUID club, Message event) {
    tx.append(stream, seenVersion, NewEvent.of(club, event, cause()));
  }

  /** An event of the club that every club sees; the transaction acts for it. */
  static void appendForAll(Tx tx, UUID stream, int seenVersion, UUID club, Message event) {
    tx.append(stream, seenVersion, NewEvent.toEveryClub(club, event, cause()));
  }

  private static EventMeta cause() {
    CallContext call = CallContext.current();
    return EventMeta.of(call);
  }
}
