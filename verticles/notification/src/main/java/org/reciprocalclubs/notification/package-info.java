/** Notices to members and staff. */
@NullMarked
package org.reciprocalclubs.notification;

import org.jspecify.annotations.NullMarked;
