package org.reciprocalclubs.kit.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a club's chain are wanted; null wants any. Immutable.
 *
 * @param subject entries that concern it, or that it made
 * @param actor entries that it made
 * @param operation an rpc or an event, as entries name it
 * @param kind READ, CHANGE, ASKED or SEAL
 * @param from at that time or later
 * @param to before that time
 */
public record AuditFilter(@Nullable UUID subject, @Nullable UUID actor, @Nullable String operation,
    @Nullable String kind, @Nullable Instant from, @Nullable Instant to) {
  /** Every entry. */
  public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null);

  /** Whoever made an entry is found like whoever it concerns. */
  @Nullable
  UUID sought() {
    return subject == null ? actor : subject;
  }
}
