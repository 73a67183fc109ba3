/**
 * A year of visits, made from nothing but a seed and a federation that exists: who came to which club on
 * which day, what the rules said, and the rows that the platform would have written, as files for
 * PostgreSQL's COPY. Verdicts are decided by the real rules on the history so far, events are the contract's
 * own bytes, and what the decision rested on is kept as the rules keep it, so that any visit can be decided
 * again. It opens no connection and reads no clock.
 */
@NullMarked
package org.reciprocalclubs.bench.year;

import org.jspecify.annotations.NullMarked;
