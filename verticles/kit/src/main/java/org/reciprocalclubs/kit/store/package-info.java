/**
 * What lasts. One PostgreSQL database, reached through {@link org.reciprocalclubs.kit.store.Store}: short
 * transactions scoped to one club, events appended with expected versions, and the feed that followers read
 * in commit order. Leases, jobs, idempotency keys and the clock seam live here because they must share the
 * effect's transaction. Rules do not belong here, and neither does a domain's SQL: a domain owns its schema
 * and its statements.
 */
@NullMarked
package org.reciprocalclubs.kit.store;

import org.jspecify.annotations.NullMarked;
