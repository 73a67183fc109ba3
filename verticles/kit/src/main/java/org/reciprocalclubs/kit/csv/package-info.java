/**
 * Comma-separated files (RFC 4180). As the imports read them: bytes in, named fields out, or one value that
 * says where and why the bytes are no such file. Bounded in rows, columns and field length. As the exports
 * write them: fields in, harmless for spreadsheets. What the fields mean belongs to the room whose they are.
 */
@NullMarked
package org.reciprocalclubs.kit.csv;

import org.jspecify.annotations.NullMarked;
