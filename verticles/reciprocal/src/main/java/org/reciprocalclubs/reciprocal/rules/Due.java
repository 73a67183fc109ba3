package org.reciprocalclubs.reciprocal.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a visit comes to when the visitor leaves, and who pays it: the fee as it was decided at entry, and the
 * bill that the host wrote. Each list has an amount for a currency and none of nothing. Nothing is converted.
 *
 * @param all the fee and the cost
 * @param visitorPays of all, before leaving
 * @param homePays of all, at most: the host, or its own member afterwards. Where nobody has said a price,
 * what the cap allows
 */
public record Due(List<Money> all, List<Money> visitorPays, List<Money> homePays) {

  public Due {
    all = List.copyOf(all);
    visitorPays = List.copyOf(visitorPays);
    homePays = List.copyOf(homePays);
  }

  /** @param fee of the entry's verdict; {@code null} where no terms said anything of money */
  public static Due of(Verdict.@Nullable Charge fee, Bill bill) {
    var all = sum(fee == null ? null : fee.due(), bill.cost());
    if (fee == null) {
      return new Due(all, all, List.of());
    }
    return switch (fee.route()) {
      case PAY_ON_LEAVING -> new Due(all, all, List.of());
      case HOME_CLUB_REIMBURSES -> new Due(all, all, homePays(fee, bill, all));
      case CHARGE_HOME_CLUB -> {
        var home = homePays(fee, bill, all);
        yield new Due(all, less(all, home), home);
      }
    };
  }

  private static List<Money> homePays(Verdict.Charge fee, Bill bill, List<Money> all) {
    var share = fee.share();
    if (share == null) {
      return all;
    }
    if (share.ofFee() == null && bill.cost() == null) {
      return sum(share.most(), null);
    }
    var shared = sum(share.ofFee(), excluded(share.without(), bill.services()) ? null : bill.cost());
    long known = 0;
    for (var amount : shared) {
      if (!amount.currency().equals(share.most().currency())) {
        return sum(share.most(), null);
      }
      known = amount.amountMinor();
    }
    return sum(new Money(Math.min(known, share.most().amountMinor()), share.most().currency()), null);
  }

  /**
   * Whether the home club shares in none of what the cost is for. A cost is one amount for all services:
   * where only some are excluded, it is shared in whole.
   */
  private static boolean excluded(Set<String> without, List<String> services) {
    return !services.isEmpty() && services.stream()
        .allMatch(service -> without.stream().anyMatch(service.strip()::equalsIgnoreCase));
  }

  private static List<Money> sum(@Nullable Money one, @Nullable Money two) {
    if (one != null && two != null && one.currency().equals(two.currency())) {
      return sum(one.plus(two.amountMinor()), null);
    }
    var amounts = new ArrayList<Money>();
    add(one, amounts);
    add(two, amounts);
    return amounts;
  }

  private static void add(@Nullable Money money, List<Money> amounts) {
    if (money != null && money.amountMinor() > 0) {
      amounts.add(money);
    }
  }

  /** What others do not pay; of another currency than theirs, all of it. */
  private static List<Money> less(List<Money> all, List<Money> others) {
    var left = new ArrayList<Money>();
    for (var amount : all) {
      long paid = others.stream().filter(other -> other.currency().equals(amount.currency()))
          .mapToLong(Money::amountMinor).sum();
      add(amount.plus(-paid), left);
    }
    return left;
  }
}
