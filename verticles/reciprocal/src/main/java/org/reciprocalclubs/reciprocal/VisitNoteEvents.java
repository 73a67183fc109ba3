package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CorrectVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitBill;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitCorrected;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitRated;
import org.reciprocalclubs.reciprocal.rules.Correction;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Visit;

/** Corrections and ratings, between what the rules speak and what is kept. Words stay out of the events. */
final class VisitNoteEvents {
  private VisitNoteEvents() {}

  static Message write(VisitEvents.About about, Visit.Note note, @Nullable VisitBill bill) {
    return switch (note) {
      case Visit.VisitCorrected corrected -> corrected(about, corrected, bill);
      case Visit.VisitRated(var act, int stars, _) -> VisitRated.newBuilder()
          .setVisitId(about.visit().toString()).setVisitingClubId(about.host().toString())
          .setClubId(about.home().toString()).setMemberId(about.member().toString())
          .setUserId(about.person().toString()).setActorId(act.actor().toString()).setStars(stars).build();
    };
  }

  private static Message corrected(VisitEvents.About about, Visit.VisitCorrected corrected,
      @Nullable VisitBill bill) {
    var wire = VisitCorrected.newBuilder().setVisitId(about.visit().toString())
        .setVisitingClubId(about.host().toString()).setClubId(about.home().toString())
        .setMemberId(about.member().toString()).setUserId(about.person().toString())
        .setActorId(corrected.act().actor().toString()).setCorrectsVersion(corrected.corrects());
    var correction = corrected.correction();
    if (correction.services() != null) {
      wire.addAllServices(correction.services()).setNoServices(correction.services().isEmpty());
    }
    if (correction.cost() != null) {
      wire.getCostBuilder().setAmount(correction.cost().amountMinor())
          .setCurrency(correction.cost().currency());
    }
    if (correction.guests() != null) {
      wire.setGuests(correction.guests());
    }
    if (correction.left() != null) {
      wire.setCheckOutTime(VerdictMapper.timestamp(correction.left()));
    }
    if (bill != null) {
      wire.setBill(bill);
    }
    return wire.build();
  }

  static Visit.Note read(VisitCorrected wire, Visit.Act act) {
    var services = wire.getServicesCount() > 0 || wire.getNoServices() ? wire.getServicesList() : null;
    var cost = wire.hasCost() ? new Money(wire.getCost().getAmount(), wire.getCost().getCurrency()) : null;
    var left = wire.hasCheckOutTime()
        ? Instant.ofEpochSecond(wire.getCheckOutTime().getSeconds(), wire.getCheckOutTime().getNanos())
        : null;
    return new Visit.VisitCorrected(act, wire.getCorrectsVersion(),
        new Correction(services, cost, wire.hasGuests() ? wire.getGuests() : null, left), "");
  }

  /** What a request wants corrected. */
  static Correction read(CorrectVisitRequest wire) {
    var services = wire.getServicesCount() > 0 || wire.getNoServices() ? wire.getServicesList() : null;
    var cost = wire.hasCost() ? new Money(wire.getCost().getAmount(), wire.getCost().getCurrency()) : null;
    var left = wire.hasCheckOutTime()
        ? Instant.ofEpochSecond(wire.getCheckOutTime().getSeconds(), wire.getCheckOutTime().getNanos())
        : null;
    return new Correction(services, cost, wire.hasGuests() ? wire.getGuests() : null, left);
  }
}
