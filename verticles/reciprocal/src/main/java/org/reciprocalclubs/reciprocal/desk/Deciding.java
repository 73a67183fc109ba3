package org.reciprocalclubs.reciprocal.desk;

import com.google.protobuf.ByteString;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.Visitor;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.reciprocal.BillMapper;
import org.reciprocalclubs.reciprocal.Refusals;
import org.reciprocalclubs.reciprocal.VerdictMapper;
import org.reciprocalclubs.reciprocal.rules.Agreed;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Bylaws;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.Circumstances;
import org.reciprocalclubs.reciprocal.rules.Circumstances.Nearness;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Mark;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Rule;
import org.reciprocalclubs.reciprocal.rules.Rulebook;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;
import org.reciprocalclubs.reciprocal.rules.Use;
import org.reciprocalclubs.reciprocal.rules.Visit;

/**
 * Between the two round trips: facts in, outcome out. No effect but the cache of parsed terms. Not
 * thread-safe.
 */
final class Deciding {
  private final TermsCache cache = new TermsCache();

  /**
   * Decides one scan.
   *
   * @param facts including what earlier scans of the same batch did
   * @throws org.reciprocalclubs.kit.bus.Problem SCAN_ID_REUSED
   */
  Outcome decide(Scan scan, Facts facts) {
    return decide(scan, facts, null);
  }

  /**
   * Decides one scan.
   *
   * @param facts of the moment by which it is judged
   * @param told of something that has already happened; null at the door
   * @throws org.reciprocalclubs.kit.bus.Problem SCAN_ID_REUSED, VALIDATION_ERROR
   */
  Outcome decide(Scan scan, Facts facts, @Nullable Told told) {
    if (facts.prior() != null) {
      return new Outcome(scan, Answer.again(facts.prior(), scan, facts.visitor()), null);
    }
    if (told != null) {
      told.requirePlausible(facts.now());
    }
    var fault = passFault(scan.who(), facts);
    if (fault != null) {
      return refused(scan, facts, VerdictMapper.beforeRules(fault, "pass", facts.now()), told, null);
    }
    var inputs = inputs(facts, booked(scan.party().at(facts.now()), facts));
    var command = new Visit.CheckIn(scan(scan, facts), inputs, scan.extras().bill(), scan.extras().manner());
    return switch (Visit.decide(new Visit.Unopened(), command)) {
      case org.reciprocalclubs.reciprocal.rules.Outcome.Accepted(var events) ->
        switch (events.getFirst()) {
          case Visit.VisitOpened opened -> opened(scan, facts, inputs, opened, told);
          case Visit.CheckInRefused refused ->
            refused(scan, facts, VerdictMapper.write(refused.decided(), inputs), told, inputs);
          case Visit.VisitSettled _ ->
            throw new IllegalStateException("Nothing is settled before it is told");
          case Visit.VisitClosed _,Visit.VisitAnnulled _,Visit.VisitCancelled _,Visit.VisitVerified _ ->
            throw new IllegalStateException("A check-in opens a visit or refuses");
          case Visit.Note _ -> throw new IllegalStateException("Nothing is noted before there is a visit");
        };
      case org.reciprocalclubs.reciprocal.rules.Outcome.Refused(var refusal) ->
        throw Refusals.problem(refusal);
    };
  }

  /** Why a pass does not count; null where none was shown, or it does. */
  private static Verdict.@Nullable Code passFault(Scan.Who who, Facts facts) {
    return switch (who) {
      case Scan.Who.BadPass(var code) -> code;
      case Scan.Who.ByPass pass -> passFault(pass, facts);
      case Scan.Who.ById _,Scan.Who.ByNumber _ -> null;
    };
  }

  private static Verdict.@Nullable Code passFault(Scan.Who.ByPass pass, Facts facts) {
    if (!pass.club().equals(facts.clubs().home().id())) {
      return Verdict.Code.PASS_INVALID;
    }
    if (facts.pass().revoked(pass.issuedAt())) {
      return Verdict.Code.PASS_REVOKED;
    }
    return facts.pass().shown() ? Verdict.Code.PASS_ALREADY_SHOWN : null;
  }

