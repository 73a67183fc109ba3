package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitAnnulled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitBill;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitCancelled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitCorrected;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitRated;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitSettled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitVerified;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Mark;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Verdict;
import org.reciprocalclubs.reciprocal.rules.Visit;

/**
 * Events of visits, between what the rules speak and what is kept. The first event is written by the desk;
 * what comes later does not look at its verdict, so that is not read back here.
 */
final class VisitEvents {
  private static final Verdict NOT_READ = new Verdict(List.of(), null, null, null);

  private VisitEvents() {}

  /** What later events repeat of the first. */
  record About(UUID visit, UUID host, UUID home, UUID member, UUID person) {}

  /** The visit as its events left it. */
  static Visit fold(List<EventRecord> events) {
    Visit state = new Visit.Unopened();
    for (var event : events) {
      state = Visit.evolve(state, read(event));
    }
    return state;
  }

  /**
   * An event after the first.
   *
   * @param bill of a visit that is over with it; null while it lasts, and where it did not take place
   */
  static Message write(About about, Visit.Event event, @Nullable VisitBill bill) {
    return switch (event) {
      case Visit.VisitClosed closed -> closed(about, closed, Objects.requireNonNull(bill));
      case Visit.VisitAnnulled(var act) -> VisitAnnulled.newBuilder().setVisitId(about.visit().toString())
          .setVisitingClubId(about.host().toString()).setClubId(about.home().toString())
          .setMemberId(about.member().toString()).setUserId(about.person().toString())
          .setActorId(act.actor().toString()).build();
      case Visit.VisitCancelled(var act, _) -> VisitCancelled.newBuilder()
          .setVisitId(about.visit().toString()).setVisitingClubId(about.host().toString())
          .setClubId(about.home().toString()).setMemberId(about.member().toString())
          .setUserId(about.person().toString()).setActorId(act.actor().toString()).build();
      case Visit.VisitVerified(var act) -> VisitVerified.newBuilder().setVisitId(about.visit().toString())
          .setVisitingClubId(about.host().toString()).setClubId(about.home().toString())
          .setMemberId(about.member().toString()).setUserId(about.person().toString())
          .setActorId(act.actor().toString()).build();
      case Visit.VisitSettled _ -> throw new IllegalStateException("FlagOffice writes what it settles");
      case Visit.Note note -> VisitNoteEvents.write(about, note, bill);
      case Visit.VisitOpened _,Visit.CheckInRefused _ ->
        throw new IllegalStateException("The desk writes entries");
    };
  }

  private static Message closed(About about, Visit.VisitClosed event, VisitBill due) {
    var bill = event.bill();
    var wire = VisitClosed.newBuilder().setVisitId(about.visit().toString())
        .setVisitingClubId(about.host().toString()).setClubId(about.home().toString())
        .setMemberId(about.member().toString()).setUserId(about.person().toString())
        .addAllServices(bill.services()).setBill(due);
    if (event.closing() == null) {
      wire.setActorId(event.act().actor().toString());
    } else {
      wire.setCause(VisitClosed.Cause.AUTOMATIC).setLeftAt(VerdictMapper.timestamp(event.closing()));
    }
    var cost = bill.cost();
    if (cost != null) {
      wire.getCostBuilder().setAmount(cost.amountMinor()).setCurrency(cost.currency());
    }
    return wire.build();
  }

  /** A bill as it travels, to a bill as the rules know it. */
  static Bill bill(List<String> services, org.reciprocalclubs.codecs.kit.v1.@Nullable Money cost) {
    return new Bill(services, cost == null ? null : new Money(cost.getAmount(), cost.getCurrency()));
  }

