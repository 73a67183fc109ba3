/**
 * Notices to people, made from what happened: a follower of the event feed turns events into in-app notices
 * by {@link org.reciprocalclubs.notification.NoticeTexts}, and the rpcs list and mark them. Who may come in
 * and what it costs is not decided here; live delivery to screens is the push room's, which follows the
 * events that this room appends.
 */
@NullMarked
package org.reciprocalclubs.notification;

import org.jspecify.annotations.NullMarked;
