package org.reciprocalclubs.kit.store;

import com.google.protobuf.Message;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event to be appended. Made by the factories; immutable (the array is not copied: do not touch it
 * afterwards).
 *
 * @param id UUIDv7 of the event
 * @param type full name of the protobuf message in {@code data}, e.g. {@code
 * reciprocalclubs.reciprocal.v1.VisitOpened}
 * @param audience the clubs that see it
 * @param data the message's bytes
 * @param meta who caused it
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go straight to the driver; events are not compared
public record NewEvent(UUID id, String type, Audience audience, byte[] data, EventMeta meta) {
  /** The partner of an event that every club may read. */
  public static final UUID EVERY_CLUB = new UUID(0, 0);

  public NewEvent {
    Objects.requireNonNull(id);
    Objects.requireNonNull(audience);
    Objects.requireNonNull(data);
    Objects.requireNonNull(meta);
    if (type.isBlank()) {
      throw new IllegalArgumentException("an event has a type");
    }
  }

  /** An event that only {@code club} sees. */
  public static NewEvent of(UUID club, Message message, EventMeta meta) {
    return from(new Audience(club, null), message, meta);
  }

  /** An event that two clubs see: {@code club} did it, {@code partner} is concerned. */
  public static NewEvent between(UUID club, UUID partner, Message message, EventMeta meta) {
    return from(new Audience(club, partner), message, meta);
  }

  /**
   * An event of {@code club} that every club may read (a club's public profile, a change of the federation).
   */
  public static NewEvent toEveryClub(UUID club, Message message, EventMeta meta) {
    return from(new Audience(club, EVERY_CLUB), message, meta);
  }

  private static NewEvent from(Audience audience, Message message, EventMeta meta) {
    return new NewEvent(Ids.uuid7(), message.getDescriptorForType().getFullName(), audience,
        message.toByteArray(),
        meta);
  }

  /**
   * @param club whose event it is
   * @param partner the other club that sees it, {@link #EVERY_CLUB}, or null
   */
  public record Audience(UUID club, @Nullable UUID partner) {}
}
