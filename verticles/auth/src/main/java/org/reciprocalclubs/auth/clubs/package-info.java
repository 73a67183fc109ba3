/**
 * Reads files of clubs: GeoJSON (RFC 7946) and CSV (RFC 4180) become rows, rows are checked and completed,
 * and compared with the clubs that are there. It says what is wrong with each row and what it had to guess;
 * writing is the store's.
 */
@NullMarked
package org.reciprocalclubs.auth.clubs;

import org.jspecify.annotations.NullMarked;
