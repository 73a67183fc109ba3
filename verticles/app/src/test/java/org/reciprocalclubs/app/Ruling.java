package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the signed terms say about one check-in, worked out anew from the terms as they were proposed. It shares
 * nothing with the platform's rules: JSON in, a code out.
 *
 * @param code the first reason to refuse in the order that the contract fixes, or ADMITTED
 * @param numbers what the reason counted; empty for one that counts nothing
 * @param left per cap, after this visit when it is admitted
 * @param fee in minor units
 */
record Ruling(String code, Map<String, Integer> numbers, Map<String, Integer> left, long fee) {

  /**
   * Everything that was so at the moment.
   *
   * @param at by the host's clock
   * @param proposal what the two clubs signed; null where they signed nothing
   * @param suspended the agreement rests
   * @param standing of the member; null where the home club knows none
   * @param paidUntil the last paid day; null where there is no end
   * @param inside a visit to this host is open
   * @param visits the days of earlier visits to this host
   * @param papers what offices wrote about the member
   */
  record Case(ZonedDateTime at, boolean ownClub, @Nullable JsonObject proposal, boolean suspended,
      @Nullable String standing, @Nullable LocalDate paidUntil, boolean inside, List<LocalDate> visits,
      int guests, Papers papers) {
    LocalDate day() {
      return at.toLocalDate();
    }
  }

  /**
   * What offices wrote about a member.
   *
   * @param city where the member lives; null where nobody said
   * @param booked the visit to this host that was announced for this day, and confirmed; null for none
   */
  record Papers(boolean lettered, @Nullable String city, @Nullable Booked booked) {
    static final Papers NONE = new Papers(false, null, null);
  }

  /** On a day of the host, for so many guests. */
  record Booked(LocalDate on, int guests) {}

  static Ruling of(Case now) {
    if (now.ownClub()) {
      return refused("OWN_CLUB");
    }
    var proposal = now.proposal();
    if (proposal == null) {
      return refused("NO_AGREEMENT");
    }
    if (isOver(proposal, now.day())) {
      return refused("AGREEMENT_EXPIRED");
    }
    var terms = proposal.getJsonObject("terms");
    var used = used(now);
    var caps = terms.getJsonObject("caps");
    var reasons = new ArrayList<Ruling>();
    add(reasons, agreement(now, proposal));
    add(reasons, member(now));
    add(reasons, now.standing() != null && now.inside() ? "ALREADY_INSIDE" : null);
    add(reasons, blackout(terms.getJsonArray("blackouts", new JsonArray()), now.day()));
    add(reasons, hours(terms.getJsonArray("hours", new JsonArray()), now.at()));
    papers(reasons, terms, now);
    for (var period : List.of("day", "month", "year")) {
      if (caps != null && caps.containsKey(period) && counted(used, period) >= caps.getInteger(period)) {
        reasons.add(
            counted("CAP_" + period.toUpperCase(java.util.Locale.ROOT) + "_REACHED", counted(used, period),
                caps.getInteger(period)));
      }
    }
    var guests = terms.getJsonObject("guests");
    if (guests != null && now.guests() > guests.getInteger("max")) {
      reasons.add(counted("TOO_MANY_GUESTS", now.guests(), guests.getInteger("max")));
    }
    boolean admitted = reasons.isEmpty();
    var first = admitted ? refused("ADMITTED") : reasons.getFirst();
    return new Ruling(first.code, first.numbers, left(caps, used, admitted ? 1 : 0),
        admitted ? fee(terms.getJsonObject("fee"), now.guests()) : 0);
  }

  private static void add(List<Ruling> reasons, @Nullable String code) {
    if (code != null) {
      reasons.add(refused(code));
    }
  }

  private static void add(List<Ruling> reasons, @Nullable Ruling ruling) {
    if (ruling != null) {
      reasons.add(ruling);
    }
  }

  private static Ruling refused(String code) {
    return new Ruling(code, Map.of(), Map.of(), 0);
  }

  private static Ruling counted(String code, int used, int limit) {
    return new Ruling(code, Map.of("used", used, "limit", limit), Map.of(), 0);
  }

  private static boolean isOver(JsonObject proposal, LocalDate day) {
    var last = proposal.getString("expirationDate");
    return last != null && day.isAfter(LocalDate.parse(last));
  }