  /** With what was announced, where the terms ask. */
  static Request booked(Request request, Facts facts) {
    var booked = facts.around().booked();
    return booked == null ? request : request.with(request.particulars().booked(booked));
  }

  private static Visit.Scan scan(Scan scan, Facts facts) {
    return new Visit.Scan(scan.id(), scan.origin().actor(), "", facts.now());
  }

  /** What the door would say to that request; nothing is written. */
  Verdict preview(Facts facts, Request request) {
    var inputs = inputs(facts.asOf(request.at()), request);
    var decided = new Visit.Decided(facts.now(), 0, Canonical.hash(Canonical.inputs(inputs)),
        Rulebook.decide(inputs).verdict());
    return VerdictMapper.write(decided, inputs);
  }

  private Inputs inputs(Facts facts, Request request) {
    var agreed = agreed(facts);
    var bylaws = facts.rules().none()
        ? Bylaws.NONE
        : new Bylaws(cache.get(facts.rules().house()), cache.get(facts.rules().programme()));
    return new Inputs(agreed, bylaws, facts.clubs(), facts.standing(), facts.history(),
        circumstances(facts, agreed, bylaws, request), request);
  }

  private Circumstances circumstances(Facts facts, Agreed agreed, Bylaws bylaws, Request request) {
    var around = facts.around();
    if (around == Surroundings.NONE && facts.rules().homeHouse() == null) {
      return Circumstances.NONE;
    }
    var places = around.places();
    var nearness = places == Surroundings.Places.UNKNOWN
        ? Nearness.UNKNOWN
        : new Nearness(places.km(), places.sameCountry(), Residence.of(places, cities(agreed, bylaws)));
    var house = cache.get(facts.rules().homeHouse());
    boolean closed = house != null
        && house.terms().opening().closedOn(LocalDate.ofInstant(request.at(), facts.clubs().zone()));
    return new Circumstances(around.restrictions(), around.occupancy(), nearness, around.everywhere(),
        closed);
  }

  /** Whose residents any of the terms turn away: a resident whom one names is turned away by it. */
  private static List<String> cities(Agreed agreed, Bylaws bylaws) {
    var cities = new ArrayList<String>();
    if (agreed instanceof Agreed.Signed signed) {
      cities(signed.version(), cities);
    }
    cities(bylaws.house(), cities);
    cities(bylaws.programme(), cities);
    return cities;
  }

  private static void cities(@Nullable TermsVersion version, List<String> into) {
    if (version != null && version.terms().entry().residence() != null) {
      into.addAll(version.terms().entry().residence().cities());
    }
  }

  private Agreed agreed(Facts facts) {
    var row = facts.agreement();
    return row == null ? Agreed.NOTHING : new Agreed.Signed(row.id(), force(row, facts), cache.get(row));
  }

  /** Until its first day an approved agreement is judged by that day; then it must be in force. */
  private static Agreed.Force force(Facts.AgreementRow row, Facts facts) {
    return switch (row.state()) {
      case "ACTIVE" -> Agreed.Force.LIVE;
      case "APPROVED" -> row.effective().isAfter(LocalDate.ofInstant(facts.now(), facts.clubs().zone()))
          ? Agreed.Force.LIVE
          : Agreed.Force.PENDING;
      case "SUSPENDED" -> Agreed.Force.SUSPENDED;
      default -> Agreed.Force.ENDED;
    };
  }

