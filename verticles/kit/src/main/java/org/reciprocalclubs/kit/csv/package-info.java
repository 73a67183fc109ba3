/**
 * Comma-separated files (RFC 4180) as the imports read them: bytes in, named fields out, or one value that
 * says where and why the bytes are no such file. Bounded in rows, columns and field length. What the fields
 * mean belongs to the room that imports them; writing files does not belong here.
 */
@NullMarked
package org.reciprocalclubs.kit.csv;

import org.jspecify.annotations.NullMarked;
