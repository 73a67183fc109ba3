package org.reciprocalclubs.reciprocal;

import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Terms;

/**
 * Terms are agreed only where every desk can keep them. The rulebook knows more than the desk can look up so
 * far: what would need a tier is refused when it is proposed, not overlooked at the door.
 */
final class Enforceable {

  private Enforceable() {}

  /**
   * Lets terms pass that the desk can keep.
   *
   * @throws Problem VALIDATION_ERROR naming the field that it cannot
   */
  static Terms require(Terms terms) {
    refuse("terms.homeTiers", !terms.coverage().homeTiers().isEmpty());
    if (terms.fees() != null) {
      fees(terms.fees());
    }
    return terms;
  }

  private static void fees(Fees fees) {
    refuse("terms.fees.lines", fees.lines().stream()
        .anyMatch(line -> !line.fits().homeTiers().isEmpty() || !line.fits().hostTiers().isEmpty()));
  }

  private static void refuse(String field, boolean asked) {
    if (asked) {
      throw Problem.validation(field, "The desks of this platform cannot keep this term yet.");
    }
  }
}
