/**
 * Everything secret: password hashes, the keys that sign access tokens, refresh tokens, the keys of devices.
 * It knows no person and no club; who may have a token is decided in the room above.
 */
@NullMarked
package org.reciprocalclubs.auth.keys;

import org.jspecify.annotations.NullMarked;
