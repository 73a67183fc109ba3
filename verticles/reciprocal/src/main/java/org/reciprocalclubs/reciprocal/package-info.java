/** Agreements, visits, the rulebook and the desk. */
@NullMarked
package org.reciprocalclubs.reciprocal;

import org.jspecify.annotations.NullMarked;
