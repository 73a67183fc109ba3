package org.reciprocalclubs.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.kit.store.EventMeta;

/**
 * One notice to be written.
 *
 * @param club whose person it is to
 * @param person who is to read it
 * @param scheduledAt when to show it; null for at once
 * @param meta on whose behalf it is written
 */
record Notice(UUID club, UUID person, Text text, @Nullable Instant scheduledAt,
    EventMeta meta) {

  /** What it says. */
  record Text(Notification.Type type, String title, String message) {}
}
