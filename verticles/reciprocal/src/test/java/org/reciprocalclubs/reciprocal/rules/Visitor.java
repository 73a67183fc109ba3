package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.UUID;

/** The visitor that examples begin with: in good standing, under open terms, at a host in New York, alone. */
final class Visitor {
  static final UUID HOST = new UUID(1, 1);
  static final UUID HOME = new UUID(1, 2);
  static final UUID AGREEMENT = new UUID(2, 1);
  static final UUID MEMBER = new UUID(3, 1);
  static final UUID VISIT = new UUID(4, 1);
  static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  static final Period SINCE_2020 = Period.from(LocalDate.of(2020, 1, 1));
  static final Standing GOOD = standing(Standing.Status.ACTIVE);

  private Visitor() {}

  static Inputs under(Terms terms) {
    return under(terms, SINCE_2020);
  }

  static Inputs under(Terms terms, Period period) {
    return new Inputs(signed(Agreed.Force.LIVE, terms, period), clubs(NEW_YORK), GOOD, History.NONE,
        Request.alone(local("2026-06-16T18:20")));
  }

  static Agreed.Signed signed(Agreed.Force force, Terms terms, Period period) {
    return new Agreed.Signed(AGREEMENT, force, new TermsVersion(1, "sha256:00", terms, period));
  }

  static Clubs clubs(ZoneId zone) {
    return new Clubs(new Clubs.Club(HOST, Clubs.Status.ACTIVE), new Clubs.Club(HOME, Clubs.Status.ACTIVE),
        zone);
  }

  static Standing standing(Standing.Status status) {
    return new Standing.Known(MEMBER, status, "FULL", null);
  }

  /** A moment by the clock on the wall in New York. */
  static Instant local(String time) {
    return LocalDateTime.parse(time).atZone(NEW_YORK).toInstant();
  }

  /** The same visitor at another moment, by the clock on the host's wall. */
  static Inputs at(Inputs inputs, String time) {
    var at = LocalDateTime.parse(time).atZone(inputs.clubs().zone()).toInstant();
    return inputs.with(inputs.request().at(at));
  }

  /** A history of one visit on each of the days. */
  static History days(String... dates) {
    return History.of(Arrays.stream(dates).mapToInt(Visitor::day).toArray(), null);
  }

  static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  static Inputs withGuests(Inputs inputs, int count) {
    var guests = Collections.nCopies(count, new Request.Guest(null, Request.Relation.FRIEND));
    var request = inputs.request();
    return inputs.with(request.withGuests(guests.toArray(Request.Guest[]::new)));
  }

  static Inputs forFacility(Inputs inputs, String facility) {
    return inputs.with(new Request(inputs.request().at(), facility, inputs.request().guests(), 0));
  }

  static LocalTime time(String text) {
    return LocalTime.parse(text);
  }

  static Verdict verdict(Inputs inputs) {
    return Rulebook.decide(inputs).verdict();
  }

  static Code code(Inputs inputs) {
    return verdict(inputs).code();
  }
}
