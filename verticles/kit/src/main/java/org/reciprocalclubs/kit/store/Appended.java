package org.reciprocalclubs.kit.store;

import java.util.UUID;

/**
 * One event at its place.
 *
 * @param stream the aggregate
 * @param version the version that the stream has with this event; 1 is the first
 * @param event what happened
 */
public record Appended(UUID stream, int version, NewEvent event) {}
