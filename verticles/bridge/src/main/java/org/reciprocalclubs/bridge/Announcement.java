package org.reciprocalclubs.bridge;

import java.util.UUID;
import org.reciprocalclubs.kit.store.Position;

/**
 * One event as one club sees it: one message of stream CLUBS.
 *
 * @param position of the event in the feed
 * @param event its id
 * @param club whose view this is
 * @param subject where it is published
 * @param body the CloudEvent, JSON
 */
@SuppressWarnings("ArrayRecordComponent") // announcements are compared by message id, never by content
record Announcement(Position position, UUID event, UUID club, String subject, byte[] body) {

  /** @return under which JetStream and consumers know it */
  String messageId() {
    return event + "/" + club;
  }
}
