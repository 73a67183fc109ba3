/**
 * What roles may do, which texts are acceptable as e-mail addresses, passwords and codes, and how a club
 * gets its code. Pure Java: no clock, no randomness, no database. How these rules are applied to rows
 * belongs to the rooms above.
 */
@NullMarked
package org.reciprocalclubs.auth.rules;

import org.jspecify.annotations.NullMarked;
