/**
 * HTTP: who knocks, how often, with what; REST routes from the table of operations; problems as RFC 9457.
 *
 * <p>Everything runs on event loops and never waits. JSON is strict in both directions; a stack trace never
 * leaves.
 */
@NullMarked
package org.reciprocalclubs.edge.http;

import org.jspecify.annotations.NullMarked;
