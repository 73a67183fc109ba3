package org.reciprocalclubs.reciprocal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal;
import org.reciprocalclubs.reciprocal.rules.Reservation;
import org.reciprocalclubs.reciprocal.rules.ReservationRefusal;
import org.reciprocalclubs.reciprocal.rules.VisitRefusal;

/** What the rules refuse, as problems that every door understands. */
public final class Refusals {

  private Refusals() {}

  /** Why a command on a visit was refused. */
  public static Problem problem(VisitRefusal refusal) {
    return switch (refusal.reason()) {
      case WRONG_STATE ->
        Problem.conflict("VISIT_WRONG_STATE", "This is not possible in the state the visit is in.");
      case SCAN_ID_REUSED -> Problem.conflict("SCAN_ID_REUSED",
          "This scan id belongs to another check-in; make a new one for each scan.");
      case NOT_THE_HOST -> Problem.unauthorized("Only the club that was visited may do this.");
      case OTHER_DEVICE -> Problem.conflict("ANNUL_OTHER_DEVICE",
          "Only the device that checked the visitor in can undo it; the office can cancel the visit.");
      case TOO_LATE -> Problem.conflict("ANNUL_TOO_LATE",
          "A check-in can be undone for 15 minutes; the office can cancel the visit.");
      case BILL_UNSOUND, UNSOUND -> first(refusal.problems());
      case TOO_OFTEN, NOT_THE_VISITOR, RATED_ALREADY, RATING_TOO_LATE -> note(refusal.reason());
      case NOT_FLAGGED ->
        Problem.conflict("VISIT_NOT_FLAGGED", "There is nothing to settle about this visit.");
      case SETTLED_ALREADY -> Problem.conflict("VISIT_SETTLED", "Your club has settled this otherwise.");
      case TEXT_TOO_LONG -> Problem.validation("reason", "A reason has at most 1000 characters.");
    };
  }

  private static Problem note(VisitRefusal.Reason reason) {
    return switch (reason) {
      case TOO_OFTEN -> Problem.conflict("VISIT_CORRECTED_TOO_OFTEN",
          "This visit was corrected so often that nothing more is changed here.");
      case NOT_THE_VISITOR -> Problem.unauthorized("Only the member who made the visit rates it.");
      case RATED_ALREADY -> Problem.conflict("RATED_ALREADY", "A rating can be changed once.");
      case RATING_TOO_LATE -> Problem.conflict("RATING_TOO_LATE",
          "A visit can be rated for 90 days after it ended.");
      case WRONG_STATE, SCAN_ID_REUSED, NOT_THE_HOST, OTHER_DEVICE, TOO_LATE, BILL_UNSOUND, TEXT_TOO_LONG,
          UNSOUND, NOT_FLAGGED, SETTLED_ALREADY ->
        throw new IllegalStateException("Not about what is written of a visit");
    };
  }

  /** Why a command on a reservation was refused. */
  public static Problem problem(ReservationRefusal refusal) {
    return switch (refusal.reason()) {
      case WRONG_STATE -> Problem.conflict("RESERVATION_WRONG_STATE",
          "This is not possible in the state the reservation is in.");
      case NOT_YOURS -> Problem.notFound("There is no such reservation.");
      case NOT_THE_HOST -> Problem.unauthorized("Only the club that is to be visited may do this.");
      case DAY_OVER -> Problem.validation("day", "That day is over at the club.");
      case DAY_NOT_OVER -> Problem.conflict("RESERVATION_DAY_NOT_OVER", "That day lasts at the club.");
      case TOO_FAR_AHEAD -> Problem.validation("day",
          "A visit is announced at most " + Reservation.DAYS_AHEAD_MAX + " days ahead.");
      case DAY_TAKEN -> Problem.conflict("RESERVATION_EXISTS",
          "The member has a reservation at this club for that day.");
      case TOO_MANY -> Problem.refused("RESERVATIONS_TOO_MANY",
          "A member has at most " + Reservation.LIVE_MAX + " reservations to come; cancel one first.");
    };
  }

  /** A verdict that does not admit, as the error that carries it. */
  static Problem notAdmitted(Verdict verdict) {
    Map<String, String> when = new HashMap<>();
    if (verdict.getPassesWhen().hasFrom()) {
      when.put("from", verdict.getPassesWhen().getFrom());
    }
    if (verdict.getPassesWhen().hasMaxGuests()) {
      when.put("maxGuests", String.valueOf(verdict.getPassesWhen().getMaxGuests()));
    }
    return Problem
        .refused(verdict.getCode().name(), "The visitor is not admitted: " + verdict.getRule() + ".")
        .rule(verdict.getRule(), verdict.getNumbersMap()).passesWhen(when);
  }

