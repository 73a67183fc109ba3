/** What authenticators answer (Web Authentication), and what it is worth. Knows neither people nor rows. */
@NullMarked
package org.reciprocalclubs.auth.webauthn;

import org.jspecify.annotations.NullMarked;
