package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far two clubs have come in talking about their agreement, beside the terms themselves.
 *
 * @param author who wrote the terms on the table, later in force
 * @param noticeDays days between notice and the last day, at least
 * @param amendments what may come after the terms in force
 * @param notice given by one of the two; {@code null} while neither wants to leave
 * @param reminded which reminders of the last day have been sent, so that each is sent once
 */
public record Course(UUID author, int noticeDays, Amendments amendments, @Nullable Notice notice,
    Set<Reminder> reminded) {

  public Course {
    reminded = Set.copyOf(reminded);
  }

  /** As the proposer begins it. */
  public static Course of(UUID author, int noticeDays) {
    return new Course(author, noticeDays, new Amendments(1, null, null), null, Set.of());
  }

  /** Terms and who wrote them. */
  public record Offer(UUID author, TermsVersion version) {}

  /**
   * Versions after the one in force.
   *
   * @param newest the highest number given to any version, also to those that came to nothing
   * @param open waits for the other club's answer
   * @param next agreed, and not begun at both clubs yet
   */
  public record Amendments(int newest, @Nullable Offer open, @Nullable Offer next) {}

  /** One club's word that it leaves, and the last day on which the agreement holds. */
  public record Notice(UUID by, LocalDate lastDay) {}

  /** That so many days are left until that day. */
  public record Reminder(LocalDate lastDay, int days) {}

  Course countered(Offer offer, int days) {
    return new Course(offer.author(), days, new Amendments(offer.version().number(), null, null), notice,
        reminded);
  }

  Course opened(Offer offer) {
    return with(new Amendments(offer.version().number(), offer, amendments.next));
  }

  /** The open amendment has come to nothing. */
  Course closed() {
    return with(new Amendments(amendments.newest, null, amendments.next));
  }

  Course agreed() {
    return with(new Amendments(amendments.newest, null, amendments.open));
  }

  Course begun() {
    var next = amendments.next;
    var begun = with(new Amendments(amendments.newest, amendments.open, null));
    return next == null
        ? begun
        : new Course(next.author(), noticeDays, begun.amendments, notice, reminded);
  }

  Course noticed(@Nullable Notice given) {
    return new Course(author, noticeDays, amendments, given, reminded);
  }

  Course reminded(Reminder reminder) {
    var more = new HashSet<>(reminded);
    more.add(reminder);
    return new Course(author, noticeDays, amendments, notice, more);
  }

  private Course with(Amendments other) {
    return new Course(author, noticeDays, other, notice, reminded);
  }
}