  private static Visit.Event read(EventRecord event) {
    try {
      return switch (event.name()) {
        case "VisitOpened" -> opened(VisitOpened.parseFrom(event.data()));
        case "CheckInRefused" -> refused(CheckInRefused.parseFrom(event.data()));
        case "VisitClosed" -> closed(VisitClosed.parseFrom(event.data()), event.at());
        case "VisitAnnulled" -> {
          var wire = VisitAnnulled.parseFrom(event.data());
          yield new Visit.VisitAnnulled(act(wire.getVisitingClubId(), wire.getActorId(), event.at()));
        }
        case "VisitCancelled" -> {
          var wire = VisitCancelled.parseFrom(event.data());
          yield new Visit.VisitCancelled(act(wire.getVisitingClubId(), wire.getActorId(), event.at()),
              wire.getReason());
        }
        case "VisitVerified" -> {
          var wire = VisitVerified.parseFrom(event.data());
          yield new Visit.VisitVerified(act(wire.getVisitingClubId(), wire.getActorId(), event.at()));
        }
        case "VisitCorrected" -> {
          var wire = VisitCorrected.parseFrom(event.data());
          yield VisitNoteEvents.read(wire, act(wire.getVisitingClubId(), wire.getActorId(), event.at()));
        }
        case "VisitSettled" -> {
          var wire = VisitSettled.parseFrom(event.data());
          yield new Visit.VisitSettled(act(wire.getVisitingClubId(), wire.getActorId(), event.at()),
              wire.getResolution() == FlaggedVisit.Resolution.ACCEPTED, "");
        }
        case "VisitRated" -> {
          var wire = VisitRated.parseFrom(event.data());
          yield new Visit.VisitRated(act(wire.getClubId(), wire.getActorId(), event.at()), wire.getStars(),
              "");
        }
        default -> throw new IllegalStateException("Not an event of a visit: " + event.type());
      };
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
    }
  }

  private static Visit.Event opened(VisitOpened wire) {
    var verdict = wire.getVerdict();
    var bill = bill(wire.getServicesList(), wire.hasCost() ? wire.getCost() : null);
    return new Visit.VisitOpened(
        scan(wire.getVisitId(), wire.getActorId(), wire.getRequestHash().toByteArray(), wire.getOccurredAt()),
        new Visit.Who(UUID.fromString(wire.getMemberId()), UUID.fromString(wire.getClubId()),
            UUID.fromString(wire.getVisitingClubId())),
        new Visit.Use(wire.getFacility(), wire.getGuests(), wire.getNights(), bill),
        new Visit.Seal(UUID.fromString(wire.getAgreementId()), wire.getTermsVersion(),
            verdict.getTermsHash()),
        decided(verdict), mark(wire));
  }

  private static Mark mark(VisitOpened wire) {
    if (!wire.getAlreadyHappened()) {
      return wire.getOverridden() ? Mark.OVERRIDDEN : Mark.ORDINARY;
    }
    boolean admitted = wire.getVerdict()
        .getCode() == org.reciprocalclubs.codecs.reciprocal.v1.Verdict.Code.ADMITTED;
    return admitted ? Mark.HAPPENED : Mark.FLAGGED;
  }

  private static Visit.Event refused(CheckInRefused wire) {
    var home = wire.getClubId().isEmpty() ? new UUID(0, 0) : UUID.fromString(wire.getClubId());
    var member = wire.getMemberId().isEmpty() ? null : UUID.fromString(wire.getMemberId());
    return new Visit.CheckInRefused(
        scan(wire.getScanId(), wire.getActorId(), wire.getRequestHash().toByteArray(), wire.getOccurredAt()),
        new Visit.Who(member, home, UUID.fromString(wire.getVisitingClubId())), decided(wire.getVerdict()),
        wire.getAlreadyHappened() ? Mark.FLAGGED : Mark.ORDINARY);
  }

  private static Visit.Event closed(VisitClosed wire, Instant at) {
    return new Visit.VisitClosed(act(wire.getVisitingClubId(), wire.getActorId(), at),
        bill(wire.getServicesList(), wire.hasCost() ? wire.getCost() : null),
        wire.hasLeftAt() ? VerdictMapper.instant(wire.getLeftAt()) : null);
  }

  private static Visit.Scan scan(String id, String actor, byte[] hash, Timestamp occurredAt) {
    return new Visit.Scan(UUID.fromString(id), UUID.fromString(actor), HexFormat.of().formatHex(hash),
        VerdictMapper.instant(occurredAt));
  }

  private static Visit.Decided decided(org.reciprocalclubs.codecs.reciprocal.v1.Verdict wire) {
    return new Visit.Decided(VerdictMapper.instant(wire.getDecidedAt()), 0, wire.getInputsHash(), NOT_READ);
  }

  private static Visit.Act act(String club, String actor, Instant at) {
    return new Visit.Act(UUID.fromString(club),
        actor.isEmpty() ? Visit.Act.PLATFORM : UUID.fromString(actor), at);
  }
}
