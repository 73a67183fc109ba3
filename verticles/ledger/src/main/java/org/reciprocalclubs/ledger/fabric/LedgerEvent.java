package org.reciprocalclubs.ledger.fabric;

/**
 * What a contract told when it recorded something; a transaction has one at most.
 *
 * @param block in which it stands
 * @param tx the transaction
 * @param name such as {@code AnchorAppended}
 * @param payload the fact as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LedgerEvent(long block, String tx, String name, byte[] payload) {}
