package org.reciprocalclubs.reciprocal;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Fee;
import org.reciprocalclubs.codecs.reciprocal.v1.FeeLine;
import org.reciprocalclubs.codecs.reciprocal.v1.FeeWaiver;
import org.reciprocalclubs.codecs.reciprocal.v1.PartyMember;
import org.reciprocalclubs.codecs.reciprocal.v1.Settlement;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.rules.Fees;
import org.reciprocalclubs.reciprocal.rules.Money;

/**
 * Fees as they travel, to and from fees as the rules know them. One price for everybody travels as
 * {@code fee}, which all apps know; anything more as {@code fees}.
 */
final class FeesMapper {

  private FeesMapper() {}

  static @Nullable Fees read(Terms wire) {
    if (wire.hasFee() && wire.hasFees()) {
      throw Problem.validation("terms.fees", "Give either one fee or a table of fees, not both.");
    }
    if (wire.hasFee()) {
      var fee = wire.getFee();
      return Fees.of(new Money(fee.getAmount().getAmount(), fee.getAmount().getCurrency()),
          basis("terms.fee.basis", fee.getBasis()), route("terms.fee.route", fee.getRoute()));
    }
    return wire.hasFees() ? table(wire.getFees()) : null;
  }

  private static Fees table(org.reciprocalclubs.codecs.reciprocal.v1.Fees wire) {
    var lines = TermsMapper.each(wire.getLinesCount(),
        i -> line("terms.fees.lines[" + i + "]", wire.getLines(i)));
    var waivers = TermsMapper.each(wire.getWaiversCount(),
        i -> waiver("terms.fees.waivers[" + i + "]", wire.getWaivers(i)));
    var discount = wire.hasDiscount()
        ? new Fees.Discount(wire.getDiscount().getBasisPoints(),
            new TreeSet<>(wire.getDiscount().getFacilitiesList()))
        : null;
    return new Fees(wire.getCurrency(), lines, waivers, settlement(wire.getSettlement()), discount);
  }

  private static Fees.Line line(String field, FeeLine wire) {
    var fits = new Fees.Fits(new TreeSet<>(wire.getMembershipClassesList()),
        new TreeSet<>(wire.getHomeTiersList()), new TreeSet<>(wire.getHostTiersList()),
        new TreeSet<>(wire.getFacilitiesList()), party(field + ".party", wire.getPartyList()));
    var unit = wire.hasUnit()
        ? new Fees.Unit(wire.getUnit().getAttribute(), wire.getUnit().getSizeThousandths())
        : null;
    return new Fees.Line(wire.getItem(), fits, basis(field + ".basis", wire.getBasis()), wire.getAmount(),
        unit,
        wire.getFreeHours());
  }

  private static Fees.Waiver waiver(String field, FeeWaiver wire) {
    var when = switch (wire.getWhen()) {
      case HOME_CLUB_CLOSED -> Fees.When.HOME_CLUB_CLOSED;
      case PAYING_GUESTS -> Fees.When.PAYING_GUESTS;
      case WHEN_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation(field + ".when",
          "A fee is waived when HOME_CLUB_CLOSED or PAYING_GUESTS.");
    };
    return new Fees.Waiver(when, wire.getGuests(), party(field + ".party", wire.getPartyList()));
  }

  private static Set<Fees.Party> party(String field, List<PartyMember> wire) {
    Set<Fees.Party> party = new TreeSet<>();
    for (var each : wire) {
      party.add(switch (each) {
        case MEMBER -> Fees.Party.MEMBER;
        case MEMBERS_SPOUSE -> Fees.Party.SPOUSE;
        case MEMBERS_CHILD -> Fees.Party.CHILD;
        case GUEST -> Fees.Party.GUEST;
        case PARTY_MEMBER_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation(field,
            "Of a party are MEMBER, MEMBERS_SPOUSE, MEMBERS_CHILD and GUEST.");
      });
    }
    return party;
  }

  private static Fees.Basis basis(String field, Fee.Basis wire) {
    return switch (wire) {
      case BASIS_UNSPECIFIED, PER_VISIT -> Fees.Basis.PER_VISIT;
      case PER_HEAD -> Fees.Basis.PER_HEAD;
      case PER_NIGHT -> Fees.Basis.PER_NIGHT;
      case PER_HEAD_NIGHT -> Fees.Basis.PER_HEAD_NIGHT;
      case PER_DAY -> Fees.Basis.PER_DAY;
      case UNRECOGNIZED -> throw Problem.validation(field,
          "The basis is PER_VISIT, PER_HEAD, PER_NIGHT, PER_HEAD_NIGHT or PER_DAY.");
    };
  }

