/**
 * What happened between clubs, made provable. A follower of the feed turns each event that clubs may have to
 * prove into a leaf of one transparency log ({@link org.reciprocalclubs.ledger.log}), whose tiles and signed
 * checkpoint anybody may read under {@code /log}; a receipt ties an event to it, and is checked without this
 * platform. A leaf holds times, ids and pseudonyms, and the log only salted hashes of leaves: when a member's
 * secret is erased, what was logged of them says nothing of anybody, and every proof still holds.
 */
@NullMarked
package org.reciprocalclubs.ledger;

import org.jspecify.annotations.NullMarked;
