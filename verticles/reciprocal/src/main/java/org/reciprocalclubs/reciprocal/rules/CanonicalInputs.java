package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a decision as bytes, in the form of {@link Canonical}, and back. Terms go by their hash. The
 * local day and time stand beside the instant, so that a time zone whose rules were changed since is noticed
 * when an old verdict is computed again.
 */
public final class CanonicalInputs {

  private CanonicalInputs() {}

  static byte[] write(Inputs inputs) {
    var out = new CanonicalWriter(256).text(Canonical.INPUTS);
    agreed(inputs.agreed(), out);
    version(inputs.bylaws().house(), out);
    version(inputs.bylaws().programme(), out);
    clubs(inputs.clubs(), out);
    standing(inputs.standing(), out);
    history(inputs.history(), out);
    circumstances(inputs.circumstances(), out);
    request(inputs.request(), out);
    var moment = Moment.of(inputs.request().at(), inputs.clubs().zone().getRules());
    return out.number(moment.day()).number(moment.nano()).bytes();
  }

  private static void agreed(Agreed agreed, CanonicalWriter out) {
    switch (agreed) {
      case Agreed.Nothing _ -> out.present(false);
      case Agreed.Signed signed -> {
        out.present(true).id(signed.agreement()).text(signed.force().name());
        version(signed.version(), out);
      }
    }
  }

  private static void version(@Nullable TermsVersion version, CanonicalWriter out) {
    out.present(version != null);
    if (version != null) {
      out.number((long) version.number()).hash(version.hash());
      out.date(version.period().effective()).date(version.period().expiration());
    }
  }

  private static void clubs(Clubs clubs, CanonicalWriter out) {
    out.id(clubs.host().id()).text(clubs.host().status().name()).text(clubs.host().tier());
    out.id(clubs.home().id()).text(clubs.home().status().name()).text(clubs.home().tier());
    out.text(clubs.zone().getId());
  }

  private static void standing(Standing standing, CanonicalWriter out) {
    switch (standing) {
      case Standing.Unproven(var fault) -> out.text("UNPROVEN").text(fault.name());
      case Standing.Unknown _ -> out.text("UNKNOWN");
      case Standing.Known known -> {
        out.text("KNOWN").id(known.member()).text(known.status().name()).text(known.membershipClass());
        out.date(known.paidUntil());
        var letter = known.letter();
        out.present(letter != null);
        if (letter != null) {
          out.date(letter.issued()).date(letter.validUntil()).number((long) letter.guests());
        }
      }
    }
  }

  /** Days as steps from the one before: a history is mostly small numbers. */
  private static void history(History history, CanonicalWriter out) {
    out.number((long) history.size());
    long before = 0;
    for (int i = 0; i < history.size(); i++) {
      var use = history.use(i);
      boolean plain = use.nights() == 0 && use.guests() == 0 && use.vessel() == 0;
      out.number(use.day() - before).present(!plain);
      if (!plain) {
        out.number((long) use.nights()).number((long) use.guests()).number((long) use.vessel());
      }
      before = use.day();
    }
    out.id(history.openVisit());
  }

  private static void circumstances(Circumstances is, CanonicalWriter out) {
    out.number((long) is.restrictions().size());
    for (Restriction each : is.restrictions()) {
      out.id(each.id()).text(each.kind().name()).date(each.lastDay()).texts(each.facilities());
      out.present(each.noGuests());
    }
    var full = is.occupancy();
    out.number((long) full.today()).number((long) full.todayOfHome()).number((long) full.inside());
    out.number((long) full.insideOfHome()).number(is.nearness().clubsKm());
    out.present(is.nearness().sameCountry()).text(is.nearness().residence().name());
    history(is.everywhere(), out);
    out.present(is.homeClosed());
  }

  private static void request(Request request, CanonicalWriter out) {
    instant(request.at(), out);
    out.text(request.facility()).number((long) request.nights()).number((long) request.guests().size());
    for (Request.Guest guest : request.guests()) {
      out.number(guest.age()).text(guest.relation().name()).present(guest.paying());
    }
    var particulars = request.particulars();
    out.number((long) particulars.attributes().size());
    if (!particulars.attributes().isEmpty()) {
      new TreeMap<>(particulars.attributes())
          .forEach((name, value) -> out.text(name).number(value.longValue()));
    }
    var booked = particulars.booked();
    out.names(particulars.documents()).present(booked != null);
    if (booked != null) {
      instant(booked.at(), out);
      out.number((long) booked.guests());
    }
  }