  private static Fees.Route route(String field, SettlementRoute wire) {
    return switch (wire) {
      case SETTLEMENT_ROUTE_UNSPECIFIED, PAY_ON_LEAVING -> Fees.Route.PAY_ON_LEAVING;
      case CHARGE_HOME_CLUB -> Fees.Route.CHARGE_HOME_CLUB;
      case HOME_CLUB_REIMBURSES -> Fees.Route.HOME_CLUB_REIMBURSES;
      case UNRECOGNIZED -> throw Problem.validation(field,
          "The route is PAY_ON_LEAVING, CHARGE_HOME_CLUB or HOME_CLUB_REIMBURSES.");
    };
  }

  private static Fees.Settlement settlement(Settlement wire) {
    Fees.Cap cap = null;
    if (wire.hasCap()) {
      var from = wire.getCap();
      cap = new Fees.Cap(from.getAmount(), from.hasNightsYear() ? from.getNightsYear() : null,
          from.getPerVessel(), new TreeSet<>(from.getWithoutList()));
    }
    Set<Fees.Method> methods = new TreeSet<>();
    for (var each : wire.getMethodsList()) {
      methods.add(switch (each) {
        case CASH -> Fees.Method.CASH;
        case CARD -> Fees.Method.CARD;
        case TRANSFER -> Fees.Method.TRANSFER;
        case METHOD_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation("terms.fees.settlement.methods",
            "A visitor pays by CASH, CARD or TRANSFER.");
      });
    }
    return new Fees.Settlement(route("terms.fees.settlement.route", wire.getRoute()), cap, methods);
  }

  static void write(Fees fees, Terms.Builder wire) {
    if (fees.onePrice()) {
      var line = fees.lines().getFirst();
      wire.getFeeBuilder().setBasis(Fee.Basis.valueOf(line.basis().name()))
          .setRoute(SettlementRoute.valueOf(fees.settlement().route().name()))
          .getAmountBuilder().setAmount(line.amountMinor()).setCurrency(fees.currency());
      return;
    }
    var to = wire.getFeesBuilder().setCurrency(fees.currency());
    fees.lines().forEach(line -> line(line, to.addLinesBuilder()));
    fees.waivers().forEach(each -> to.addWaiversBuilder().setWhen(FeeWaiver.When.valueOf(each.when().name()))
        .setGuests(each.guests()).addAllParty(party(each.party())));
    settlement(fees.settlement(), to.getSettlementBuilder());
    var discount = fees.discount();
    if (discount != null) {
      to.getDiscountBuilder().setBasisPoints(discount.basisPoints())
          .addAllFacilities(new TreeSet<>(discount.facilities()));
    }
  }

  private static void line(Fees.Line line, FeeLine.Builder wire) {
    var fits = line.fits();
    wire.setItem(line.item()).setAmount(line.amountMinor()).setBasis(Fee.Basis.valueOf(line.basis().name()))
        .addAllMembershipClasses(new TreeSet<>(fits.classes()))
        .addAllHomeTiers(new TreeSet<>(fits.homeTiers())).addAllHostTiers(new TreeSet<>(fits.hostTiers()))
        .addAllFacilities(new TreeSet<>(fits.facilities())).addAllParty(party(fits.party()))
        .setFreeHours(line.freeHours());
    if (line.unit() != null) {
      wire.getUnitBuilder().setAttribute(line.unit().attribute())
          .setSizeThousandths(line.unit().sizeThousandths());
    }
  }

  private static List<PartyMember> party(Collection<Fees.Party> party) {
    return new TreeSet<>(party).stream().map(each -> switch (each) {
      case MEMBER -> PartyMember.MEMBER;
      case SPOUSE -> PartyMember.MEMBERS_SPOUSE;
      case CHILD -> PartyMember.MEMBERS_CHILD;
      case GUEST -> PartyMember.GUEST;
    }).toList();
  }

  private static void settlement(Fees.Settlement settlement, Settlement.Builder wire) {
    wire.setRoute(SettlementRoute.valueOf(settlement.route().name()));
    new TreeSet<>(settlement.methods())
        .forEach(each -> wire.addMethods(Settlement.Method.valueOf(each.name())));
    var cap = settlement.cap();
    if (cap != null) {
      var to = wire.getCapBuilder().setAmount(cap.amountMinor()).setPerVessel(cap.perVessel())
          .addAllWithout(new TreeSet<>(cap.without()));
      if (cap.nightsYear() != null) {
        to.setNightsYear(cap.nightsYear());
      }
    }
  }
}
