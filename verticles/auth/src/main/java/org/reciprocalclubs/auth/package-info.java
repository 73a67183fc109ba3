/** Users, clubs, roles, sessions and devices. */
@NullMarked
package org.reciprocalclubs.auth;

import org.jspecify.annotations.NullMarked;
