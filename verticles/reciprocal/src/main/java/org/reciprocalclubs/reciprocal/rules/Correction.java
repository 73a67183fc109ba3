package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a visit should have said; {@code null} leaves what was written down. The verdict and the fee of the
 * terms stay: they were decided at the door. What the member has used follows who really came along.
 *
 * @param services the host's names for what was used; empty says that nothing was
 * @param cost in all
 * @param guests who came along
 * @param left when the member left
 */
public record Correction(@Nullable List<String> services, @Nullable Money cost, @Nullable Integer guests,
    @Nullable Instant left) {
  public static final int GUESTS_MAX = 50;

  public Correction {
    services = services == null ? null : List.copyOf(services);
  }

  boolean isNothing() {
    return services == null && cost == null && guests == null && left == null;
  }

  /** What is out of bounds; empty when it is sound. */
  List<Problem> problems(Instant entered, Instant now) {
    var problems = new ArrayList<Problem>();
    if (isNothing()) {
      problems.add(new Problem("services", "Say what was wrong: services, cost, guests or check-out time."));
    }
    problems.addAll(new Bill(services == null ? List.of() : services, cost).problems());
    if (guests != null && (guests < 0 || guests > GUESTS_MAX)) {
      problems.add(new Problem("guests", "Guests are 0 to " + GUESTS_MAX + "."));
    }
    if (left != null && (left.isBefore(entered) || left.isAfter(now))) {
      problems.add(new Problem("checkOutTime", "Nobody leaves before they came, or in the future."));
    }
    return List.copyOf(problems);
  }
}
