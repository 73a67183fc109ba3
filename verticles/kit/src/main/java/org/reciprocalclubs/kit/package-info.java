/** The chassis: bus, store, boot. */
@NullMarked
package org.reciprocalclubs.kit;

import org.jspecify.annotations.NullMarked;
