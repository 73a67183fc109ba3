/**
 * PostgreSQL, Redis and NATS JetStream as children of this process and the development ledger inside it,
 * for development and demonstrations. One directory holds their data, secrets and logs, and belongs to one
 * process at a time. Everything listens on loopback and is as durable as the real thing: a demonstration
 * that loses a visit proves nothing.
 *
 * <p>
 * Linux only. Nothing else may depend on this package: it is found through {@link
 * org.reciprocalclubs.kit.boot.EmbeddedServices} and is absent from the image.
 */
@NullMarked
package org.reciprocalclubs.embedded;

import org.jspecify.annotations.NullMarked;
