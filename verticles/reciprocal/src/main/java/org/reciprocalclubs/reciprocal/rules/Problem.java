package org.reciprocalclubs.reciprocal.rules;

/**
 * One thing that is wrong with what somebody asked to record, named so that a form can show it beside its
 * field.
 *
 * @param field path as in the JSON of the terms, such as {@code caps.day} or {@code hours[1]}
 * @param text one English sentence, without values of other people
 */
public record Problem(String field, String text) {}
