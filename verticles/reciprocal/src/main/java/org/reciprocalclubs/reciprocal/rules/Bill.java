package org.reciprocalclubs.reciprocal.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor had and what it cost, as the host wrote it down; beside, not instead of, the fee of the
 * terms.
 *
 * @param services the host's names for what was used
 * @param cost in all; {@code null} when nothing was written down
 */
public record Bill(List<String> services, @Nullable Money cost) {
  public static final Bill NONE = new Bill(List.of(), null);
  static final int SERVICES_MAX = 50;
  static final int SERVICE_LENGTH_MAX = 100;

  public Bill {
    services = List.copyOf(services);
  }

  /** With what was written down later, of which what is left out stays. */
  public Bill and(Bill later) {
    return new Bill(later.services.isEmpty() ? services : later.services,
        later.cost == null ? cost : later.cost);
  }

  /** As it should have said. */
  public Bill corrected(Correction correction) {
    return new Bill(correction.services() == null ? services : correction.services(),
        correction.cost() == null ? cost : correction.cost());
  }

  /** What is out of bounds; empty when it is sound. */
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    if (services.size() > SERVICES_MAX) {
      problems.add(new Problem("services", "At most " + SERVICES_MAX + " services."));
    }
    for (String service : services) {
      if (service.isBlank() || service.length() > SERVICE_LENGTH_MAX
          || service.chars().anyMatch(Character::isISOControl)) {
        problems.add(new Problem("services",
            "A service has 1 to " + SERVICE_LENGTH_MAX + " characters, and none that is not printed."));
        break;
      }
    }
    if (cost != null && (cost.amountMinor() < 0 || !TermsCheck.isCurrency(cost.currency()))) {
      problems.add(new Problem("cost", "A cost is not negative and in a currency of ISO 4217."));
    }
    return List.copyOf(problems);
  }
}
