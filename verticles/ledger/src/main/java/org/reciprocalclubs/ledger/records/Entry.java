package org.reciprocalclubs.ledger.records;

import java.util.List;
import java.util.UUID;

/**
 * Something to be recorded of an agreement, before it is known who speaks for the club. Immutable.
 *
 * @param key of its transaction, which others may ask for
 * @param club that acts
 * @param other the other club
 * @param function of the contract {@code agreements}
 */
record Entry(String key, UUID club, UUID other, String function, List<String> args) {
  Entry {
    args = List.copyOf(args);
  }
}
