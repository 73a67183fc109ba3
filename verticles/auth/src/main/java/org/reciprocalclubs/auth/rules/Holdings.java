package org.reciprocalclubs.auth.rules;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a login holds in a club beside built-in roles, and for how long all that it holds there stays so.
 * Immutable.
 *
 * @param custom the club's own roles that hold now
 * @param rights names what the login holds in the club, to tokens; null where it never held anything
 * @param unchanged from the asking on until the next role begins or ends by itself; null where none does
 * @param askedNanos when the tables were asked, by {@link System#nanoTime}
 */
public record Holdings(Set<CustomRole> custom, @Nullable UUID rights, @Nullable Duration unchanged,
    long askedNanos) {
  /** Nothing. */
  public static final Holdings NONE = new Holdings(Set.of(), null, null, 0);

  public Holdings {
    custom = Set.copyOf(custom);
  }

  /** For how much longer all of it stays so; null: until somebody changes it. */
  public @Nullable Duration remaining() {
    return unchanged == null ? null : unchanged.minusNanos(System.nanoTime() - askedNanos);
  }

  /** What tokens name: when one of these has ended, they must not be honoured. */
  public List<UUID> named() {
    return Stream.concat(Stream.ofNullable(rights), custom.stream().map(CustomRole::rights)).toList();
  }
}
