package org.reciprocalclubs.ledger.transactions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.reciprocalclubs.ledger.fabric.LedgerAway;
import org.reciprocalclubs.ledger.fabric.LedgerRefused;
import org.reciprocalclubs.ledger.fabric.LedgerUnknown;
import org.reciprocalclubs.ledger.transactions.LedgerSettings.Breaking;

/** Through which organisation's peer the ledger is asked. For one thread at a time. */
final class Ways {
  private final Map<String, Breaker> breakers = new LinkedHashMap<>();
  private final Supplier<List<String>> organisations;
  private final Breaking limits;
  private final LongSupplier nanos;

  /** @param organisations as the network has them now: there may be others later */
  Ways(Supplier<List<String>> organisations, Breaking limits, LongSupplier nanos) {
    this.organisations = organisations;
    this.limits = limits;
    this.nanos = nanos;
    look();
  }

  /** Knows organisations from now on that were added to the network, and none that were taken out. */
  void look() {
    var all = organisations.get();
    breakers.keySet().retainAll(all);
    all.forEach(msp -> breakers.computeIfAbsent(msp, _ -> new Breaker(limits, nanos)));
  }

  /** Organisations that are not to be asked now. */
  List<String> shut() {
    return breakers.entrySet().stream().filter(each -> each.getValue().isShut()).map(Map.Entry::getKey)
        .toList();
  }

  /** Whether nobody is to be asked now. */
  boolean areShut() {
    return breakers.values().stream().allMatch(Breaker::isShut);
  }

  /** Whether that one may be asked now; one that the network does not have may, and is not there. */
  boolean pass(String msp) {
    var breaker = breakers.get(msp);
    return breaker == null || breaker.pass();
  }

  /**
   * Any that may be asked now, for what every organisation can do.
   *
   * @param tries how often it was tried before: each time another one comes first
   */
  Optional<String> any(String preferred, int tries) {
    var all = List.copyOf(breakers.keySet());
    int first = Math.max(all.indexOf(preferred), 0) + tries;
    for (int i = 0; i < all.size(); i++) {
      var msp = all.get(Math.floorMod(first + i, all.size()));
      if (pass(msp)) {
        return Optional.of(msp);
      }
    }
    return Optional.empty();
  }

  /** Asks, and remembers whether there was an answer. */
  <T> T ask(String msp, Supplier<T> call) {
    var breaker = breakers.get(msp);
    if (breaker == null) {
      return call.get();
    }
    try {
      T answer = call.get();
      breaker.answered();
      return answer;
    } catch (LedgerRefused refused) {
      breaker.answered();
      throw refused;
    } catch (LedgerUnknown unknown) {
      if (unknown.isUndecided()) {
        breaker.undecided();
      } else {
        breaker.failed();
      }
      throw unknown;
    } catch (LedgerAway away) {
      breaker.failed();
      throw away;
    } catch (RuntimeException ours) {
      breaker.undecided();
      throw ours;
    }
  }
}
