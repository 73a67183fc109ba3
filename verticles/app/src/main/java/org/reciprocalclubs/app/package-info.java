/**
 * Puts the house together: {@link org.reciprocalclubs.app.Main} starts one process,
 * {@link org.reciprocalclubs.app.Deployments} says which rooms there are and what each is given, and the
 * demonstration federation is made here. No rule of the product lives in this room, and nothing depends on
 * it.
 */
@NullMarked
package org.reciprocalclubs.app;

import org.jspecify.annotations.NullMarked;
