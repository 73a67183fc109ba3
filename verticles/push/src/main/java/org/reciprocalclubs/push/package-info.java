/** Web sockets for members and desks, with positions and resume. */
@NullMarked
package org.reciprocalclubs.push;

import org.jspecify.annotations.NullMarked;
