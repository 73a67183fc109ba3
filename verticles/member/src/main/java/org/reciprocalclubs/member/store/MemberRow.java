package org.reciprocalclubs.member.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.member.rules.Membership;
import org.reciprocalclubs.member.rules.Standing;

/**
 * A member as the read model has it. Immutable.
 *
 * @param held the standing as last written and what is subscribed to
 * @param version of the stream
 * @param person null once erased
 */
public record MemberRow(Identity identity, Membership.Held held, int version, Times times,
    @Nullable Person person) {

  /**
   * @param id the member's, which is the stream's
   * @param club the home club
   * @param userId the member's login, if any
   * @param number unique within the club
   */
  public record Identity(UUID id, UUID club, @Nullable UUID userId, String number) {}

  public record Times(Instant joinedAt, Instant createdAt, Instant updatedAt) {}

  /** How the member stands on that day of the home club, whether or not the nightly job has written it. */
  public Standing standingOn(LocalDate today) {
    return held.standing() == Standing.ACTIVE && !held.subscription().covers(today)
        ? Standing.LAPSED
        : held.standing();
  }
}
