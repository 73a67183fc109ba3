/** JSON in its one form (RFC 8785), of which hashes are made. */
@NullMarked
package org.reciprocalclubs.kit.json;

import org.jspecify.annotations.NullMarked;
