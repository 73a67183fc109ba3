package org.reciprocalclubs.kit.boot;

import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.TimeOffset;

/**
 * What a process holds of the database, shared by its rooms. Thread-safe.
 *
 * @param tail what happens, live, in memory
 * @param feed what happens, followed durably
 * @param sealer keeps secrets at rest, under the master key
 * @param clock the seam through which tests move the platform's time; refuses in production
 */
public record Data(Store store, EventTail tail, EventFeed feed, Leases leases, Sealer sealer,
    TimeOffset clock) {}
