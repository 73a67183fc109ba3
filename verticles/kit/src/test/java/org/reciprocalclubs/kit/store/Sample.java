package org.reciprocalclubs.kit.store;

import com.google.protobuf.StringValue;
import java.util.UUID;

/** Events for tests: any protobuf message will do. */
final class Sample {
  static final String TYPE = StringValue.getDescriptor().getFullName();

  private Sample() {}

  static NewEvent event(UUID club, String text) {
    return NewEvent.of(club, StringValue.of(text), EventMeta.NONE);
  }

  /** Appends one event to a new stream and returns its id. */
  static UUID happened(Store store, UUID club) {
    NewEvent event = event(club, "x");
    store.transact(Scope.club(club), tx -> tx.append(Ids.uuid7(), 0, event));
    return event.id();
  }

  /** What a follower of the tests does: one row per event, for the event's club. */
  static void effect(Tx tx, EventRecord event) {
    tx.as(Scope.club(event.club()));
    tx.query("insert into demo.effect (club, event) values ($1, $2)", event.club(), event.id());
  }
}
