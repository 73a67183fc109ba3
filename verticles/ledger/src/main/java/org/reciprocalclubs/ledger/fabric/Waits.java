package org.reciprocalclubs.ledger.fabric;

import java.time.Duration;

/**
 * How long calls of the ledger may take.
 *
 * @param endorse for the contract to run on every peer that must endorse
 * @param submit for an orderer to take it
 * @param commit for it to stand in a block, before it is sent again
 * @param evaluate for a contract to read
 * @param files how often the files of keys and certificates are looked at for changes
 */
public record Waits(Duration endorse, Duration submit, Duration commit, Duration evaluate, Duration files) {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  public Waits {
    check(endorse, "endorse");
    check(submit, "submit");
    check(commit, "commit");
    check(evaluate, "evaluate");
    check(files, "files");
  }

  private static void check(Duration wait, String name) {
    if (wait.isNegative() || wait.isZero() || wait.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(name + " must be more than nothing and at most 5m");
    }
  }
}
