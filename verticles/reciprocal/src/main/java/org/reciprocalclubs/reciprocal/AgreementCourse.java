package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.LocalDate;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementCountered;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementRenewalDue;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementTerminated;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentApproved;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentBegun;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentProposed;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentRejected;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentWithdrawn;
import org.reciprocalclubs.codecs.reciprocal.v1.TerminationNoticed;
import org.reciprocalclubs.codecs.reciprocal.v1.TerminationRevoked;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.reciprocal.rules.Agreement;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Course;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/** The events of an agreement's course: counter-terms, amendments, notice; see {@link AgreementEvents}. */
final class AgreementCourse {

  private AgreementCourse() {}

  static Message write(String id, Event event) {
    return switch (event) {
      case Agreement.AgreementCountered countered -> write(id, countered);
      case Agreement.AmendmentProposed(var by, var version) -> proposed(id, by, version);
      case Agreement.AmendmentApproved(var by, int version) -> AmendmentApproved.newBuilder()
          .setAgreementId(id).setByClubId(by.toString()).setTermsVersion(version).build();
      case Agreement.AmendmentRejected(var by, int version) -> AmendmentRejected.newBuilder()
          .setAgreementId(id).setByClubId(by.toString()).setTermsVersion(version).build();
      case Agreement.AmendmentWithdrawn(var by, int version) -> AmendmentWithdrawn.newBuilder()
          .setAgreementId(id).setByClubId(by.toString()).setTermsVersion(version).build();
      case Agreement.AmendmentBegun(int version) ->
        AmendmentBegun.newBuilder().setAgreementId(id).setTermsVersion(version).build();
      case Agreement.TerminationNoticed(var by, var day) -> TerminationNoticed.newBuilder()
          .setAgreementId(id).setByClubId(by.toString()).setLastDay(day.toString()).build();
      case Agreement.TerminationRevoked(var by) ->
        TerminationRevoked.newBuilder().setAgreementId(id).setByClubId(by.toString()).build();
      case Agreement.AgreementTerminated _ -> AgreementTerminated.newBuilder().setAgreementId(id).build();
      case Agreement.AgreementRenewalDue(var reminder, int left) -> AgreementRenewalDue.newBuilder()
          .setAgreementId(id).setReminderDays(reminder.days()).setDaysLeft(left)
          .setLastDay(reminder.lastDay().toString()).build();
      case Agreement.AgreementProposed _,Agreement.AgreementApproved _,Agreement.AgreementActivated _ ->
        throw other(event);
      case Agreement.AgreementRejected _,Agreement.AgreementWithdrawn _,Agreement.AgreementSuspended _ ->
        throw other(event);
      case Agreement.AgreementResumed _,Agreement.AgreementExpired _,Agreement.AgreementAbandoned _ ->
        throw other(event);
    };
  }

  private static IllegalArgumentException other(Event event) {
    return new IllegalArgumentException("Not of an agreement's course: " + event.getClass().getSimpleName());
  }

  private static Message write(String id, Agreement.AgreementCountered countered) {
    var version = countered.version();
    var wire = AgreementCountered.newBuilder().setAgreementId(id).setByClubId(countered.by().toString())
        .setTerms(TermsMapper.write(version.terms())).setTermsVersion(version.number())
        .setTermsHash(version.hash()).setEffectiveDate(version.period().effective().toString())
        .setNoticeDays(countered.noticeDays());
    var last = version.period().expiration();
    return (last == null ? wire : wire.setExpirationDate(last.toString())).build();
  }

  private static Message proposed(String id, UUID by, TermsVersion version) {
    var wire = AmendmentProposed.newBuilder().setAgreementId(id).setByClubId(by.toString())
        .setTerms(TermsMapper.write(version.terms())).setTermsVersion(version.number())
        .setTermsHash(version.hash()).setEffectiveDate(version.period().effective().toString());
    var last = version.period().expiration();
    return (last == null ? wire : wire.setExpirationDate(last.toString())).build();
  }

  static Event read(EventRecord event) throws InvalidProtocolBufferException {
    return switch (event.name()) {
      case "AgreementCountered" -> countered(AgreementCountered.parseFrom(event.data()));
      case "AmendmentProposed" -> proposed(AmendmentProposed.parseFrom(event.data()));
      case "AmendmentApproved" -> {
        var wire = AmendmentApproved.parseFrom(event.data());
        yield new Agreement.AmendmentApproved(UUID.fromString(wire.getByClubId()), wire.getTermsVersion());
      }
      case "AmendmentRejected" -> {
        var wire = AmendmentRejected.parseFrom(event.data());
        yield new Agreement.AmendmentRejected(UUID.fromString(wire.getByClubId()), wire.getTermsVersion());
      }
      case "AmendmentWithdrawn" -> {
        var wire = AmendmentWithdrawn.parseFrom(event.data());
        yield new Agreement.AmendmentWithdrawn(UUID.fromString(wire.getByClubId()), wire.getTermsVersion());
      }
      case "AmendmentBegun" ->
        new Agreement.AmendmentBegun(AmendmentBegun.parseFrom(event.data()).getTermsVersion());
      case "TerminationNoticed" -> {
        var wire = TerminationNoticed.parseFrom(event.data());
        yield new Agreement.TerminationNoticed(UUID.fromString(wire.getByClubId()),
            LocalDate.parse(wire.getLastDay()));
      }
      case "TerminationRevoked" -> new Agreement.TerminationRevoked(
          UUID.fromString(TerminationRevoked.parseFrom(event.data()).getByClubId()));
      case "AgreementTerminated" -> new Agreement.AgreementTerminated();
      case "AgreementRenewalDue" -> due(AgreementRenewalDue.parseFrom(event.data()));
      default -> throw new IllegalStateException("Not an event of an agreement: " + event.type());
    };
  }

  private static Event countered(AgreementCountered wire) {
    var period = AgreementEvents.period(wire.getEffectiveDate(),
        wire.hasExpirationDate() ? wire.getExpirationDate() : null);
    return new Agreement.AgreementCountered(UUID.fromString(wire.getByClubId()),
        version(wire.getTerms(), wire.getTermsVersion(), wire.getTermsHash(), period), wire.getNoticeDays());
  }

  private static Event proposed(AmendmentProposed wire) {
    var period = AgreementEvents.period(wire.getEffectiveDate(),
        wire.hasExpirationDate() ? wire.getExpirationDate() : null);
    return new Agreement.AmendmentProposed(UUID.fromString(wire.getByClubId()),
        version(wire.getTerms(), wire.getTermsVersion(), wire.getTermsHash(), period));
  }

  private static TermsVersion version(Terms terms, int number, String hash, Period period) {
    return new TermsVersion(number, hash, TermsMapper.read(terms), period);
  }

  private static Event due(AgreementRenewalDue wire) {
    var reminder = new Course.Reminder(LocalDate.parse(wire.getLastDay()), wire.getReminderDays());
    return new Agreement.AgreementRenewalDue(reminder, wire.getDaysLeft());
  }
}