  private static void instant(Instant at, CanonicalWriter out) {
    out.number(at.getEpochSecond()).number((long) at.getNano());
  }

  /**
   * Reads what {@link Canonical#inputs} wrote.
   *
   * @param terms finds terms by their hash
   * @throws IllegalArgumentException for other bytes
   */
  public static Inputs read(byte[] bytes, Function<String, Terms> terms) {
    try {
      var in = new CanonicalReader(bytes);
      if (!in.text().equals(Canonical.INPUTS)) {
        throw new IllegalArgumentException("Not the inputs of a decision, or of another release");
      }
      var agreed = agreed(in, terms);
      var bylaws = new Bylaws(version(in, terms), version(in, terms));
      var inputs = new Inputs(agreed, bylaws, clubs(in), standing(in), history(in), circumstances(in),
          request(in));
      in.number();
      in.number();
      in.end();
      return inputs;
    } catch (NullPointerException | ArithmeticException broken) {
      throw new IllegalArgumentException("Not a canonical form", broken);
    }
  }

  private static Agreed agreed(CanonicalReader in, Function<String, Terms> terms) {
    return in.present()
        ? new Agreed.Signed(in.someId(), in.name(Agreed.Force.class),
            Objects.requireNonNull(version(in, terms)))
        : Agreed.NOTHING;
  }

  private static @Nullable TermsVersion version(CanonicalReader in, Function<String, Terms> terms) {
    if (!in.present()) {
      return null;
    }
    int number = in.small();
    var hash = in.hash();
    return new TermsVersion(number, hash, terms.apply(hash), new Period(in.someDate(), in.date()));
  }

  private static Clubs clubs(CanonicalReader in) {
    return new Clubs(club(in), club(in), ZoneId.of(in.text()));
  }

  private static Clubs.Club club(CanonicalReader in) {
    return new Clubs.Club(in.someId(), in.name(Clubs.Status.class), in.text());
  }

  private static Standing standing(CanonicalReader in) {
    return switch (in.text()) {
      case "UNPROVEN" -> new Standing.Unproven(in.name(Standing.PassFault.class));
      case "UNKNOWN" -> Standing.UNKNOWN;
      case "KNOWN" -> new Standing.Known(in.someId(), in.name(Standing.Status.class), in.text(), in.date(),
          in.present() ? new Standing.Letter(in.someDate(), in.date(), in.small()) : null);
      default -> throw new IllegalArgumentException("Not a canonical form");
    };
  }

  private static History history(CanonicalReader in) {
    int count = in.small();
    List<Use> uses = new ArrayList<>();
    long day = 0;
    for (int i = 0; i < count; i++) {
      day += in.number();
      uses.add(in.present()
          ? new Use(Math.toIntExact(day), in.small(), in.small(), in.small())
          : Use.ofDay(Math.toIntExact(day)));
    }
    return History.of(uses, in.id());
  }

  private static Circumstances circumstances(CanonicalReader in) {
    int count = in.small();
    List<Restriction> restrictions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UUID id = in.someId();
      restrictions.add(new Restriction(id, in.name(Restriction.Kind.class), in.date(),
          Set.copyOf(in.texts()), in.present()));
    }
    var occupancy = new Circumstances.Occupancy(in.small(), in.small(), in.small(), in.small());
    var nearness = new Circumstances.Nearness(in.perhaps(), in.present(), in.name(Circumstances.Lives.class));
    return new Circumstances(restrictions, occupancy, nearness, history(in), in.present());
  }

  private static Request request(CanonicalReader in) {
    var at = instant(in);
    var facility = in.text();
    int nights = in.small();
    int count = in.small();
    List<Request.Guest> guests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      guests.add(new Request.Guest(in.perhaps(), in.name(Request.Relation.class), in.present()));
    }
    return new Request(at, facility, guests, nights, particulars(in));
  }

  private static Request.Particulars particulars(CanonicalReader in) {
    int count = in.small();
    Map<String, Long> attributes = new HashMap<>();
    for (int i = 0; i < count; i++) {
      attributes.put(in.text(), in.number());
    }
    return new Request.Particulars(attributes, in.names(Entry.Document.class),
        in.present() ? new Request.Booked(instant(in), in.small()) : null);
  }

  private static Instant instant(CanonicalReader in) {
    return Instant.ofEpochSecond(in.number(), in.number());
  }
}
