package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementAbandoned;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementActivated;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementApproved;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementExpired;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementProposed;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementRejected;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementResumed;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSuspended;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementWithdrawn;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.reciprocal.rules.Agreement;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Course;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/** Events of agreements, between what the rules speak and what is kept. */
final class AgreementEvents {

  private AgreementEvents() {}

  /** The agreement as its events left it. */
  static Agreement fold(List<EventRecord> events) {
    Agreement state = new Agreement.Unproposed();
    for (var event : events) {
      state = Agreement.evolve(state, read(event));
    }
    return state;
  }

  static Message write(UUID agreement, Event event) {
    var id = agreement.toString();
    return switch (event) {
      case Agreement.AgreementProposed(var pact) -> proposed(pact);
      case Agreement.AgreementApproved(var by, var version) ->
        AgreementApproved.newBuilder().setAgreementId(id)
            .setByClubId(by.toString()).setTermsVersion(version).build();
      case Agreement.AgreementActivated _ -> AgreementActivated.newBuilder().setAgreementId(id).build();
      // the reason is free text: it is in the row, where it can be removed, and in no event
      case Agreement.AgreementRejected(var by, _) -> AgreementRejected.newBuilder().setAgreementId(id)
          .setByClubId(by.toString()).build();
      case Agreement.AgreementWithdrawn(var by) -> AgreementWithdrawn.newBuilder().setAgreementId(id)
          .setByClubId(by.toString()).build();
      case Agreement.AgreementSuspended(var by, _) -> AgreementSuspended.newBuilder().setAgreementId(id)
          .setByClubId(by.toString()).build();
      case Agreement.AgreementResumed(var by) -> AgreementResumed.newBuilder().setAgreementId(id)
          .setByClubId(by.toString()).build();
      case Agreement.AgreementExpired _ -> AgreementExpired.newBuilder().setAgreementId(id).build();
      case Agreement.AgreementCountered _,Agreement.AmendmentProposed _,Agreement.AmendmentApproved _ ->
        AgreementCourse.write(id, event);
      case Agreement.AmendmentRejected _,Agreement.AmendmentWithdrawn _,Agreement.AmendmentBegun _ ->
        AgreementCourse.write(id, event);
      case Agreement.TerminationNoticed _,Agreement.TerminationRevoked _,Agreement.AgreementTerminated _ ->
        AgreementCourse.write(id, event);
      case Agreement.AgreementRenewalDue _ -> AgreementCourse.write(id, event);
      case Agreement.AgreementAbandoned(var code) ->
        AgreementAbandoned.newBuilder().setAgreementId(id).setCode(code).build();
    };
  }

  /** The club that acted; null for the calendar. */
  static @Nullable UUID by(Event event) {
    return switch (event) {
      case Agreement.AgreementProposed(var pact) -> pact.proposer();
      case Agreement.AgreementCountered(var by, _, _) -> by;
      case Agreement.AgreementApproved(var by, _) -> by;
      case Agreement.AgreementRejected(var by, _) -> by;
      case Agreement.AgreementWithdrawn(var by) -> by;
      case Agreement.AgreementSuspended(var by, _) -> by;
      case Agreement.AgreementResumed(var by) -> by;
      case Agreement.AmendmentProposed(var by, _) -> by;
      case Agreement.AmendmentApproved(var by, _) -> by;
      case Agreement.AmendmentRejected(var by, _) -> by;
      case Agreement.AmendmentWithdrawn(var by, _) -> by;
      case Agreement.TerminationNoticed(var by, _) -> by;
      case Agreement.TerminationRevoked(var by) -> by;
      case Agreement.AgreementActivated _,Agreement.AgreementExpired _,Agreement.AmendmentBegun _ -> null;
      case Agreement.AgreementTerminated _,Agreement.AgreementRenewalDue _ -> null;
      case Agreement.AgreementAbandoned _ -> null;
    };
  }

  /** Why it was rejected or suspended; null for every other event. */
  static @Nullable String reason(Event event) {
    if (event instanceof Agreement.AgreementRejected(_, var reason)) {
      return reason.isEmpty() ? null : reason;
    }
    return event instanceof Agreement.AgreementSuspended(_, var reason) && !reason.isEmpty() ? reason : null;
  }

  private static Message proposed(Pact pact) {
    var version = pact.version();
    var wire = AgreementProposed.newBuilder().setAgreementId(pact.id().toString())
        .setClubId(pact.proposer().toString()).setPartnerClubId(pact.partner().toString())
        .setTerms(TermsMapper.write(version.terms())).setTermsVersion(version.number())
        .setTermsHash(version.hash()).setNoticeDays(pact.course().noticeDays())
        .setEffectiveDate(version.period().effective().toString());
    var last = version.period().expiration();
    return (last == null ? wire : wire.setExpirationDate(last.toString())).build();
  }

  static Event read(EventRecord event) {
    try {
      return switch (event.name()) {
        case "AgreementProposed" ->
          new Agreement.AgreementProposed(pact(AgreementProposed.parseFrom(event.data())));
        case "AgreementApproved" -> approved(AgreementApproved.parseFrom(event.data()));
        case "AgreementActivated" -> new Agreement.AgreementActivated();
        case "AgreementRejected" -> rejected(AgreementRejected.parseFrom(event.data()));
        case "AgreementWithdrawn" ->
          new Agreement.AgreementWithdrawn(
              UUID.fromString(AgreementWithdrawn.parseFrom(event.data()).getByClubId()));
        case "AgreementSuspended" -> suspended(AgreementSuspended.parseFrom(event.data()));
        case "AgreementResumed" ->
          new Agreement.AgreementResumed(
              UUID.fromString(AgreementResumed.parseFrom(event.data()).getByClubId()));
        case "AgreementExpired" -> new Agreement.AgreementExpired();
        case "AgreementAbandoned" ->
          new Agreement.AgreementAbandoned(AgreementAbandoned.parseFrom(event.data()).getCode());
        default -> AgreementCourse.read(event);
      };
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
    }
  }

  private static Event approved(AgreementApproved wire) {
    return new Agreement.AgreementApproved(UUID.fromString(wire.getByClubId()), wire.getTermsVersion());
  }

  private static Event rejected(AgreementRejected wire) {
    return new Agreement.AgreementRejected(UUID.fromString(wire.getByClubId()), wire.getReason());
  }

  private static Event suspended(AgreementSuspended wire) {
    return new Agreement.AgreementSuspended(UUID.fromString(wire.getByClubId()), wire.getReason());
  }

  private static Pact pact(AgreementProposed wire) {
    var version = new TermsVersion(wire.getTermsVersion(), wire.getTermsHash(),
        TermsMapper.read(wire.getTerms()),
        period(wire.getEffectiveDate(), wire.hasExpirationDate() ? wire.getExpirationDate() : null));
    var proposer = UUID.fromString(wire.getClubId());
    return new Pact(UUID.fromString(wire.getAgreementId()), proposer,
        UUID.fromString(wire.getPartnerClubId()), version, Course.of(proposer, wire.getNoticeDays()));
  }

  static Period period(String effective, @Nullable String expiration) {
    return new Period(LocalDate.parse(effective), expiration == null ? null : LocalDate.parse(expiration));
  }
}