  private static Outcome opened(Scan scan, Facts facts, Inputs inputs, Visit.VisitOpened opened,
      @Nullable Told told) {
    UUID member = Objects.requireNonNull(opened.who().member());
    UUID person = Objects.requireNonNull(facts.person());
    var event = VisitOpened.newBuilder().setVisitId(scan.id().toString())
        .setVisitingClubId(scan.host().toString())
        .setClubId(opened.who().home().toString()).setMemberId(member.toString()).setUserId(person.toString())
        .setAgreementId(opened.seal().agreement().toString()).setTermsVersion(opened.seal().termsVersion())
        .setGuests(opened.use().guests()).setNights(opened.use().nights())
        .setVerdict(VerdictMapper.write(opened.decided(), inputs))
        .setActorId(scan.origin().actor().toString())
        .setRequestHash(ByteString.copyFrom(scan.origin().requestHash()))
        .addAllServices(opened.use().bill().services())
        .setOverridden(opened.mark() == Mark.OVERRIDDEN);
    if (!opened.use().facility().isEmpty()) {
      event.setFacility(opened.use().facility());
    }
    if (scan.extras().occurredAt() != null) {
      event.setOccurredAt(scan.extras().occurredAt());
    }
    var cost = opened.use().bill().cost();
    if (cost != null) {
      event.getCostBuilder().setAmount(cost.amountMinor()).setCurrency(cost.currency());
    }
    var charge = opened.decided().verdict().fee();
    if (charge != null && charge.share() != null) {
      event.setHomeShare(BillMapper.write(charge.share()));
    }
    var closed = told == null ? null : over(event, facts, told, opened.use().bill());
    var message = event.build();
    var use = new Use(opened.decided().day(), opened.use().nights(), inputs.countedGuests(),
        inputs.request().vessel());
    var after = inputs.history().entered(use, scan.id());
    var admission = new Outcome.Admission(message, member, person, opened.seal().agreement(), use, after);
    return new Outcome(scan, Answer.opened(message, facts.now(), facts.visitor()),
        new Outcome.Writing(Ids.uuid7(), message, opened.who().home(), admission, inputs),
        told == null ? null : new Outcome.Late(told, flag(message.getVerdict()), closed));
  }

  /**
   * Marks a visit as one that has already happened.
   *
   * @return that it is over; null while it may last. Without an agreement that holds it is over at once,
   * since a host learns who is inside
   */
  private static @Nullable VisitClosed over(VisitOpened.Builder visit, Facts facts, Told told, Bill bill) {
    visit.setAlreadyHappened(true);
    var left = mayBeKnown(visit.getVerdict())
        ? told.left(facts.now(), visit.getNights(), facts.clubs().zone())
        : facts.now();
    if (left == null) {
      return null;
    }
    visit.setLeftAt(VerdictMapper.timestamp(left));
    return VisitClosed.newBuilder().setVisitId(visit.getVisitId())
        .setVisitingClubId(visit.getVisitingClubId()).setClubId(visit.getClubId())
        .setMemberId(visit.getMemberId()).setUserId(visit.getUserId())
        .setCause(VisitClosed.Cause.ALREADY_OVER).setLeftAt(visit.getLeftAt())
        .setBill(BillMapper.write(visit, bill)).build();
  }

  private static @Nullable String flag(Verdict verdict) {
    return verdict.getCode() == Verdict.Code.ADMITTED ? null : verdict.getCode().name();
  }

  private static Outcome refused(Scan scan, Facts facts, Verdict verdict, @Nullable Told told,
      @Nullable Inputs inputs) {
    var event = CheckInRefused.newBuilder().setScanId(scan.id().toString())
        .setVisitingClubId(scan.host().toString()).setVerdict(verdict)
        .setActorId(scan.origin().actor().toString())
        .setRequestHash(ByteString.copyFrom(scan.origin().requestHash()))
        .setAlreadyHappened(told != null);
    if (scan.extras().occurredAt() != null) {
      event.setOccurredAt(scan.extras().occurredAt());
    }
    boolean known = mayBeKnown(verdict);
    if (known && facts.standing() instanceof Standing.Known member) {
      event.setClubId(facts.clubs().home().id().toString()).setMemberId(member.member().toString())
          .setUserId(String.valueOf(facts.person()));
    }
    var refusal = event.build();
    var answer = Answer.refused(refusal, known ? facts.visitor() : Visitor.getDefaultInstance());
    return new Outcome(scan, answer,
        new Outcome.Writing(Ids.uuid7(), refusal, known ? facts.clubs().home().id() : null, null, inputs),
        told == null ? null : new Outcome.Late(told, flag(verdict), null));
  }

  /** Whether the host may learn who the visitor is: only under an agreement that holds. */
  static boolean mayBeKnown(Verdict verdict) {
    return verdict.getCheckedList().stream()
        .anyMatch(check -> check.getOk() && check.getRule().equals(Rule.AGREEMENT.id()));
  }
}
