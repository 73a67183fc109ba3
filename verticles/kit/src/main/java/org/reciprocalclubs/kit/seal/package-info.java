/**
 * Sealing of the platform's own secrets under its master key. What people own is sealed elsewhere, with keys
 * of theirs.
 */
@NullMarked
package org.reciprocalclubs.kit.seal;

import org.jspecify.annotations.NullMarked;
