/**
 * Who is at the door: checks access tokens and says which caller they stand for. Tokens are issued in the
 * auth room; this is the half that every process with a door needs. No user, role or session is kept here.
 */
@NullMarked
package org.reciprocalclubs.kit.auth;

import org.jspecify.annotations.NullMarked;
