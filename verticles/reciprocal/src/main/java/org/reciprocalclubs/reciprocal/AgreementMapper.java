package org.reciprocalclubs.reciprocal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementAmendment;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementEntry;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementNotice;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementAbandoned;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementActivated;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementCountered;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementExpired;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementRejected;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementRenewalDue;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementResumed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementSuspended;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementTerminated;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementWithdrawn;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentBegun;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentProposed;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentRejected;
import org.reciprocalclubs.reciprocal.rules.Agreement.AmendmentWithdrawn;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.TerminationNoticed;
import org.reciprocalclubs.reciprocal.rules.Agreement.TerminationRevoked;
import org.reciprocalclubs.reciprocal.rules.Course;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;
import org.reciprocalclubs.reciprocal.rules.Wording;

/** Agreements and wordings, between the rules and what travels. */
final class AgreementMapper {

  private AgreementMapper() {}

  /** Terms and dates of a request. */
  static Wording wording(org.reciprocalclubs.codecs.reciprocal.v1.Terms terms, String effective,
      @Nullable String expiration) {
    return new Wording(TermsMapper.asked(terms),
        new Period(TermsMapper.date("effectiveDate", effective),
            expiration == null ? null : TermsMapper.date("expirationDate", expiration)));
  }

  /** The agreement as these events left it, the oldest first; what only its row knows is not in it. */
  static Agreement read(List<EventRecord> events) {
    var state = AgreementEvents.fold(events);
    var pact = state.pact();
    if (pact == null) {
      throw AgreementActs.none();
    }
    var wire = pact(pact).setState(state.state()).setStatus(AgreementStates.status(state.state()))
        .setCreatedAt(VerdictMapper.timestamp(events.getFirst().at()))
        .setUpdatedAt(VerdictMapper.timestamp(events.getLast().at()));
    for (var record : events) {
      var event = AgreementEvents.read(record);
      var by = AgreementEvents.by(event);
      if (by != null) {
        wire.setActedByClubId(by.toString());
      }
      var reason = AgreementEvents.reason(event);
      if (reason == null) {
        wire.clearReason();
      } else {
        wire.setReason(reason);
      }
    }
    return wire.build();
  }

  /** The version and the days that an event speaks of. */
  static void dates(Event event, AgreementEntry.Builder entry) {
    switch (event) {
      case AgreementProposed(var pact) -> version(pact.version(), entry);
      case AgreementCountered(_, var version, _) -> version(version, entry);
      case AmendmentProposed(_, var version) -> version(version, entry);
      case AgreementApproved(_, int number) -> entry.setTermsVersion(number);
      case AmendmentApproved(_, int number) -> entry.setTermsVersion(number);
      case AmendmentRejected(_, int number) -> entry.setTermsVersion(number);
      case AmendmentWithdrawn(_, int number) -> entry.setTermsVersion(number);
      case AmendmentBegun(int number) -> entry.setTermsVersion(number);
      case TerminationNoticed(_, var lastDay) -> entry.setExpirationDate(lastDay.toString());
      case AgreementRenewalDue(var reminder, _) -> entry.setExpirationDate(reminder.lastDay().toString());
      case AgreementActivated _,AgreementRejected _,AgreementWithdrawn _,AgreementSuspended _ -> {
      }
      case AgreementResumed _,AgreementExpired _,AgreementTerminated _,TerminationRevoked _ -> {
      }
      case AgreementAbandoned _ -> {
      }
    }
  }

  private static void version(TermsVersion version, AgreementEntry.Builder entry) {
    entry.setTermsVersion(version.number()).setEffectiveDate(version.period().effective().toString());
    var last = version.period().expiration();
    if (last != null) {
      entry.setExpirationDate(last.toString());
    }
  }

  private static Agreement.Builder pact(Pact pact) {
    var course = pact.course();
    var terms = pact.inForce();
    var wire = Agreement.newBuilder().setId(pact.id().toString()).setClubId(pact.proposer().toString())
        .setPartnerClubId(pact.partner().toString()).setTerms(TermsMapper.write(terms.terms()))
        .setTermsVersion(terms.number()).setTermsHash(terms.hash())
        .setEffectiveDate(terms.period().effective().toString()).setAuthorClubId(course.author().toString())
        .setNoticeDays(course.noticeDays());
    var last = terms.period().expiration();
    if (last != null) {
      wire.setExpirationDate(last.toString());
    }
    var next = pact.following();
    if (next != null) {
      wire.setNext(amendment(next));
    }
    var open = course.amendments().open();
    if (open != null) {
      wire.setAmendment(amendment(open));
    }
    var notice = course.notice();
    return notice == null
        ? wire
        : wire.setNotice(AgreementNotice.newBuilder().setByClubId(notice.by().toString())
            .setLastDay(notice.lastDay().toString()));
  }

  private static AgreementAmendment amendment(Course.Offer offer) {
    var version = offer.version();
    var wire = AgreementAmendment.newBuilder().setTerms(TermsMapper.write(version.terms()))
        .setTermsVersion(version.number()).setTermsHash(version.hash())
        .setEffectiveDate(version.period().effective().toString())
        .setAuthorClubId(offer.author().toString());
    var last = version.period().expiration();
    return (last == null ? wire : wire.setExpirationDate(last.toString())).build();
  }
}
