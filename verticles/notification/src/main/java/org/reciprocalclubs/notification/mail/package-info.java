/**
 * The e-mail channel: takes what rooms have put into the {@link org.reciprocalclubs.kit.store.Outbox} and
 * hands it to a mail server by SMTP (RFC 5321). A mail is sent at least once: a second time only where the
 * server took it and its answer did not arrive, and then under the same Message-ID.
 */
@NullMarked
package org.reciprocalclubs.notification.mail;

import org.jspecify.annotations.NullMarked;
