package org.reciprocalclubs.reciprocal;

import java.util.List;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal;
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
      case BILL_UNSOUND -> first(refusal.problems());
      case TEXT_TOO_LONG -> Problem.validation("reason", "A reason has at most 1000 characters.");
    };
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
    };
  }

  private static Problem first(List<org.reciprocalclubs.reciprocal.rules.Problem> problems) {
    var problem = problems.getFirst();
    return Problem.validation(problem.field(), problem.text());
  }
}
