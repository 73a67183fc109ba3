package org.reciprocalclubs.kit.auth;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.reciprocalclubs.codecs.auth.v1.ApiKeyRevoked;
import org.reciprocalclubs.codecs.auth.v1.ClubSuspended;
import org.reciprocalclubs.codecs.auth.v1.DeviceRevoked;
import org.reciprocalclubs.codecs.auth.v1.RightsChanged;
import org.reciprocalclubs.codecs.auth.v1.RoleChanged;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.EventRecord;

/**
 * Whose tokens an event ends, so that whatever is open for them is closed at once. What it was opened with is
 * refused from then on; where only rights have changed, another token opens it again.
 */
public final class Endings {
  private static final String SESSION = SessionEnded.getDescriptor().getFullName();
  private static final String DEVICE = DeviceRevoked.getDescriptor().getFullName();
  private static final String API_KEY = ApiKeyRevoked.getDescriptor().getFullName();
  private static final String RIGHTS = RightsChanged.getDescriptor().getFullName();
  private static final String ROLE = RoleChanged.getDescriptor().getFullName();

  private static final String CLUB = ClubSuspended.getDescriptor().getFullName();

  private Endings() {}

  /** Who is concerned; empty for every other event, and for one that cannot be read. */
  public static Optional<Predicate<Caller>> of(EventRecord event) {
    try {
      if (event.type().equals(SESSION)) {
        return session(SessionEnded.parseFrom(event.data()).getSessionId());
      }
      if (event.type().equals(DEVICE)) {
        return session(DeviceRevoked.parseFrom(event.data()).getDeviceId());
      }
      if (event.type().equals(API_KEY)) {
        return session(ApiKeyRevoked.parseFrom(event.data()).getKeyId());
      }
      if (event.type().equals(RIGHTS)) {
        RightsChanged changed = RightsChanged.parseFrom(event.data());
        UUID user = UUID.fromString(changed.getUserId());
        UUID club = UUID.fromString(changed.getClubId());
        return Optional.of(caller -> user.equals(caller.subject()) && club.equals(caller.club()));
      }
      if (event.type().equals(ROLE)) {
        String role = RoleChanged.parseFrom(event.data()).getRoleId();
        return Optional.of(caller -> caller.roles().contains(role));
      }
      if (event.type().equals(CLUB)) {
        UUID club = UUID.fromString(ClubSuspended.parseFrom(event.data()).getClubId());
        return Optional.of(caller -> club.equals(caller.club()));
      }
      return Optional.empty();
    } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
      return Optional.empty(); // the next check of the token finds it, and reads no events
    }
  }

  /** A device, or a program's key, is its own session. */
  private static Optional<Predicate<Caller>> session(String id) {
    UUID session = UUID.fromString(id);
    return Optional.of(caller -> session.equals(caller.session()));
  }
}
