package org.reciprocalclubs.kit.store;

import java.time.Instant;
import java.util.UUID;

/**
 * Work that is due.
 *
 * @param id UUIDv7
 * @param club on whose behalf it runs
 * @param kind what it is; a handler is registered per kind
 * @param due since when
 * @param data what the handler needs; ids, nothing personal
 * @param attempts failed tries before this one
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the handler, never compared
public record Job(UUID id, UUID club, String kind, Instant due, byte[] data, int attempts) {}
