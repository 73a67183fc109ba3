package org.reciprocalclubs.member.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.LetterIssued;
import org.reciprocalclubs.codecs.member.v1.LetterRevoked;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.member.rules.Letter;

/** A letter's events as they are kept and sent: ids, dates and counts only. Stateless. */
public final class LetterEvents {
  private LetterEvents() {}

  /**
   * The message of an event.
   *
   * @param who the member whom the letter introduces
   */
  public static Message message(UUID letter, MemberRow.Identity who, Letter.Event event) {
    String user = who.userId() == null ? "" : who.userId().toString();
    return switch (event) {
      case Letter.Event.LetterIssued(Letter.Grant grant) -> {
        var issued = LetterIssued.newBuilder().setLetterId(letter.toString())
            .setMemberId(who.id().toString()).setClubId(who.club().toString())
            .setValidUntil(grant.validUntil().toString()).setGuests(grant.guests()).setUserId(user);
        if (grant.host() != null) {
          issued.setHostClubId(grant.host().toString());
        }
        yield issued.build();
      }
      case Letter.Event.LetterRevoked() -> LetterRevoked.newBuilder().setLetterId(letter.toString())
          .setMemberId(who.id().toString()).setClubId(who.club().toString()).setUserId(user).build();
    };
  }

  /** The letter after these events. */
  public static Letter replay(List<EventRecord> events) {
    Letter state = new Letter.Unwritten();
    for (EventRecord each : events) {
      Letter.Event event = event(each);
      state = event == null ? state : Letter.evolve(state, event);
    }
    return state;
  }

  private static Letter.@Nullable Event event(EventRecord record) {
    try {
      return switch (record.name()) {
        case "LetterIssued" -> {
          LetterIssued issued = LetterIssued.parseFrom(record.data());
          UUID host = issued.hasHostClubId() ? UUID.fromString(issued.getHostClubId()) : null;
          yield new Letter.Event.LetterIssued(
              new Letter.Grant(host, LocalDate.parse(issued.getValidUntil()), issued.getGuests()));
        }
        case "LetterRevoked" -> new Letter.Event.LetterRevoked();
        default -> null;
      };
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("an event of ours cannot be read", broken);
    }
  }
}
