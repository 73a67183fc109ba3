package org.reciprocalclubs.reciprocal.rules;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one rule said of one request. */
public sealed interface Check {

  Rule rule();

  /** Why it failed; {@link Code#ADMITTED} where it did not. */
  Code code();

  /** What the rule counted, where it counts. */
  @Nullable
  Numbers numbers();

  default boolean ok() {
    return this instanceof Passed;
  }

  /** The rule is satisfied. */
  record Passed(Rule rule, @Nullable Numbers numbers) implements Check {
    /** One per rule serves all decisions: most checks of most decisions are these. */
    private static final Map<Rule, Passed> PLAIN = Arrays.stream(Rule.values())
        .collect(Collectors.toMap(rule -> rule, rule -> new Passed(rule, null), (one, _) -> one,
            () -> new EnumMap<>(Rule.class)));

    static Passed plain(Rule rule) {
      return Objects.requireNonNull(PLAIN.get(rule));
    }

    @Override
    public Code code() {
      return Code.ADMITTED;
    }
  }

  /** The rule is not satisfied. */
  record Failed(Rule rule, Code code, @Nullable Numbers numbers) implements Check {}

  /**
   * What a counting rule saw.
   *
   * @param used before this request: visits made; for guests, how many were brought
   * @param limit the most that the terms allow
   */
  record Numbers(int used, int limit) {}
}
