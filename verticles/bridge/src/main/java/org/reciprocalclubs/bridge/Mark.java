package org.reciprocalclubs.bridge;

import java.util.List;
import org.reciprocalclubs.kit.store.Position;

/**
 * The newest announcement that the stream holds. The stream is always a beginning of what there is to say:
 * events in feed order, an event's clubs in the order of {@link Announcer}. So everything up to the mark is
 * there, and nothing after it; between two announcements of one event the message id tells which of them
 * was the last.
 */
record Mark(Position position, String messageId) {

  static Mark of(Announcement announcement) {
    return new Mark(announcement.position(), announcement.messageId());
  }

  /**
   * @return whether everything that is to be said at that position is there; false across epochs: nobody
   * can tell
   */
  boolean isPast(Position other) {
    return position.isAfter(other);
  }

  /** @return those announcements of one event that the stream does not hold */
  List<Announcement> missing(List<Announcement> ofOneEvent) {
    if (isPast(ofOneEvent.getFirst().position())) {
      return List.of();
    }
    var ids = ofOneEvent.stream().map(Announcement::messageId).toList();
    return ofOneEvent.subList(ids.indexOf(messageId) + 1, ofOneEvent.size());
  }
}
