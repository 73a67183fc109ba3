package org.reciprocalclubs.member;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Job;
import org.reciprocalclubs.kit.store.JobHandler;
import org.reciprocalclubs.kit.store.Jobs;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.Membership;
import org.reciprocalclubs.member.rules.Membership.Command;
import org.reciprocalclubs.member.rules.Membership.Decision;
import org.reciprocalclubs.member.rules.Subscription;
import org.reciprocalclubs.member.store.ClubFact;
import org.reciprocalclubs.member.store.MemberEvents;
import org.reciprocalclubs.member.store.MemberReads;
import org.reciprocalclubs.member.store.MemberRow;
import org.reciprocalclubs.member.store.MemberWrites;
import org.reciprocalclubs.member.store.RegisterTable;

/**
 * Ends memberships whose paid-until day has passed, each night just after the club's own midnight. Nobody
 * waits for it: every reading, the desk's too, takes an active member who is not paid for today as lapsed.
 * The job makes it an event, so that it is told and recorded. One job per club, begun by the first membership
 * with a date; it schedules the next.
 */
final class Lapses implements JobHandler {
  static final String KIND = "member.lapse";
  private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(1);

  private final int batch;

  Lapses(MemberSettings settings) {
    this.batch = settings.lapseBatch();
  }

  /** Makes sure that the club's job exists if this subscription can end. */
  void expect(Tx tx, UUID club, Subscription subscription) {
    if (subscription.paidUntil() != null && !RegisterTable.hasLapseJob(tx)) {
      schedule(tx, club, nextNight(tx, club));
    }
  }

  @Override
  public void run(Tx tx, Job job) {
    LocalDate today = club(tx, job.club()).dayAt(tx.now());
    List<MemberRow> unpaid = MemberReads.unpaid(tx, today, batch);
    unpaid.forEach(row -> lapse(tx, row, today));
    schedule(tx, job.club(), unpaid.size() == batch ? tx.now() : nextNight(tx, job.club()));
  }

  private static void lapse(Tx tx, MemberRow row, LocalDate today) {
    if (Membership.decide(row.held(), new Command.Lapse(today)) instanceof Decision.Accepted(var events)
        && !events.isEmpty()) {
      MemberRow.Identity who = row.identity();
      Membership after = Membership.evolve(row.held(), events.getFirst());
      int version = tx.append(who.id(), row.version(),
          NewEvent.of(who.club(), MemberEvents.message(who, events.getFirst()), EventMeta.NONE));
      MemberWrites.standing(tx, who.id(), (Membership.Held) after, version);
    }
  }

  private static void schedule(Tx tx, UUID club, Instant due) {
    RegisterTable.lapseJob(tx, Jobs.schedule(tx, club, KIND, due, new byte[0]));
  }

  private static Instant nextNight(Tx tx, UUID id) {
    ClubFact club = club(tx, id);
    return club.dayAt(tx.now()).plusDays(1).atStartOfDay(club.zone()).toInstant().plus(AFTER_MIDNIGHT);
  }

  private static ClubFact club(Tx tx, UUID id) {
    return ClubFact.byId(tx, id).orElseThrow(() -> new IllegalStateException("a club with members exists"));
  }
}
