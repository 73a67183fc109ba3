/**
 * What may happen to a membership. Pure: no clock, no randomness, no database; the day comes in with the
 * command. Refusals are values. Names, addresses and anything else that identifies a person do not belong
 * here.
 */
@NullMarked
package org.reciprocalclubs.member.rules;

import org.jspecify.annotations.NullMarked;
