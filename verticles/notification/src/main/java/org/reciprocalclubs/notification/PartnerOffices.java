package org.reciprocalclubs.notification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.codecs.auth.v1.ClubReinstated;
import org.reciprocalclubs.codecs.auth.v1.ClubSuspended;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Tells the offices of a club's partners that the federation has suspended or reinstated it. Why is not told:
 * that is between the club and the federation.
 */
final class PartnerOffices {
  static final Set<String> TYPES = Set.of(ClubSuspended.getDescriptor().getFullName(),
      ClubReinstated.getDescriptor().getFullName());

  private PartnerOffices() {}

  /**
   * The notices of an event, one for each person; none for events of other types. Each club is asked under
   * its own scope; afterwards the transaction is nobody's again.
   */
  static List<Notice> of(Tx tx, EventRecord event, Map<UUID, String> clubNames) {
    List<Notice> notices = new ArrayList<>();
    text(event, clubNames).ifPresent(text -> {
      for (UUID partner : partners(tx, event.club())) {
        tx.as(Scope.club(partner));
        tx.query("select person from auth.office_for_desk()").forEach(
            row -> notices.add(new Notice(partner, row.getUUID(0), text, null, event.meta())));
      }
      tx.as(Scope.nobody());
    });
    return notices;
  }

  private static List<UUID> partners(Tx tx, UUID club) {
    List<UUID> partners = new ArrayList<>();
    tx.as(Scope.club(club));
    tx.query("select partner from reciprocal.partners_for_desk()")
        .forEach(row -> partners.add(row.getUUID(0)));
    return partners;
  }

  private static Optional<Notice.Text> text(EventRecord event, Map<UUID, String> clubNames) {
    String name = clubNames.getOrDefault(event.club(), "A partner club");
    return switch (event.name()) {
      case "ClubSuspended" -> Optional.of(new Notice.Text(Notification.Type.RECIPROCAL,
          name + " takes no part for the time being",
          "The federation has suspended " + name + ". Until that ends its members are not admitted at your"
              + " club, nor yours there. Your agreement stays as it is."));
      case "ClubReinstated" -> Optional.of(new Notice.Text(Notification.Type.RECIPROCAL,
          name + " takes part again",
          "The federation has reinstated " + name + ". Your agreement holds again as it did before."));
      default -> Optional.empty();
    };
  }
}
