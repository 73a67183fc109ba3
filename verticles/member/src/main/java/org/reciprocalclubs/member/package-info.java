/** Members, standing and passes. */
@NullMarked
package org.reciprocalclubs.member;

import org.jspecify.annotations.NullMarked;
