package org.reciprocalclubs.auth.rules;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A club of the federation. Immutable.
 *
 * @param version of its event stream
 * @param status ACTIVE, INACTIVE or SUSPENDED
 * @param tier the federation's name for its standard, set by the operator alone; {@code null} for none
 */
public record Club(UUID id, int version, ClubProfile profile, String status, @Nullable String tier,
    Settings settings, Instant createdAt, Instant updatedAt) {
  /** {@link Settings#maxVisitsPerMonth()} of a club without a cap. */
  public static final int NO_CAP = Integer.MAX_VALUE;
  /** It takes part. */
  public static final String ACTIVE = "ACTIVE";
  /** The federation keeps it out for a time. */
  public static final String SUSPENDED = "SUSPENDED";

  /** What a club decided about reciprocity. */
  public record Settings(boolean allowReciprocal, boolean requireApproval, int maxVisitsPerMonth,
      @Nullable Fee reciprocalFee) {
    public static final Settings DEFAULTS = new Settings(true, false, NO_CAP, null);
  }

  /** Minor units of an ISO 4217 currency. */
  public record Fee(long amount, String currency) {}

  /** The next version, of that status. */
  public Club with(String changed, Instant now) {
    return new Club(id, version + 1, profile, changed, tier, settings, createdAt, now);
  }

  public boolean isOperator() {
    return profile.kind().equals(ClubProfile.FEDERATION);
  }
}
