/**
 * The clubs' ledger, as the platform speaks to it: Hyperledger Fabric through the gateway service of the
 * organisations' own peers. {@link org.reciprocalclubs.ledger.fabric.Ledger} says what can be asked and what
 * each failure means; what is recorded, and when it is tried again, is decided by its caller. Nothing outside
 * this package imports Fabric's classes. Every call blocks.
 */
@NullMarked
package org.reciprocalclubs.ledger.fabric;

import org.jspecify.annotations.NullMarked;
