package org.reciprocalclubs.member.store;

import com.google.protobuf.Message;
import java.util.List;

/**
 * What an import makes of one member. Immutable.
 *
 * @param line of the file
 * @param before the stream's version that this was decided on; 0 for a new member
 * @param after the member as it shall be, with its person
 * @param events what to append, in order
 */
public record StagedChange(int line, int before, MemberRow after, List<Message> events) {
  public StagedChange {
    events = List.copyOf(events);
    if (after.version() != before + events.size() || after.person() == null) {
      throw new IllegalArgumentException("a change says what happened");
    }
  }
}
