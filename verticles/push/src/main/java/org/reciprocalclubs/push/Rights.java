package org.reciprocalclubs.push;

import java.util.Set;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.EventRecord;

/** Who may follow a feed, and who may hear of an event on it. What is not named here is told to nobody. */
final class Rights {
  private static final Set<String> VISITS = Set.of("visit.read", "visit.create");
  private static final Set<String> AGREEMENTS = Set.of("agreement.read");
  private static final Set<String> MEMBERS = Set.of("member.read");
  private static final Set<String> DEVICES = Set.of("device.read");
  private static final Set<String> USERS = Set.of("user.read");
  private static final Set<String> NOBODY = Set.of();

  private Rights() {}

  /** A person follows what concerns them; desks and offices their own club; proposals have no room yet. */
  static boolean mayFollow(Caller caller, Feed feed) {
    return switch (feed.kind()) {
      case ME -> caller.kind() == Caller.Kind.PERSON && feed.id().equals(caller.subject())
          && !caller.proof().enrolling();
      case CLUB -> feed.id().equals(caller.club()) && caller.holdsAny(VISITS);
      case PROPOSAL -> false;
    };
  }

  /** Asked for every message: of the right person or kind, and of an event that the caller's club may see. */
  static boolean mayHear(Caller caller, Feed feed, Notice notice) {
    EventRecord event = notice.event();
    if (caller.club() == null || !event.visibleTo(caller.club()) || !mayFollow(caller, feed)) {
      return false;
    }
    return switch (feed.kind()) {
      case ME -> feed.id().equals(notice.user());
      case CLUB -> caller.holdsAny(needed(event));
      case PROPOSAL -> false;
    };
  }

  /** Any of these permissions opens events of that type on the club's feed. */
  private static Set<String> needed(EventRecord event) {
    String name = event.name();
    return switch (domain(event.type())) {
      case "reciprocal" -> name.startsWith("Agreement") ? AGREEMENTS : VISITS;
      case "member" -> MEMBERS;
      case "auth" -> name.startsWith("Club") ? VISITS : name.startsWith("Device") ? DEVICES : USERS;
      default -> NOBODY;
    };
  }

  /** {@code reciprocal} of {@code reciprocalclubs.reciprocal.v1.VisitOpened}. */
  private static String domain(String type) {
    String[] parts = type.split("\\.", 3);
    return parts.length == 3 ? parts[1] : "";
  }
}
