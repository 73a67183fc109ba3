/**
 * The log's anchors: leaves are gathered into batches, and each batch is one transaction on the clubs' ledger
 * that records the log's size and root, with the proof that it grew out of the one before. From then on no
 * single club, and not the platform, can say that the log was another. How a transaction gets onto the ledger
 * is known to {@link org.reciprocalclubs.ledger.transactions}; here it is decided when a batch is closed and
 * seen when it stands.
 */
@NullMarked
package org.reciprocalclubs.ledger.anchors;

import org.jspecify.annotations.NullMarked;
