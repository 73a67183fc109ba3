/** Events out to NATS JetStream; the only room that imports io.nats. */
@NullMarked
package org.reciprocalclubs.bridge;

import org.jspecify.annotations.NullMarked;
