package org.reciprocalclubs.bench.micro;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.Decision;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Rulebook;

/** Decisions on {@link Cases}, one after the other. */
@State(Scope.Thread)
public class VerdictBench {
  private final Inputs[] cases = Cases.all();
  private int next;

  private Inputs next() {
    next = (next + 1) % cases.length;
    return cases[next];
  }

  /** The decision alone. */
  @Benchmark
  public Decision decide() {
    return Rulebook.decide(next());
  }

  /** The decision with the hash of the terms and that of all that it depends on. */
  @Benchmark
  public Decision decideAndHash(Blackhole sink) {
    var inputs = next();
    sink.consume(Canonical.hash(Canonical.inputs(inputs)));
    sink.consume(Canonical.hash(Canonical.terms(Cases.terms(inputs))));
    return Rulebook.decide(inputs);
  }
}
