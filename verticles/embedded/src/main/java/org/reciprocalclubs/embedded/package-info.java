/** PostgreSQL, Redis and NATS inside one process, for development and demonstrations. */
@NullMarked
package org.reciprocalclubs.embedded;

import org.jspecify.annotations.NullMarked;