  /** Why a command on an agreement was refused. */
  public static Problem problem(AgreementRefusal refusal) {
    return switch (refusal.reason()) {
      case WRONG_STATE -> Problem.conflict("AGREEMENT_WRONG_STATE",
          "This is not possible in the state the agreement is in.");
      case NOT_A_PARTY -> Problem.notFound("There is no such agreement.");
      case SELF_AGREEMENT -> Problem.validation("partnerClubId", "A club agrees with another club.");
      case PAIR_HAS_AGREEMENT -> Problem.conflict("AGREEMENT_EXISTS",
          "The two clubs have an agreement that has not ended.");
      case TERMS_CONTRADICTORY -> first(refusal.problems());
      case OVER -> Problem.conflict("AGREEMENT_OVER", "The agreement's last day is past.");
      case NOT_OVER -> Problem.conflict("AGREEMENT_NOT_OVER", "The agreement's last day is not past.");
      case NOT_YET -> Problem.conflict("AGREEMENT_NOT_YET", "The agreement's first day has not come.");
      case OWN_TERMS ->
        Problem.refused("OWN_TERMS", "The other club answers this proposal; nobody answers their own.");
      case NOT_THE_PROPOSER ->
        Problem.refused("NOT_THE_PROPOSER", "Only the club that proposed can withdraw.");
      case ALREADY_SUSPENDED ->
        Problem.conflict("ALREADY_SUSPENDED", "Your club has suspended this agreement already.");
      case NOT_SUSPENDED_BY_YOU -> Problem.refused("NOT_SUSPENDED_BY_YOU",
          "Only the club that suspended the agreement can resume it.");
      case TEXT_TOO_LONG -> Problem.validation("reason", "A reason has at most 1000 characters.");
      case TOO_MANY_VERSIONS, DATES_OVERLAP, AMENDMENT_EXISTS, NO_AMENDMENT -> later(refusal);
      case AMENDMENT_TOO_SOON, AMENDMENT_TOO_LATE, NOTICE_GIVEN -> later(refusal);
      case NOTICE_TOO_SHORT, ENDS_BEFORE -> later(refusal);
      case NO_NOTICE, NOTICE_NOT_YOURS -> later(refusal);
    };
  }

  /** Of counter-terms, amendments and notice. */
  private static Problem later(AgreementRefusal refusal) {
    return switch (refusal.reason()) {
      case TOO_MANY_VERSIONS -> Problem.refused("AGREEMENT_VERSIONS_MAX",
          "The clubs have put too many versions to each other; approve or reject this one.");
      case DATES_OVERLAP -> dated("AGREEMENT_DATES_OVERLAP", refusal,
          "An earlier agreement of the two clubs held on that day; the first free day is ");
      case AMENDMENT_EXISTS -> Problem.conflict("AMENDMENT_EXISTS",
          "An amendment waits for its answer or its first day; there is one at a time.");
      case NO_AMENDMENT -> Problem.conflict("NO_AMENDMENT", "No amendment waits for an answer.");
      case AMENDMENT_TOO_SOON -> dated("AMENDMENT_TOO_SOON", refusal,
          "An amendment begins on a day to come; the first possible day is ");
      case AMENDMENT_TOO_LATE -> dated("AMENDMENT_TOO_LATE", refusal,
          "The agreement ends before; the amendment begins at the latest on ");
      case NOTICE_GIVEN -> Problem.conflict("NOTICE_GIVEN", "Notice has been given; revoke it first.");
      case NOTICE_TOO_SHORT -> dated("NOTICE_TOO_SHORT", refusal,
          "That is sooner than the agreed notice allows; the first possible last day is ");
      case ENDS_BEFORE -> Problem.conflict("AGREEMENT_ENDS_BEFORE",
          "Without notice the agreement ends on that day or before.");
      case NO_NOTICE -> Problem.conflict("NO_NOTICE", "Nobody has given notice.");
      case NOTICE_NOT_YOURS ->
        Problem.refused("NOTICE_NOT_YOURS", "Only the club that gave notice can revoke it.");
      case WRONG_STATE, NOT_A_PARTY, SELF_AGREEMENT, PAIR_HAS_AGREEMENT, TERMS_CONTRADICTORY, OVER ->
        throw new IllegalArgumentException("Told elsewhere");
      case NOT_OVER, NOT_YET, OWN_TERMS, NOT_THE_PROPOSER, ALREADY_SUSPENDED, NOT_SUSPENDED_BY_YOU ->
        throw new IllegalArgumentException("Told elsewhere");
      case TEXT_TOO_LONG -> throw new IllegalArgumentException("Told elsewhere");
    };
  }

  /** With the day on which it would be possible, for people and for programs. */
  private static Problem dated(String code, AgreementRefusal refusal, String text) {
    var day = String.valueOf(refusal.day());
    var key = refusal.reason() == AgreementRefusal.Reason.AMENDMENT_TOO_LATE ? "until" : "from";
    return Problem.refused(code, text + day + ".").passesWhen(Map.of(key, day));
  }

  private static Problem first(List<org.reciprocalclubs.reciprocal.rules.Problem> problems) {
    var problem = problems.getFirst();
    return Problem.validation(problem.field(), problem.text());
  }
}
