/**
 * Agreements between clubs, the visits made under them, and the desk that admits or refuses. {@code rules}
 * decides and knows nothing of the world; {@code desk} and the offices here load what it needs, write what it
 * decided, and translate to and from the contract. Members and clubs belong to other rooms and are read
 * through the functions those publish for the desk.
 */
@NullMarked
package org.reciprocalclubs.reciprocal;

import org.jspecify.annotations.NullMarked;
