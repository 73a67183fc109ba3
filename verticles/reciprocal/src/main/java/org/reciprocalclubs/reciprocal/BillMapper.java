package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.buffer.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.HomeShare;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitBill;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpenedOrBuilder;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Due;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Money;
import org.reciprocalclubs.reciprocal.rules.Verdict;

/**
 * Bills as they travel and are kept, from what the event of the entry says of the fee and what the host wrote
 * down.
 */
public final class BillMapper {

  private BillMapper() {}

  /** The bill of a visit that is left with this. */
  public static VisitBill write(VisitOpenedOrBuilder opened, Bill bill) {
    var charge = charge(opened);
    var due = Due.of(charge, bill);
    var wire = VisitBill.newBuilder().setFee(opened.getVerdict().getFee()).addAllDue(write(due.all()))
        .addAllVisitorPays(write(due.visitorPays())).addAllHomePays(write(due.homePays()));
    if (charge != null && charge.share() != null) {
      wire.setHomePaysMost(write(charge.share().most()));
    }
    return wire.build();
  }

  /** What a home club shares in, as the event of the entry keeps it. */
  public static HomeShare write(Verdict.Share share) {
    var wire = HomeShare.newBuilder().setMost(write(share.most()))
        .addAllWithout(new TreeSet<>(share.without()));
    return (share.ofFee() == null ? wire : wire.setOfFee(write(share.ofFee()))).build();
  }

  static VisitBill read(Buffer kept) {
    try {
      return VisitBill.parseFrom(kept.getBytes());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("A bill cannot be read", unreadable);
    }
  }

  private static Verdict.@Nullable Charge charge(VisitOpenedOrBuilder opened) {
    var fee = opened.getVerdict().getFee();
    if (fee.getRoute() == SettlementRoute.SETTLEMENT_ROUTE_UNSPECIFIED) {
      return null;
    }
    Set<Fees.Method> methods = new HashSet<>();
    fee.getMethodsList().forEach(method -> methods.add(Fees.Method.valueOf(method.name())));
    return new Verdict.Charge(new Money(fee.getAmount(), fee.getCurrency()),
        Verdict.Reason.valueOf(fee.getReason()), Fees.Route.valueOf(fee.getRoute().name()), null,
        fee.getDiscount(), methods, share(opened));
  }

  /** Of entries from before it was kept, what their verdict says is all that the home club shares in. */
  private static Verdict.@Nullable Share share(VisitOpenedOrBuilder opened) {
    if (opened.hasHomeShare()) {
      var wire = opened.getHomeShare();
      return new Verdict.Share(read(wire.getMost()), wire.hasOfFee() ? read(wire.getOfFee()) : null,
          Set.copyOf(wire.getWithoutList()));
    }
    var fee = opened.getVerdict().getFee();
    if (!fee.hasHomePays()) {
      return null;
    }
    var currency = fee.getHomePaysCurrency().isEmpty() ? fee.getCurrency() : fee.getHomePaysCurrency();
    return new Verdict.Share(new Money(fee.getHomePays(), currency),
        new Money(fee.getAmount(), fee.getCurrency()), Set.of());
  }

  private static List<org.reciprocalclubs.codecs.kit.v1.Money> write(List<Money> amounts) {
    return amounts.stream().map(BillMapper::write).toList();
  }

  private static org.reciprocalclubs.codecs.kit.v1.Money write(Money amount) {
    return org.reciprocalclubs.codecs.kit.v1.Money.newBuilder().setAmount(amount.amountMinor())
        .setCurrency(amount.currency()).build();
  }

  private static Money read(org.reciprocalclubs.codecs.kit.v1.Money wire) {
    return new Money(wire.getAmount(), wire.getCurrency());
  }

  /** The event of the entry, with which the stream of a visit begins. */
  static VisitOpened opened(byte[] data) {
    try {
      return VisitOpened.parseFrom(data);
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("The event of an entry cannot be read", unreadable);
    }
  }
}
