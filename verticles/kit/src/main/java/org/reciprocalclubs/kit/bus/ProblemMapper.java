package org.reciprocalclubs.kit.bus;

import org.jspecify.annotations.Nullable;

/** Turns another room's exceptions into problems: a busy store is OVERLOADED, a lost race is CONFLICT. */
@FunctionalInterface
public interface ProblemMapper {
  /** Knows no exceptions but problems themselves. */
  ProblemMapper NONE = _ -> null;

  /** The problem that the exception means; null when it means none, and so is a fault of ours. */
  @Nullable
  Problem map(Throwable failure);

  /** This mapper, then that one for what this does not know. */
  default ProblemMapper or(ProblemMapper next) {
    return failure -> {
      Problem problem = map(failure);
      return problem != null ? problem : next.map(failure);
    };
  }
}
