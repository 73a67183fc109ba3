package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementRenewalDue;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementRequest;
import org.reciprocalclubs.kit.store.Job;
import org.reciprocalclubs.kit.store.JobHandler;
import org.reciprocalclubs.kit.store.Jobs;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Agreement;
import org.reciprocalclubs.reciprocal.rules.Agreement.Command;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;

/**
 * What happens to signed agreements by their dates. A job is planned for each date when it is agreed, and
 * none is ever taken back: when its time comes the rules judge by the dates of then, and a job whose date has
 * moved does nothing. Thread-safe.
 */
final class AgreementCalendar {
  /**
   * Kinds of jobs: an agreement's first day has come (planned by earlier builds; {@link Activation} does that
   * now), its last is over.
   */
  private static final String ACTIVATE = "reciprocal.agreement.activate";
  private static final String EXPIRE = "reciprocal.agreement.expire";
  /** An amendment's first day has come; the last day of an agreement is near. */
  private static final String AMEND = "reciprocal.agreement.amend";
  private static final String REMIND = "reciprocal.agreement.remind";

  private final AgreementSettings settings;

  AgreementCalendar(AgreementSettings settings) {
    this.settings = settings;
  }

  /** Who does the jobs. */
  static Map<String, JobHandler> handlers() {
    return Map.of(ACTIVATE, AgreementCalendar::onDate, EXPIRE, AgreementCalendar::onDate, AMEND,
        AgreementCalendar::onDate, REMIND, AgreementCalendar::onReminder);
  }

  /** Plans what these events bring with them. */
  void plan(Tx tx, AgreementFile.Done done) {
    for (var event : done.events()) {
      plan(tx, Objects.requireNonNull(done.after().pact()), event);
    }
  }

  private void plan(Tx tx, Pact pact, Event event) {
    if (event instanceof Agreement.AgreementApproved) {
      ends(tx, pact);
    } else if (event instanceof Agreement.AmendmentApproved && pact.following() != null) {
      job(tx, pact, AMEND, first(tx, pact, pact.following().version().period().effective()));
      ends(tx, pact);
    } else if (event instanceof Agreement.TerminationNoticed
        || event instanceof Agreement.TerminationRevoked) {
      ends(tx, pact);
    }
  }

  /** The last day is another than before. */
  private void ends(Tx tx, Pact pact) {
    var last = pact.lastDay();
    if (last == null) {
      return;
    }
    job(tx, pact, EXPIRE, first(tx, pact, last.plusDays(1)));
    for (int days : settings.reminderDays()) {
      var due = first(tx, pact, last.minusDays(days));
      if (due.isAfter(tx.now())) {
        schedule(tx, REMIND, due, AgreementRenewalDue.newBuilder().setAgreementId(pact.id().toString())
            .setReminderDays(days).build().toByteArray());
      }
    }
  }

  private static void job(Tx tx, Pact pact, String kind, Instant due) {
    schedule(tx, kind, due,
        GetAgreementRequest.newBuilder().setId(pact.id().toString()).build().toByteArray());
  }

  private static void schedule(Tx tx, String kind, Instant due, byte[] data) {
    Jobs.schedule(tx, Objects.requireNonNull(tx.scope().club()), kind, due, data);
  }

  /** When the day begins in the zone where it begins last. */
  private static Instant first(Tx tx, Pact pact, LocalDate day) {
    return starts(tx, pact, day).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** When the day begins in the zone where it begins first. */
  static Instant earliest(Tx tx, Pact pact, LocalDate day) {
    return starts(tx, pact, day).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Stream<Instant> starts(Tx tx, Pact pact, LocalDate day) {
    return AgreementRows.dates(tx, pact.proposer(), pact.partner()).zones().stream()
        .map(zone -> day.atStartOfDay(zone).toInstant());
  }

  private static void onDate(Tx tx, Job job) {
    try {
      var file = AgreementFile.open(tx, UUID.fromString(GetAgreementRequest.parseFrom(job.data()).getId()));
      var dates = AgreementRows.dates(tx, file.pact().proposer(), file.pact().partner());
      Command command = switch (job.kind()) {
        case ACTIVATE -> new Agreement.Activate(dates.later());
        case AMEND -> new Agreement.BeginAmendment(dates.later());
        default -> new Agreement.Expire(dates.earlier());
      };
      file.onDate(tx, command);
      ActivationRows.wake(tx, file.pact().id());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("A job cannot be read", unreadable);
    }
  }

  private static void onReminder(Tx tx, Job job) {
    try {
      var due = AgreementRenewalDue.parseFrom(job.data());
      var file = AgreementFile.open(tx, UUID.fromString(due.getAgreementId()));
      var dates = AgreementRows.dates(tx, file.pact().proposer(), file.pact().partner());
      file.onDate(tx, new Agreement.Remind(due.getReminderDays(), dates.earlier()));
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("A job cannot be read", unreadable);
    }
  }
}
