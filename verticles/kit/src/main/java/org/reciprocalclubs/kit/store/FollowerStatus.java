package org.reciprocalclubs.kit.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a follower is doing, for health and operators.
 *
 * @param follower its name
 * @param holding whether this process is the one that runs it
 * @param position the last event that it has handled; null before it first held the lease
 * @param poison the event that it cannot get past; null when it is not blocked
 * @param failures failed tries since the last success
 */
public record FollowerStatus(String follower, boolean holding, @Nullable Position position,
    @Nullable UUID poison,
    int failures) {

  /** @return whether the follower stands still until somebody repairs something */
  public boolean blocked() {
    return poison != null;
  }
}
