package org.reciprocalclubs.reciprocal.rules;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one visit costs by one table of fees. */
final class Tariff {
  private static final int DAY_HOURS = 24;
  private static final long THOUSANDTHS = 1_000;

  private final Fees fees;
  private final Scope scope;
  private final Inputs inputs;
  private final Request request;

  private Tariff(Fees fees, Scope scope, Inputs inputs) {
    this.fees = fees;
    this.scope = scope;
    this.inputs = inputs;
    this.request = inputs.request();
  }

  /**
   * The charge: the prices of the agreement, else of the house; settled as the agreement says, else as the
   * home club's programme, else as the house. {@code null} where none says anything of money.
   */
  static Verdict.@Nullable Charge charge(Inputs inputs, Clauses[] clauses, boolean admitted) {
    var agreed = of(Scope.AGREEMENT, clauses, inputs);
    var house = of(Scope.HOUSE, clauses, inputs);
    var programme = of(Scope.PROGRAMME, clauses, inputs);
    var prices = agreed != null && !agreed.fees.lines().isEmpty() || house == null ? agreed : house;
    var settling = agreed == null || programme != null && programme.caps() ? programme : agreed;
    if (settling == null) {
      settling = house;
    }
    if (settling == null) {
      return null;
    }
    return (prices == null ? settling : prices).charge(settling, admitted);
  }

  private static @Nullable Tariff of(Scope scope, Clauses[] clauses, Inputs inputs) {
    for (int i = 0; i < clauses.length; i++) {
      var fees = clauses[i].terms().fees();
      if (clauses[i].scope() == scope && fees != null) {
        return new Tariff(fees, scope, inputs);
      }
    }
    return null;
  }

  private boolean caps() {
    return fees.settlement().route() == Fees.Route.HOME_CLUB_REIMBURSES;
  }

  private Verdict.Charge charge(Tariff settling, boolean admitted) {
    var route = settling.fees.settlement().route();
    if (!admitted) {
      return new Verdict.Charge(new Money(0, fees.currency()), Verdict.Reason.NOT_ADMITTED, route);
    }
    var cap = settling.fees.settlement().cap();
    var sum = new Sum(cap == null ? Set.of() : cap.without());
    for (int i = 0; i < fees.lines().size(); i++) {
      var item = fees.lines().get(i).item();
      if (firstOf(item) == i) {
        item(item, sum);
      }
    }
    var due = new Money(sum.amount, fees.currency());
    var known = fees.lines().isEmpty() ? null : new Money(sum.shared, fees.currency());
    return new Verdict.Charge(due, sum.reason(), route, cap == null ? null : settling.share(cap, known),
        discount(), settling.fees.settlement().methods());
  }

  private int firstOf(String item) {
    int i = 0;
    while (!fees.lines().get(i).item().equals(item)) {
      i++;
    }
    return i;
  }

  /** Adds up amounts and remembers how they came about. */
  private static final class Sum {
    private final Set<String> without;
    private long amount;
    /** What of it a home club shares in. */
    private long shared;
    private Verdict.@Nullable Reason reason;

    private Sum(Set<String> without) {
      this.without = without;
    }

    void add(Fees.Line line, long more, Verdict.Reason why) {
      amount = plus(amount, more);
      shared = excluded(line) ? shared : plus(shared, more);
      reason = reason == null || reason == why ? why : Verdict.Reason.SEVERAL;
    }

    /** By its item, or, where the line is for some facilities only, by all of them. */
    private boolean excluded(Fees.Line line) {
      var facilities = line.fits().facilities();
      return without.contains(line.item()) || !facilities.isEmpty() && without.containsAll(facilities);
    }

    /** Nothing more to pay, and why; said only where nothing else is to pay. */
    void spare(Verdict.Reason why) {
      reason = reason == null ? why : reason;
    }

    Verdict.Reason reason() {
      return reason == null ? Verdict.Reason.NO_FEE : reason;
    }
  }

  /** Each head pays the first line of the item that fits; lines that are not per head are paid once. */
  private void item(String item, Sum sum) {
    int[] heads = new int[fees.lines().size()];
    var spared = head(item, Fees.Party.MEMBER, heads);
    for (var guest : request.guests()) {
      var also = head(item, party(guest), heads);
      spared = spared == null ? also : spared;
    }
    for (int i = 0; i < heads.length; i++) {
      if (heads[i] > 0) {
        line(fees.lines().get(i), heads[i], sum);
      }
    }
    if (spared != null) {
      sum.spare(spared);
    }
  }

  private Verdict.@Nullable Reason head(String item, Fees.Party party, int[] heads) {
    var waived = waived(party);
    for (int i = 0; i < heads.length; i++) {
      var line = fees.lines().get(i);
      if (line.item().equals(item) && fits(line.fits(), party)) {
        heads[i] += waived == null ? 1 : 0;
        return waived;
      }
    }
    return null;
  }

