/**
 * The desk: admits or refuses visitors as fast as the disk takes it. Check-ins that arrive while a batch is
 * being written form the next one (natural group commit); one batch is one transaction of two round trips,
 * and every caller is answered only after it. What the rules say is in {@code rules}; what other commands do
 * to a visit afterwards is in {@code VisitOffice}.
 */
@NullMarked
package org.reciprocalclubs.reciprocal.desk;

import org.jspecify.annotations.NullMarked;
