package org.reciprocalclubs.auth;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.reciprocalclubs.auth.keys.AccessTokens;
import org.reciprocalclubs.codecs.auth.v1.ApiKeyRevoked;
import org.reciprocalclubs.codecs.auth.v1.DeviceRevoked;
import org.reciprocalclubs.codecs.auth.v1.RightsChanged;
import org.reciprocalclubs.codecs.auth.v1.RoleChanged;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions, devices, keys, rights and clubs whose access tokens must not be honoured although they have
 * not expired: what {@code kit.auth.Tokens} asks on every node. Loaded once from the tables, then fed by the
 * process's {@link EventTail}, so it learns of an end within a fraction of a second; entries are dropped when
 * every token of theirs has expired. Thread-safe.
 *
 * <pre>{@code
 * Revocations revocations = Revocations.follow(store, tail).await();
 * Tokens tokens = new Tokens(settings, keys, revocations, clock);
 * }</pre>
 */
public final class Revocations implements Predicate<UUID> {
  private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
  /** A token's life, and more for clocks that differ. */
  private static final Duration KEEP = AccessTokens.LIFE.plusMinutes(2);

  private final Map<UUID, Instant> until = new ConcurrentHashMap<>();
  /** As long as they are suspended, and longer: a club that was reinstated stays with its version. */
  private final Map<UUID, Standing> clubs = new ConcurrentHashMap<>();

  /** @param version of the club's stream, by which what was read and what was heard are put in order */
  private record Standing(int version, boolean suspended) {}

  private Revocations() {}

  /** Listens to the tail, then loads what ended before; completes when both are done. */
  public static Future<Revocations> follow(Store store, EventTail tail) {
    Revocations revocations = new Revocations();
    Runnable stop = tail.listen(revocations::take);
    Future<?> ended = store
        .fetch(Scope.nobody(), "select id from auth.revoked_within($1)", (int) KEEP.toMinutes())
        .onSuccess(rows -> rows.forEach(row -> revocations.add(row.getUUID(0))));
    Future<?> suspended = store
        .fetch(Scope.nobody(), "select id, version from auth.club where status <> 'ACTIVE'")
        .onSuccess(rows -> rows
            .forEach(row -> revocations.club(row.getUUID(0), new Standing(row.getInteger(1), true))));
    return Future.all(ended, suspended).map(_ -> revocations).onFailure(_ -> stop.run());
  }

  /** True when tokens of that session, device or club, or that name those rights, must not be honoured. */
  @Override
  public boolean test(UUID id) {
    if (until.containsKey(id)) {
      return true;
    }
    Standing club = clubs.get(id);
    return club != null && club.suspended();
  }

  private void take(List<EventRecord> batch) {
    for (EventRecord event : batch) {
      try {
        switch (event.name()) {
          case "SessionEnded" -> add(UUID.fromString(SessionEnded.parseFrom(event.data()).getSessionId()));
          case "DeviceRevoked" -> add(UUID.fromString(DeviceRevoked.parseFrom(event.data()).getDeviceId()));
          case "ApiKeyRevoked" -> add(UUID.fromString(ApiKeyRevoked.parseFrom(event.data()).getKeyId()));
          case "RightsChanged" -> ended(RightsChanged.parseFrom(event.data()).getEndedRightsId());
          case "RoleChanged" -> ended(RoleChanged.parseFrom(event.data()).getEndedRightsId());
          case "ClubSuspended" -> club(event.stream(), new Standing(event.version(), true));
          case "ClubReinstated" -> club(event.stream(), new Standing(event.version(), false));
          default -> {
          }
        }
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        LOG.atError().addKeyValue("event", event.id()).log("An event that ends a session cannot be read");
      }
    }
  }

  private void club(UUID club, Standing known) {
    clubs.merge(club, known, (one, other) -> one.version() > other.version() ? one : other);
  }

  /** Nothing ends with the first role in a club. */
  private void ended(String rights) {
    if (!rights.isEmpty()) {
      add(UUID.fromString(rights));
    }
  }

  private void add(UUID session) {
    Instant now = Instant.now();
    until.values().removeIf(now::isAfter);
    until.put(session, now.plus(KEEP));
  }
}
