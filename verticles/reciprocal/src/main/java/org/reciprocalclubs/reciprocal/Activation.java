package org.reciprocalclubs.reciprocal;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.Step.Retry;
import org.reciprocalclubs.reciprocal.Step.Undo;

/**
 * How an agreement that both clubs approved comes into force, as a table. Steps are done from top to bottom,
 * each in one transaction; when one fails for good, those above it are taken back from bottom to top.
 * {@code ACTIVE} alone puts the agreement into force and is the last step that can fail for good: from there
 * on the desks admit, and the clubs are told however long it takes. The step of a room that comes later is
 * one more line, with its demand: a vote will stand between {@code APPROVALS} and {@code ACTIVE}, as the
 * ledger's record does.
 */
final class Activation {
  /** The step after which the agreement holds, and which nothing takes back. */
  static final String IN_FORCE = "ACTIVE";

  /** Waits for nobody outside the database; an hour of failures is a fault of ours that people must see. */
  private static final Retry HOUR = retry(Duration.ofHours(1));
  private static final Retry WEEK = retry(Duration.ofDays(7));
  private static final Retry UNTIL_DONE = retry(null);

  /** Name, demand, action, compensation, retry from 2 s to 5 min until. */
  static final List<Step> TABLE = List.of(
      new Step("APPROVALS", null, ActivationActs::approved, ActivationActs::abandon, HOUR),
      // its compensation is the ledger room's, which follows the agreement's end
      new Step("LEDGER", "ledger", ActivationActs::recorded, Undo.NOTHING, WEEK),
      new Step(IN_FORCE, null, ActivationActs::activate, Undo.NOTHING, WEEK),
      new Step("TELL_PROPOSER", null, ActivationActs::tellProposer, Undo.NOTHING, UNTIL_DONE),
      new Step("TELL_PARTNER", null, ActivationActs::tellPartner, Undo.NOTHING, UNTIL_DONE));

  private Activation() {}

  /**
   * The steps that a policy asks for: those that every saga has, and those that it names.
   *
   * @throws IllegalArgumentException POLICY_STEP_MISSING when the table lacks one: nothing is ever skipped
   */
  static List<Step> steps(List<Step> table, List<String> requires) {
    for (var demand : requires) {
      if (table.stream().noneMatch(step -> demand.equals(step.demand()))) {
        throw new IllegalArgumentException(
            "activationRequires must name steps that this platform has (POLICY_STEP_MISSING)");
      }
    }
    return table.stream().filter(step -> step.demand() == null || requires.contains(step.demand())).toList();
  }

  private static Retry retry(@Nullable Duration deadline) {
    return new Retry(Duration.ofSeconds(2), Duration.ofMinutes(5), deadline);
  }
}
