package org.reciprocalclubs.reciprocal.rules;

import java.time.ZoneId;
import java.util.UUID;

/**
 * The two clubs of a visit.
 *
 * @param host whose house it is
 * @param home whose member it is; a club that nobody knows is {@link #NOBODY}, {@code INACTIVE}
 * @param zone the host's time zone, by which every day, month, year and hour is counted
 */
public record Clubs(Club host, Club home, ZoneId zone) {

  /** Stands for the home club when a visitor names one that does not exist. */
  public static final UUID NOBODY = new UUID(0, 0);

  /**
   * A club.
   *
   * @param status whether it takes part
   * @param tier the federation's name for its standard, such as {@code PLATINUM}; empty for none
   */
  public record Club(UUID id, Status status, String tier) {
    /** Of no tier. */
    public Club(UUID id, Status status) {
      this(id, status, "");
    }
  }

  /** As the federation sees a club. */
  public enum Status {
    ACTIVE, INACTIVE, SUSPENDED
  }

  boolean same() {
    return host.id().equals(home.id());
  }

  boolean bothActive() {
    return host.status() == Status.ACTIVE && home.status() == Status.ACTIVE;
  }
}
