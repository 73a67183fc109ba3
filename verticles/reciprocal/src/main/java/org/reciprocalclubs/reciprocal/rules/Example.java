package org.reciprocalclubs.reciprocal.rules;

/**
 * One visit, and what the terms make of it.
 *
 * @param shows what it is an example of: the rule that it meets, or {@code ORDINARY}, {@code FEE},
 * {@code WAIVER}, or a {@code PARTY} of another size
 * @param inputs what was asked, and under what circumstances; at a host in UTC
 * @param decision of the rulebook
 * @param sentence the same in plain English
 */
public record Example(String shows, Inputs inputs, Decision decision, String sentence) {}
