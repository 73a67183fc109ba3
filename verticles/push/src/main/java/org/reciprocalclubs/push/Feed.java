package org.reciprocalclubs.push;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a socket may follow. Immutable.
 *
 * @param id the person of {@code me}, the club of {@code club:<id>}, the proposal of {@code proposal:<id>}
 */
record Feed(Kind kind, UUID id) {
  private static final Pattern NAMED = Pattern
      .compile("(club|proposal):([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

  enum Kind {
    ME, CLUB, PROPOSAL
  }

  static Feed me(UUID person) {
    return new Feed(Kind.ME, person);
  }

  static Feed club(UUID club) {
    return new Feed(Kind.CLUB, club);
  }

  /** The feed of that name for that subject; empty where there is none. */
  static Optional<Feed> parse(String name, UUID subject) {
    if (name.equals("me")) {
      return Optional.of(me(subject));
    }
    var named = NAMED.matcher(name);
    if (!named.matches()) {
      return Optional.empty();
    }
    UUID id = UUID.fromString(named.group(2));
    return Optional.of(named.group(1).equals("club") ? club(id) : new Feed(Kind.PROPOSAL, id));
  }

  /** The name by which clients know it. */
  String wireName() {
    return switch (kind) {
      case ME -> "me";
      case CLUB -> "club:" + id;
      case PROPOSAL -> "proposal:" + id;
    };
  }
}
