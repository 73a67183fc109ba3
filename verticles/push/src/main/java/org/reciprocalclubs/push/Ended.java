package org.reciprocalclubs.push;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.codecs.auth.v1.DeviceRevoked;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.kit.store.EventRecord;

/** Which session an event ends: a person's, or a device, which is its own. */
final class Ended {
  private static final String SESSION = SessionEnded.getDescriptor().getFullName();
  private static final String DEVICE = DeviceRevoked.getDescriptor().getFullName();

  private Ended() {}

  /** The session that is over; empty for every other event, and for one that cannot be read. */
  static Optional<UUID> session(EventRecord event) {
    try {
      if (event.type().equals(SESSION)) {
        return Optional.of(UUID.fromString(SessionEnded.parseFrom(event.data()).getSessionId()));
      }
      return event.type().equals(DEVICE)
          ? Optional.of(UUID.fromString(DeviceRevoked.parseFrom(event.data()).getDeviceId()))
          : Optional.empty();
    } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
      return Optional.empty(); // the next check asks who has ended, and does not read events
    }
  }
}
