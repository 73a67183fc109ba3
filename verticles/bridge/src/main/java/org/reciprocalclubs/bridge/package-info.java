/**
 * The way out to NATS JetStream, for everyone outside: every event of the feed becomes one CloudEvent per
 * club that sees it on stream CLUBS, in feed order, once. Nothing inside depends on it: while NATS is away,
 * check-ins, push and every other follower go on, and what was missed is published in order afterwards. The
 * only room that imports io.nats. Decisions about events do not belong here; what an event looks like
 * outside is the codecs' business.
 */
@NullMarked
package org.reciprocalclubs.bridge;

import org.jspecify.annotations.NullMarked;
