package org.reciprocalclubs.reciprocal.rules;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An example in plain English, for a club's manager to sign: who asks for what and when, and what the answer
 * is and why. No code of the contract stands in it; names that clubs gave are told as words.
 */
final class ExampleWords {
  private static final DateTimeFormatter WHEN = DateTimeFormatter
      .ofPattern("EEEE d MMMM uuuu 'at' HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  /** Units by which names of attributes may end. */
  private static final Set<String> UNITS = Set.of("mm", "cm", "m", "km", "ft", "kg", "t", "l", "kw", "kwh");

  private ExampleWords() {}

  static String sentence(Inputs inputs, Verdict verdict) {
    var deciding = verdict.deciding();
    return asked(inputs) + (deciding == null
        ? " is admitted" + fee(verdict.fee())
        : " is refused: " + ExampleReasons.of(deciding, caps(inputs, deciding.scope())))
        + passes(verdict.passesWhen()) + ".";
  }

  private static Caps caps(Inputs inputs, Scope scope) {
    var version = switch (scope) {
      case AGREEMENT -> inputs.agreed() instanceof Agreed.Signed signed ? signed.version() : null;
      case HOUSE -> inputs.bylaws().house();
      case PROGRAMME -> inputs.bylaws().programme();
    };
    return version == null ? Caps.NONE : version.terms().caps();
  }

  private static String asked(Inputs inputs) {
    var request = inputs.request();
    var text = new StringBuilder("A member");
    if (inputs.standing() instanceof Standing.Known known) {
      var name = known.membershipClass();
      text.append(name.equals(ExampleEdges.NOBODYS)
          ? " of another class"
          : " of the " + plain(name) + " class");
    }
    var clubs = inputs.clubs();
    if (!clubs.home().tier().isEmpty()) {
      text.append(" of ").append(tier(clubs.home().tier(), "club"));
    }
    if (!clubs.host().tier().isEmpty()) {
      text.append(" at ").append(tier(clubs.host().tier(), "house"));
    }
    text.append(guests(request));
    if (!request.facility().isEmpty()) {
      text.append(" for ").append(request.facility().equals(ExampleEdges.NOBODYS)
          ? "something else of the house"
          : plain(request.facility()));
    }
    if (request.nights() > 0) {
      text.append(" for ").append(counted(request.nights(), "night"));
    }
    new TreeMap<>(request.particulars().attributes())
        .forEach((name, value) -> text.append(attribute(name, value)));
    text.append(" on ").append(WHEN.format(Moment.bounded(request.at())));
    int before = inputs.history().uses().size();
    if (before > 0) {
      text.append(", after ").append(counted(before, "visit")).append(',');
    }
    return text.toString();
  }

  private static String tier(String name, String what) {
    if (name.equals(ExampleEdges.NOBODYS)) {
      return "a " + what + " of another tier";
    }
    var words = plain(name);
    return (words.matches("(?i)[aeiou].*") ? "an " : "a ") + words + " " + what;
  }

  private static String attribute(String name, long value) {
    var words = plain(name);
    int last = words.lastIndexOf(' ');
    return last > 0 && UNITS.contains(words.substring(last + 1))
        ? ", " + words.substring(0, last) + " " + value + " " + words.substring(last + 1) + ","
        : ", " + words + " " + value + ",";
  }

  private static String guests(Request request) {
    int count = request.guests().size();
    if (count == 0) {
      return ", alone,";
    }
    boolean paying = request.guests().stream().allMatch(Request.Guest::paying);
    var relations = request.guests().stream().map(guest -> plain(guest.relation().name())).distinct()
        .collect(Collectors.joining(", "));
    return " with " + counted(count, (paying ? "paying " : "") + "guest") + " (" + relations + ")";
  }

  private static String fee(Verdict.@Nullable Charge charge) {
    if (charge == null) {
      return "; these terms say nothing of money";
    }
    var due = charge.due().amountMinor() == 0
        ? " and pays nothing" + why(charge.reason())
        : " and pays " + money(charge.due()) + how(charge.reason()) + route(charge);
    return due + (charge.discount() == 0
        ? ""
        : ", with " + BigDecimal.valueOf(charge.discount(), 2).stripTrailingZeros().toPlainString()
            + "% off the prices of the house");
  }

  private static String how(Verdict.Reason reason) {
    return switch (reason) {
      case PER_VISIT -> " for the visit";
      case PER_HEAD -> " by the head";
      case PER_NIGHT -> " by the night";
      case PER_HEAD_NIGHT -> " by the head and night";
      case PER_DAY -> " by the day";
      case SEVERAL -> " at several prices";
      case HOME_CLUB_CLOSED, PAYING_GUESTS, FREE_HOURS -> why(reason) + ",";
      case NOT_ADMITTED, NO_FEE -> "";
    };
  }

  private static String why(Verdict.Reason reason) {
    return switch (reason) {
      case HOME_CLUB_CLOSED -> ", since the home club is closed";
      case PAYING_GUESTS -> ", since enough guests pay";
      case FREE_HOURS -> ", since the stay is no longer than what is free";
      case NOT_ADMITTED, NO_FEE, PER_VISIT, PER_HEAD, PER_NIGHT, PER_HEAD_NIGHT, PER_DAY, SEVERAL -> "";
    };
  }

  private static String route(Verdict.Charge charge) {
    var most = charge.homePays();
    return switch (charge.route()) {
      case PAY_ON_LEAVING -> " on leaving";
      case CHARGE_HOME_CLUB -> " through the home club";
      case HOME_CLUB_REIMBURSES -> " on leaving, of which the home club pays back "
          + (most == null ? "all" : "at most " + money(most));
    };
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
      text.append("; it would pass from ").append(DAY.format(when.from()));
    }
    if (when.maxGuests() != null) {
      text.append("; it would pass with ").append(counted(when.maxGuests(), "guest"));
    }
    if (when.maxNights() != null) {
      text.append("; it would pass for ").append(counted(when.maxNights(), "night"));
    }
    return text.toString();
  }

  static String counted(int count, String thing) {
    return (count == 0 ? "no" : count) + " " + thing + (count == 1 ? "" : "s");
  }

  /** A name as words: those in capitals, as codes are, in small letters. */
  static String plain(String name) {
    var words = name.replace('_', ' ').strip();
    return words.equals(words.toUpperCase(Locale.ROOT)) ? words.toLowerCase(Locale.ROOT) : words;
  }
}