  private static @Nullable String agreement(Case now, JsonObject proposal) {
    if (now.suspended()) {
      return "AGREEMENT_SUSPENDED";
    }
    return now.day().isBefore(LocalDate.parse(proposal.getString("effectiveDate")))
        ? "AGREEMENT_NOT_YET"
        : null;
  }

  private static @Nullable String member(Case now) {
    if (now.standing() == null) {
      return "UNKNOWN_MEMBER";
    }
    if (!now.standing().equals("ACTIVE")) {
      return "MEMBER_" + now.standing();
    }
    return now.paidUntil() != null && now.day().isAfter(now.paidUntil()) ? "MEMBER_LAPSED" : null;
  }

  private static @Nullable String blackout(JsonArray blackouts, LocalDate day) {
    return blackouts.stream().map(JsonObject.class::cast)
        .anyMatch(each -> !day.isBefore(LocalDate.parse(each.getString("from")))
            && !day.isAfter(LocalDate.parse(each.getString("to")))) ? "BLACKOUT" : null;
  }

  private static @Nullable String hours(JsonArray windows, ZonedDateTime at) {
    if (windows.isEmpty()) {
      return null;
    }
    boolean opensToday = false;
    for (var each : windows) {
      var window = (JsonObject) each;
      var from = LocalTime.parse(window.getString("from"));
      var to = LocalTime.parse(window.getString("to"));
      boolean overnight = !to.isAfter(from);
      boolean today = isOn(window, at.getDayOfWeek());
      var time = at.toLocalTime();
      opensToday |= today;
      boolean begun = today && !time.isBefore(from) && (overnight || time.isBefore(to));
      boolean stillOpen = overnight && isOn(window, at.getDayOfWeek().minus(1)) && time.isBefore(to);
      if (begun || stillOpen) {
        return null;
      }
    }
    return opensToday ? "CLOSED_HOURS" : "CLOSED_DAY";
  }

  private static void papers(List<Ruling> reasons, JsonObject terms, Case now) {
    var booking = terms.getJsonObject("booking");
    var booked = now.papers().booked();
    if (booking != null) {
      add(reasons, booked == null ? refused("BOOKING_NEEDED") : announced(booking, booked, now));
    }
    if (terms.containsKey("letter") && !now.papers().lettered()) {
      reasons.add(refused("LETTER_NEEDED"));
    }
    var residence = terms.getJsonObject("residence");
    if (residence != null && residence.getJsonArray("cities").contains(now.papers().city())) {
      reasons.add(refused("RESIDENT"));
    }
  }

  private static @Nullable Ruling announced(JsonObject booking, Booked booked, Case now) {
    int ahead = (int) ChronoUnit.DAYS.between(booked.on(), now.day());
    if (ahead < booking.getInteger("latestDays")) {
      return counted("BOOKING_TOO_LATE", ahead, booking.getInteger("latestDays"));
    }
    if (ahead > booking.getInteger("earliestDays")) {
      return counted("BOOKING_TOO_EARLY", ahead, booking.getInteger("earliestDays"));
    }
    return now.guests() > booked.guests()
        ? counted("TOO_MANY_GUESTS", now.guests(), booked.guests())
        : null;
  }

  private static boolean isOn(JsonObject window, DayOfWeek day) {
    return window.getJsonArray("days").contains(day.name());
  }

  private static Map<String, Integer> used(Case now) {
    var day = now.day();
    return Map.of("day", count(now, day::equals),
        "month", count(now, each -> YearMonth.from(each).equals(YearMonth.from(day))),
        "year", count(now, each -> each.getYear() == day.getYear()));
  }

  private static int counted(Map<String, Integer> used, String period) {
    return Objects.requireNonNull(used.get(period));
  }

  private static int count(Case now, java.util.function.Predicate<LocalDate> same) {
    return (int) now.visits().stream().filter(same).count();
  }

  private static Map<String, Integer> left(@Nullable JsonObject caps, Map<String, Integer> used, int taken) {
    Map<String, Integer> left = new TreeMap<>();
    if (caps != null) {
      caps.fieldNames().forEach(
          period -> left.put(period, Math.max(0, caps.getInteger(period) - counted(used, period) - taken)));
    }
    return left;
  }

  private static long fee(@Nullable JsonObject fee, int guests) {
    if (fee == null) {
      return 0;
    }
    long amount = fee.getJsonObject("amount").getLong("amount");
    return fee.getString("basis").equals("PER_HEAD") ? amount * (1 + guests) : amount;
  }
}
