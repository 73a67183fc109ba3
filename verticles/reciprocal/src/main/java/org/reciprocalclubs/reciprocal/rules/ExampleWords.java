package org.reciprocalclubs.reciprocal.rules;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An example in plain English: who asks for what and when, and what the answer is and why. */
final class ExampleWords {
  private static final DateTimeFormatter WHEN = DateTimeFormatter
      .ofPattern("EEEE d MMMM uuuu 'at' HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private ExampleWords() {}

  static String sentence(Inputs inputs, Verdict verdict) {
    var deciding = verdict.deciding();
    return asked(inputs) + (deciding == null ? " is admitted" + fee(verdict.fee()) : refused(deciding))
        + passes(verdict.passesWhen()) + ".";
  }

  private static String asked(Inputs inputs) {
    var request = inputs.request();
    var text = new StringBuilder("A member");
    if (inputs.standing() instanceof Standing.Known known) {
      text.append(" of class ").append(known.membershipClass());
    }
    var clubs = inputs.clubs();
    if (!clubs.home().tier().isEmpty()) {
      text.append(" of a ").append(clubs.home().tier()).append(" club");
    }
    if (!clubs.host().tier().isEmpty()) {
      text.append(" at a ").append(clubs.host().tier()).append(" house");
    }
    text.append(guests(request));
    if (!request.facility().isEmpty()) {
      text.append(" for ").append(request.facility());
    }
    if (request.nights() > 0) {
      text.append(" for ").append(counted(request.nights(), "night"));
    }
    new TreeMap<>(request.particulars().attributes())
        .forEach((name, value) -> text.append(" (").append(name).append(' ').append(value).append(')'));
    text.append(" on ").append(WHEN.format(Moment.bounded(request.at())));
    int before = inputs.history().uses().size();
    if (before > 0) {
      text.append(", after ").append(counted(before, "visit")).append(',');
    }
    return text.toString();
  }

  private static String guests(Request request) {
    int count = request.guests().size();
    if (count == 0) {
      return ", alone,";
    }
    boolean paying = request.guests().stream().allMatch(Request.Guest::paying);
    var relations = request.guests().stream()
        .map(guest -> guest.relation().name().toLowerCase(Locale.ROOT)).distinct()
        .collect(Collectors.joining(", "));
    return " with " + counted(count, (paying ? "paying " : "") + "guest") + " (" + relations + ")";
  }

  private static String refused(Check deciding) {
    var numbers = deciding.numbers();
    return " is refused with " + deciding.code() + " by the rule " + deciding.id()
        + (numbers == null ? "" : " (" + numbers.used() + " where the limit is " + numbers.limit() + ")");
  }

  private static String fee(Verdict.@Nullable Charge charge) {
    if (charge == null) {
      return "; these terms say nothing of money";
    }
    var due = charge.due().amountMinor() == 0 ? " and pays nothing" : " and pays " + money(charge.due());
    return due + " (" + words(charge.reason()) + ", " + words(charge.route()) + ")"
        + (charge.discount() == 0
            ? ""
            : ", with " + BigDecimal.valueOf(charge.discount(), 2).stripTrailingZeros().toPlainString()
                + "% off the prices of the house");
  }

  private static String money(Money money) {
    int digits = 2;
    try {
      digits = Math.max(0, Currency.getInstance(money.currency()).getDefaultFractionDigits());
    } catch (IllegalArgumentException unknown) {
      // two digits, as most have
    }
    return money.currency() + " " + BigDecimal.valueOf(money.amountMinor(), digits).toPlainString();
  }

  private static String passes(Verdict.@Nullable PassesWhen when) {
    if (when == null) {
      return "";
    }
    var text = new StringBuilder();
    if (when.from() != null) {
      text.append("; it would pass from ").append(when.from());
    }
    if (when.maxGuests() != null) {
      text.append("; it would pass with ").append(counted(when.maxGuests(), "guest"));
    }
    if (when.maxNights() != null) {
      text.append("; it would pass for ").append(counted(when.maxNights(), "night"));
    }
    return text.toString();
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  private static String words(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
