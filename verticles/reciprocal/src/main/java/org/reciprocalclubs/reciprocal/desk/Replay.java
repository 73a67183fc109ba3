package org.reciprocalclubs.reciprocal.desk;

import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.reciprocal.VerdictMapper;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Rulebook;
import org.reciprocalclubs.reciprocal.rules.Visit;

/** What the desk of this release says to inputs of the past. Pure. */
public final class Replay {

  private Replay() {}

  /**
   * The verdict on these inputs.
   *
   * @param recorded for what is not decided by them: the platform's time at which it was
   * @param anyway whether the visitor came in whatever it said
   */
  public static Verdict verdict(Inputs inputs, Verdict recorded, boolean anyway) {
    var verdict = anyway ? Rulebook.overridden(inputs) : Rulebook.decide(inputs).verdict();
    var decided = new Visit.Decided(VerdictMapper.instant(recorded.getDecidedAt()), 0,
        Canonical.hash(Canonical.inputs(inputs)), verdict);
    return VerdictMapper.write(decided, inputs);
  }
}
