package org.reciprocalclubs.push;

import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.kit.store.EventRecord;

/** Who reads an event, and which of its fields are not theirs to know. */
enum View {
  /** The person whom it concerns: not who at the desk acted. */
  PERSON(Set.of("request_hash", "actor_id")),
  /** The only club of the event, or any of all. */
  OWNER(Set.of("request_hash")),
  /** The club at which it happened: not the login of another club's member. */
  HOST(Set.of("request_hash", "user_id")),
  /** The other club: not who at the host's desk acted. */
  PARTNER(Set.of("request_hash", "actor_id"));

  @SuppressWarnings("ImmutableEnumChecker") // what Set.of makes cannot change
  final Set<String> hidden;

  View(Set<String> hidden) {
    this.hidden = hidden;
  }

  static View of(EventRecord event, Feed feed) {
    if (feed.kind() == Feed.Kind.ME) {
      return PERSON;
    }
    UUID reader = feed.id();
    if (event.partner() == null || event.forEveryClub() || event.club().equals(event.partner())) {
      return OWNER;
    }
    return event.club().equals(reader) ? HOST : PARTNER;
  }
}
