/** Hashes that all rooms make alike. */
@NullMarked
package org.reciprocalclubs.kit.hash;

import org.jspecify.annotations.NullMarked;
