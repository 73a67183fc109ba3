package org.reciprocalclubs.member.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.member.v1.Member;
import org.reciprocalclubs.codecs.member.v1.MemberJoined;
import org.reciprocalclubs.codecs.member.v1.MemberStandingChanged;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.member.rules.Membership;
import org.reciprocalclubs.member.rules.MembershipType;
import org.reciprocalclubs.member.rules.Standing;
import org.reciprocalclubs.member.rules.Subscription;

/** A membership's events as they are kept and sent. Stateless. */
public final class MemberEvents {
  private MemberEvents() {}

  /** The message of an event; ids, dates and codes only. */
  public static Message message(MemberRow.Identity who, Membership.Event event) {
    return switch (event) {
      case Membership.Event.Joined(Standing standing, Subscription subscription) -> {
        var joined = MemberJoined.newBuilder().setMemberId(who.id().toString())
            .setClubId(who.club().toString())
            .setState(standing.name()).setMembershipClass(subscription.membershipClass())
            .setMembershipType(Member.MembershipType.valueOf(subscription.type().name()))
            .setUserId(user(who));
        if (subscription.paidUntil() != null) {
          joined.setPaidUntil(subscription.paidUntil().toString());
        }
        yield joined.build();
      }
      case Membership.Event.StandingChanged(var standing, var reason, Subscription paid) -> {
        var changed = MemberStandingChanged.newBuilder().setMemberId(who.id().toString())
            .setClubId(who.club().toString()).setState(standing.name()).setReason(reason.name())
            .setMembershipClass(paid.membershipClass())
            .setMembershipType(Member.MembershipType.valueOf(paid.type().name())).setUserId(user(who));
        if (paid.paidUntil() != null) {
          changed.setPaidUntil(paid.paidUntil().toString());
        }
        yield changed.build();
      }
    };
  }

  /** The membership after these events; events that do not change it are passed over. */
  public static Membership replay(List<EventRecord> events) {
    Membership state = new Membership.None();
    for (EventRecord each : events) {
      Membership.Event event = event(each);
      state = event == null ? state : Membership.evolve(state, event);
    }
    return state;
  }

  private static Membership.@Nullable Event event(EventRecord record) {
    try {
      return switch (record.name()) {
        case "MemberJoined" -> {
          MemberJoined joined = MemberJoined.parseFrom(record.data());
          yield new Membership.Event.Joined(Standing.valueOf(joined.getState()), subscription(
              joined.getMembershipType(), joined.getMembershipClass(),
              joined.hasPaidUntil() ? joined.getPaidUntil() : ""));
        }
        case "MemberStandingChanged" -> {
          MemberStandingChanged changed = MemberStandingChanged.parseFrom(record.data());
          yield new Membership.Event.StandingChanged(Standing.valueOf(changed.getState()),
              Membership.Reason.valueOf(changed.getReason()), subscription(changed.getMembershipType(),
                  changed.getMembershipClass(), changed.hasPaidUntil() ? changed.getPaidUntil() : ""));
        }
        default -> null;
      };
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("an event of ours cannot be read", broken);
    }
  }

  private static Subscription subscription(Member.MembershipType type, String named, String paidUntil) {
    return new Subscription(MembershipType.valueOf(type.name()), named,
        paidUntil.isEmpty() ? null : LocalDate.parse(paidUntil));
  }

  private static String user(MemberRow.Identity who) {
    UUID user = who.userId();
    return user == null ? "" : user.toString();
  }
}
