/**
 * How rooms ask each other: typed commands with deadlines, permissions and refusals, over the event bus and
 * gRPC.
 *
 * <p>A room serves an rpc of the contract with {@link org.reciprocalclubs.kit.bus.Bus#serve} and asks one
 * with {@link org.reciprocalclubs.kit.bus.Bus#ask}. Who asks, on whose behalf and until when travels as
 * {@link org.reciprocalclubs.kit.bus.CallContext}. What goes wrong is a
 * {@link org.reciprocalclubs.kit.bus.Problem} on both sides. Ordered facts do not belong here: they are
 * followed in the store's event feed.
 */
@NullMarked
package org.reciprocalclubs.kit.bus;

import org.jspecify.annotations.NullMarked;
