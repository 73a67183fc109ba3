/** What is asked of a club's OpenID provider, and what its answers are worth. */
@NullMarked
package org.reciprocalclubs.auth.outside;

import org.jspecify.annotations.NullMarked;
