package org.reciprocalclubs.reciprocal.rules;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one rule said of one request. */
public sealed interface Check {

  Rule rule();

  /** Whose rule it is. */
  Scope scope();

  /** Why it failed; {@link Code#ADMITTED} where it did not. */
  Code code();

  /** What the rule counted, where it counts. */
  @Nullable
  Numbers numbers();

  /** The rule's name in answers, such as {@code caps.month} or {@code house.hours}. */
  default String id() {
    return rule().id(scope());
  }

  default boolean ok() {
    return this instanceof Passed;
  }

  /** The rule is satisfied. */
  record Passed(Rule rule, Scope scope, @Nullable Numbers numbers) implements Check {
    private static final int SCOPES = Scope.values().length;
    /** One per rule and scope serves all decisions: most checks of most decisions are these. */
    private static final Passed[] PLAIN = Arrays.stream(Rule.values())
        .flatMap(rule -> Arrays.stream(Scope.values()).map(scope -> new Passed(rule, scope, null)))
        .toArray(Passed[]::new);

    /** Of an agreement. */
    public Passed(Rule rule, @Nullable Numbers numbers) {
      this(rule, Scope.AGREEMENT, numbers);
    }

    static Passed plain(Rule rule, Scope scope) {
      return PLAIN[rule.ordinal() * SCOPES + scope.ordinal()];
    }

    @Override
    public Code code() {
      return Code.ADMITTED;
    }
  }

  /** The rule is not satisfied. */
  record Failed(Rule rule, Scope scope, Code code, @Nullable Numbers numbers) implements Check {
    /** Of an agreement. */
    public Failed(Rule rule, Code code, @Nullable Numbers numbers) {
      this(rule, Scope.AGREEMENT, code, numbers);
    }
  }

  /**
   * What a counting rule saw.
   *
   * @param used before this request: visits, days, nights or heads; for a party how many were brought, for a
   * letter its age in days, for a distance kilometres, for a stay the nights asked for
   * @param limit the most, or for a distance the least, that the terms allow
   */
  record Numbers(int used, int limit) {}
}
