package org.reciprocalclubs.kit.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it was written. Immutable; shared between all readers of a process, so {@code data} must not be
 * changed.
 *
 * @param position its place in the feed
 * @param id UUIDv7
 * @param stream the aggregate it belongs to
 * @param version its number within the stream, from 1
 * @param type full name of the protobuf message in {@code data}
 * @param club whose event it is
 * @param partner the other club that sees it, {@link NewEvent#EVERY_CLUB}, or null
 * @param data the message's bytes
 * @param meta who caused it
 * @param at when, by the platform's clock
 */
@SuppressWarnings("ArrayRecordComponent") // records are compared by id, never by content
public record EventRecord(Position position, UUID id, UUID stream, int version, String type, UUID club,
    @Nullable UUID partner, byte[] data, EventMeta meta, Instant at) {

  /** @return whether {@code reader} may see it */
  public boolean visibleTo(UUID reader) {
    return club.equals(reader) || reader.equals(partner) || forEveryClub();
  }

  /** @return whether it is of the audit trail alone: neither pushed nor published */
  public boolean staysInside() {
    return type.startsWith("reciprocalclubs.audit.");
  }

  /** @return whether every club may see it */
  public boolean forEveryClub() {
    return NewEvent.EVERY_CLUB.equals(partner);
  }

  /** @return the type without its package, such as {@code VisitOpened} */
  public String name() {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
