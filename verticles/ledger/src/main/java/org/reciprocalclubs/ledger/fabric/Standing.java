package org.reciprocalclubs.ledger.fabric;

import java.time.Instant;

/**
 * How it stands with one organisation.
 *
 * @param reachable whether there is a connection to its peer
 * @param certificateUntil when the first of the certificates in its files ends
 * @param readable whether its files were in order when they last changed; where they were not, what was read
 * before is used on
 */
public record Standing(String msp, boolean reachable, Instant certificateUntil, boolean readable) {}
