/**
 * What agreements put on the clubs' ledger. A follower of the feed makes, of each event that changes what two
 * clubs agreed, the transactions that record it, each in the name of the club that acted and under the
 * organisation that speaks for it. Terms are recorded by their hash, reasons not at all. Whether an agreement
 * may come into force before is the saga's, which asks for the state of a transaction by its key.
 */
@NullMarked
package org.reciprocalclubs.ledger.records;

import org.jspecify.annotations.NullMarked;
