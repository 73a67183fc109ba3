/**
 * What is to stand on the clubs' ledger, and how it gets there. A row of {@code ledger.transaction} is made
 * in the transaction that wants it; a worker brings it from {@code PENDING} to {@code CONFIRMED} or
 * {@code FAILED}. The signed bytes are stored before they are sent, an unknown outcome is found out by the
 * transaction's id, and nothing is proposed anew while an earlier proposal may still be ordered: so whatever
 * dies, and however often a thing is sent, it stands on the ledger once. What the ledger is made of is known
 * to {@link org.reciprocalclubs.ledger.fabric}.
 */
@NullMarked
package org.reciprocalclubs.ledger.transactions;

import org.jspecify.annotations.NullMarked;
