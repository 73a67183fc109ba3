package org.reciprocalclubs.ledger.transactions;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.ledger.fabric.Waits;

/**
 * The section {@code ledger}. Immutable.
 *
 * @param network the file {@code network.json}; empty: there is no ledger, and what is to be recorded waits
 * @param inFlight transactions under way at once, 1 to 400: a gateway of Fabric takes 500 calls
 * @param threads that wait for the ledger, 2 to 400
 * @param poll pause between looks for what is due
 */
public record LedgerSettings(String network, int inFlight, int threads, Duration poll, Waits waits,
    Tries tries, Breaking breaker) {
  private static final int CALLS_MAX = 400;
  private static final Duration PAUSE_MAX = Duration.ofHours(1);
  private static final int TRIES_MAX = 100;

  public LedgerSettings {
    require(inFlight >= 1 && inFlight <= CALLS_MAX, "inFlight must be 1 to " + CALLS_MAX);
    require(threads >= 2 && threads <= CALLS_MAX, "threads must be 2 to " + CALLS_MAX);
    bounded(poll, "poll");
  }

  /**
   * How often, and how soon, something is tried again.
   *
   * @param first pause after a try that came to nothing; doubled after each
   * @param longest pause
   * @param refusals how often a contract is asked, at least, that says no, 1 to 100
   * @param refusedFor and for how long, at least, before it is taken at its word: the peer may be reading the
   * blocks of an outage
   * @param proposals of one transaction that are ordered and found invalid, 1 to 100, before it has failed
   */
  public record Tries(Duration first, Duration longest, int refusals, Duration refusedFor, int proposals) {
    public Tries {
      bounded(first, "first");
      bounded(longest, "longest");
      require(first.compareTo(longest) <= 0, "first must not be longer than longest");
      bounded(refusedFor, "refusedFor");
      require(refusals >= 1 && refusals <= TRIES_MAX, "refusals must be 1 to " + TRIES_MAX);
      require(proposals >= 1 && proposals <= TRIES_MAX, "proposals must be 1 to " + TRIES_MAX);
    }

    /**
     * Whether a contract is taken at its word.
     *
     * @param times that it said no, this one included
     * @param since when it first did; null: now
     */
    boolean areOver(int times, @Nullable Instant since, Instant now) {
      return times >= refusals && since != null && !now.isBefore(since.plus(refusedFor));
    }

    /** How long to wait after so many tries that came to nothing, 1 at least. */
    Duration pause(int tries) {
      var pause = first;
      for (int i = 1; i < tries && pause.compareTo(longest) < 0; i++) {
        pause = pause.multipliedBy(2);
      }
      return pause.compareTo(longest) < 0 ? pause : longest;
    }
  }

  /**
   * When an organisation's peer is left alone.
   *
   * @param failures in a row after which it is not asked any more, 1 to 100
   * @param pause until one call tries whether it is back; doubled each time that it is not
   * @param longest pause
   */
  public record Breaking(int failures, Duration pause, Duration longest) {
    public Breaking {
      require(failures >= 1 && failures <= TRIES_MAX, "failures must be 1 to " + TRIES_MAX);
      bounded(pause, "pause");
      bounded(longest, "longest");
      require(pause.compareTo(longest) <= 0, "pause must not be longer than longest");
    }
  }

  private static void bounded(Duration pause, String name) {
    require(!pause.isNegative() && !pause.isZero() && pause.compareTo(PAUSE_MAX) <= 0,
        name + " must be more than nothing and at most 1h");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
