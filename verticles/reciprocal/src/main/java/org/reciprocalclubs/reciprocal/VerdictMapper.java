package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Allowance;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckedRule;
import org.reciprocalclubs.codecs.reciprocal.v1.PassesWhen;
import org.reciprocalclubs.codecs.reciprocal.v1.Settlement;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitFee;
import org.reciprocalclubs.reciprocal.rules.Agreed;
import org.reciprocalclubs.reciprocal.rules.Check;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Visit;

/** Verdicts as the rules give them, to verdicts as they travel and are kept. */
public final class VerdictMapper {
  private static final DateTimeFormatter HOUR_MINUTE = DateTimeFormatter.ofPattern("HH:mm");

  private VerdictMapper() {}

  /** A verdict on these inputs, with the hash of the terms and of the inputs. */
  public static Verdict write(Visit.Decided decided, Inputs inputs) {
    var verdict = decided.verdict();
    var wire = Verdict.newBuilder().setCode(Verdict.Code.valueOf(verdict.code().name()))
        .setInputsHash(decided.inputsHash()).setDecidedAt(timestamp(decided.at()));
    if (inputs.agreed() instanceof Agreed.Signed signed) {
      wire.setTermsHash(signed.version().hash());
    }
    verdict.checked().forEach(check -> wire.addChecked(write(check)));
    deciding(verdict.deciding(), wire);
    if (verdict.passesWhen() != null) {
      wire.setPassesWhen(write(verdict.passesWhen(), inputs.clubs().zone()));
    }
    if (verdict.left() != null) {
      wire.setLeft(write(verdict.left()));
    }
    wire.setFee(write(verdict.fee()));
    return wire.build();
  }

  /** A refusal that was clear before any rule was asked. */
  public static Verdict beforeRules(Verdict.Code code, String rule, Instant at) {
    return Verdict.newBuilder().setCode(code).setRule(rule).addChecked(CheckedRule.newBuilder().setRule(rule))
        .setDecidedAt(timestamp(at)).build();
  }

  private static void deciding(@Nullable Check deciding, Verdict.Builder wire) {
    if (deciding == null) {
      return;
    }
    wire.setRule(deciding.id());
    if (deciding.numbers() != null) {
      wire.putNumbers("used", deciding.numbers().used()).putNumbers("limit", deciding.numbers().limit());
    }
  }

  private static CheckedRule write(Check check) {
    var wire = CheckedRule.newBuilder().setRule(check.id()).setOk(check.ok());
    if (check.numbers() != null) {
      wire.setUsed(check.numbers().used()).setLimit(check.numbers().limit());
    }
    return wire.build();
  }

  private static PassesWhen write(org.reciprocalclubs.reciprocal.rules.Verdict.PassesWhen when, ZoneId zone) {
    var wire = PassesWhen.newBuilder();
    if (when.from() != null) {
      wire.setFrom(when.from().toString());
    }
    if (when.at() != null) {
      wire.setAt(when.at().atZone(zone).format(HOUR_MINUTE));
    }
    if (when.maxGuests() != null) {
      wire.setMaxGuests(when.maxGuests());
    }
    if (when.maxNights() != null) {
      wire.setMaxNights(when.maxNights());
    }
    return wire.build();
  }

  /** What is left; unset where nothing caps it. */
  public static Allowance write(org.reciprocalclubs.reciprocal.rules.Verdict.Left left) {
    var wire = Allowance.newBuilder();
    if (left.day() != null) {
      wire.setDay(left.day());
    }
    if (left.month() != null) {
      wire.setMonth(left.month());
    }
    if (left.year() != null) {
      wire.setYear(left.year());
    }
    if (left.rolling() != null) {
      wire.setRolling(left.rolling());
    }
    if (left.nights() != null) {
      wire.setNights(left.nights());
    }
    if (left.guests() != null) {
      wire.setGuests(left.guests());
    }
    return wire.build();
  }

  private static VisitFee write(org.reciprocalclubs.reciprocal.rules.Verdict.@Nullable Charge charge) {
    if (charge == null) {
      return VisitFee.newBuilder().setReason("NO_FEE").build();
    }
    var wire = VisitFee.newBuilder().setAmount(charge.due().amountMinor())
        .setCurrency(charge.due().currency()).setReason(charge.reason().name())
        .setRoute(SettlementRoute.valueOf(charge.route().name())).setDiscount(charge.discount());
    new TreeSet<>(charge.methods())
        .forEach(each -> wire.addMethods(Settlement.Method.valueOf(each.name())));
    if (charge.homePays() != null) {
      wire.setHomePays(charge.homePays().amountMinor()).setHomePaysCurrency(charge.homePays().currency());
    }
    return wire.build();
  }

  /** An instant as it travels; whole microseconds, as the database keeps them. */
  public static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  /** As {@link #timestamp} wrote it. */
  public static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}