  private static Fees.Party party(Request.Guest guest) {
    return switch (guest.relation()) {
      case SPOUSE -> Fees.Party.SPOUSE;
      case CHILD -> Fees.Party.CHILD;
      case FRIEND, COLLEAGUE, OTHER -> Fees.Party.GUEST;
    };
  }

  private boolean fits(Fees.Fits fits, Fees.Party party) {
    return has(fits.classes(),
        inputs.standing() instanceof Standing.Known known ? known.membershipClass() : "")
        && has(fits.homeTiers(), inputs.clubs().home().tier())
        && has(fits.hostTiers(), inputs.clubs().host().tier())
        && in(fits.facilities(), request.facility()) && has(fits.party(), party);
  }

  private static boolean in(Set<String> facilities, String facility) {
    return facilities.isEmpty() || Facility.in(facilities, facility);
  }

  private static <T> boolean has(Set<T> names, T name) {
    return names.isEmpty() || names.contains(name);
  }

  private Verdict.@Nullable Reason waived(Fees.Party party) {
    for (var waiver : fees.waivers()) {
      if (has(waiver.party(), party)) {
        boolean holds = switch (waiver.when()) {
          case HOME_CLUB_CLOSED -> inputs.circumstances().homeClosed();
          case PAYING_GUESTS -> paying() >= waiver.guests();
        };
        if (holds) {
          return waiver.when() == Fees.When.HOME_CLUB_CLOSED
              ? Verdict.Reason.HOME_CLUB_CLOSED
              : Verdict.Reason.PAYING_GUESTS;
        }
      }
    }
    return null;
  }

  private long paying() {
    return request.guests().stream().filter(Request.Guest::paying).count();
  }

  private void line(Fees.Line line, int heads, Sum sum) {
    int hours = Math.max(1, request.nights()) * DAY_HOURS - Math.max(0, line.freeHours());
    if (hours <= 0) {
      sum.spare(Verdict.Reason.FREE_HOURS);
      return;
    }
    int days = Math.ceilDiv(hours, DAY_HOURS);
    long count = switch (line.basis()) {
      case PER_VISIT -> 1;
      case PER_HEAD -> heads;
      case PER_NIGHT -> request.nights() == 0 ? 0 : days;
      case PER_HEAD_NIGHT -> request.nights() == 0 ? 0 : (long) days * heads;
      case PER_DAY -> days;
    };
    long price = times(line.amountMinor(), units(line.unit()));
    sum.add(line, times(price, count), Verdict.Reason.valueOf(line.basis().name()));
  }

  private long units(Fees.@Nullable Unit unit) {
    if (unit == null || unit.sizeThousandths() <= 0) {
      return 1;
    }
    var number = request.particulars().attributes().get(unit.attribute());
    return number == null ? 1 : Math.ceilDiv(times(Math.max(0, number), THOUSANDTHS), unit.sizeThousandths());
  }

  private int discount() {
    var discount = fees.discount();
    return discount != null && in(discount.facilities(), request.facility()) ? discount.basisPoints() : 0;
  }

  /**
   * The most that the home club pays, by its nights left, and what is known to be due of what it shares in. A
   * cap in another currency than the prices stands as it is: nothing is converted here.
   *
   * @param known what the prices come to without what the cap excludes; {@code null} where nobody has said
   * prices, and then what is asked for may itself be excluded
   */
  private Verdict.Share share(Fees.Cap cap, @Nullable Money known) {
    if (known == null && cap.without().contains(request.facility())) {
      return new Verdict.Share(new Money(0, fees.currency()), null, cap.without());
    }
    long most = cap.nightsYear() == null
        ? times(cap.amountMinor(), Math.max(1, request.nights()))
        : times(cap.amountMinor(), Math.min(request.nights(), nightsLeft(cap, cap.nightsYear())));
    return new Verdict.Share(new Money(most, fees.currency()), known, cap.without());
  }

  private long nightsLeft(Fees.Cap cap, int nightsYear) {
    long day = Moment.of(request.at(), inputs.clubs().zone().getRules()).day();
    var date = LocalDate.ofEpochDay(day);
    long first = day - date.getDayOfYear() + 1;
    int used = Clauses.history(scope, inputs).nights(first, first + date.lengthOfYear() - 1,
        cap.perVessel() ? request.vessel() : 0);
    return Math.max(0, (long) nightsYear - used);
  }

  private static long plus(long one, long two) {
    long sum = one + two;
    boolean fits = ((one ^ sum) & (two ^ sum)) >= 0;
    return fits ? sum : one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static long times(long amount, long count) {
    return new Money(amount, "").times(count).amountMinor();
  }
}
