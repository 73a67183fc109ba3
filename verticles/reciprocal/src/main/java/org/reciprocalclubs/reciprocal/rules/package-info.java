/**
 * What clubs agreed and what it means at a desk: terms, the rulebook that judges a visitor by them, and the
 * life of an agreement and of a visit. Everything here is a value or a pure function: no clock, no
 * randomness, no environment, no input or output, nothing but {@code java.*}; time and facts come in as
 * arguments, so the same question always has the same answer and any verdict can be computed again years
 * later.
 *
 * <p>
 * Start at {@link org.reciprocalclubs.reciprocal.rules.Rulebook#decide}; the two aggregates are
 * {@link org.reciprocalclubs.reciprocal.rules.Agreement} and
 * {@link org.reciprocalclubs.reciprocal.rules.Visit}. A refusal is a value with a code from a closed list; an
 * exception from this package is a bug in its caller.
 *
 * <p>
 * What does not belong: SQL, protobuf, translation, and names of people. Members, clubs and devices are ids,
 * guests are ages and relations. Every type is immutable and safe to share between threads.
 */
@NullMarked
package org.reciprocalclubs.reciprocal.rules;

import org.jspecify.annotations.NullMarked;
