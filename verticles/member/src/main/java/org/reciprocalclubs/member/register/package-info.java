/**
 * A club's own register as a CSV file: reads each row, says what is wrong with it in stable codes, and turns
 * it into what the rules decide on. Pure; knows no database. Applying what was decided belongs to {@code
 * store}.
 */
@NullMarked
package org.reciprocalclubs.member.register;

import org.jspecify.annotations.NullMarked;
