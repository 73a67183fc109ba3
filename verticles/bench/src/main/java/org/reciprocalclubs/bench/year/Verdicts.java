package org.reciprocalclubs.bench.year;

import com.google.protobuf.Timestamp;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckedRule;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.reciprocal.rules.Agreed;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.Check;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Rulebook;

/**
 * Decisions of the rules as the contract carries them: of the terms of the bench, where nothing that waiting
 * would cure is ever refused. That the bytes are those of the platform is shown by a replay through its door.
 */
final class Verdicts {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1000;

  private Verdicts() {}

  /** A decision, and what it rested on as it is kept. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Decided(Verdict verdict, byte[] inputs) {
    boolean admitted() {
      return verdict.getCode() == Verdict.Code.ADMITTED;
    }
  }

  static Decided decide(Inputs inputs, long atMicros) {
    var kept = Canonical.inputs(inputs);
    var verdict = Rulebook.decide(inputs).verdict();
    if (verdict.passesWhen() != null) {
      throw new IllegalStateException("Somebody came who should have waited: " + verdict);
    }
    var wire = Verdict.newBuilder().setCode(Verdict.Code.valueOf(verdict.code().name()))
        .setInputsHash(Canonical.hash(kept)).setDecidedAt(timestamp(atMicros))
        .setTermsHash(((Agreed.Signed) inputs.agreed()).version().hash());
    verdict.checked().forEach(check -> wire.addChecked(rule(check)));
    var deciding = verdict.deciding();
    if (deciding != null) {
      wire.setRule(deciding.id());
    }
    left(verdict, wire);
    fee(verdict, wire);
    return new Decided(wire.build(), kept);
  }

  private static CheckedRule.Builder rule(Check check) {
    var wire = CheckedRule.newBuilder().setRule(check.id()).setOk(check.ok());
    var numbers = check.numbers();
    return numbers == null ? wire : wire.setUsed(numbers.used()).setLimit(numbers.limit());
  }

  private static void left(org.reciprocalclubs.reciprocal.rules.Verdict verdict, Verdict.Builder wire) {
    var left = verdict.left();
    if (left != null && left.day() != null && left.month() != null && left.year() != null) {
      wire.getLeftBuilder().setDay(left.day()).setMonth(left.month()).setYear(left.year());
    }
  }

  private static void fee(org.reciprocalclubs.reciprocal.rules.Verdict verdict, Verdict.Builder wire) {
    var charge = verdict.fee();
    if (charge != null) {
      wire.getFeeBuilder().setAmount(charge.due().amountMinor()).setCurrency(charge.due().currency())
          .setReason(charge.reason().name()).setRoute(SettlementRoute.valueOf(charge.route().name()));
    }
  }

  static Timestamp timestamp(long micros) {
    return Timestamp.newBuilder().setSeconds(micros / MICROS_PER_SECOND)
        .setNanos((int) (micros % MICROS_PER_SECOND) * NANOS_PER_MICRO).build();
  }
}
