package org.reciprocalclubs.reciprocal.rules;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Bytes for hashing: the same value gives the same bytes on every machine and in every release, different
 * values give different bytes. Fields stand in the order written here, without names; numbers are big-endian,
 * texts are UTF-8 behind their length, lists stand behind their length, what may be absent behind a byte 0 or
 * 1, enums go by name, sets are sorted. Each form begins with its own name and version; a changed form takes
 * a new one, since kept hashes are never recomputed.
 */
public final class Canonical {
  private static final String TERMS = "reciprocal.terms.1";
  private static final String INPUTS = "reciprocal.inputs.1";

  private Canonical() {}

  /** {@code sha256:<hex>} of bytes. */
  public static String hash(byte[] bytes) {
    try {
      return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java platform has SHA-256", impossible);
    }
  }

  /** What the clubs sign. */
  public static byte[] terms(Terms terms) {
    var out = new CanonicalWriter(512).text(TERMS);
    var caps = terms.caps();
    out.number(caps.day()).number(caps.month()).number(caps.year());
    opening(terms.opening(), out);
    var coverage = terms.coverage();
    out.texts(coverage.membershipClasses()).texts(coverage.facilities()).number(coverage.guestsMax());
    var fee = terms.fee();
    out.present(fee != null);
    if (fee != null) {
      out.number(fee.price().amountMinor()).text(fee.price().currency());
      out.text(fee.basis().name()).text(fee.route().name());
    }
    return out.text(terms.specialConditions()).bytes();
  }

  private static void opening(Terms.Opening opening, CanonicalWriter out) {
    out.number(opening.blackouts().size());
    for (Terms.Blackout blackout : opening.blackouts()) {
      out.date(blackout.from()).date(blackout.to()).text(blackout.reason());
    }
    out.number(opening.hours().size());
    for (Terms.Window window : opening.hours()) {
      out.number(weekdays(window)).number(window.from().toNanoOfDay()).number(window.to().toNanoOfDay());
    }
  }

  /** Monday is 1, Tuesday 2, Wednesday 4, and so on, added up. */
  private static long weekdays(Terms.Window window) {
    long bits = 0;
    for (var day : window.days()) {
      bits |= 1L << (day.getValue() - 1);
    }
    return bits;
  }

  /**
   * What a decision depended on. Terms go by their hash. The local day and time stand beside the instant, so
   * that a time zone whose rules were changed since is noticed when an old verdict is computed again.
   */
  public static byte[] inputs(Inputs inputs) {
    var out = new CanonicalWriter(512).text(INPUTS);
    agreed(inputs.agreed(), out);
    clubs(inputs.clubs(), out);
    standing(inputs.standing(), out);
    history(inputs.history(), out);
    request(inputs.request(), out);
    var moment = Moment.of(inputs.request().at(), inputs.clubs().zone().getRules());
    return out.number(moment.day()).number(moment.nano()).bytes();
  }

  private static void agreed(Agreed agreed, CanonicalWriter out) {
    switch (agreed) {
      case Agreed.Nothing _ -> out.present(false);
      case Agreed.Signed signed -> {
        var version = signed.version();
        out.present(true).id(signed.agreement()).text(signed.force().name());
        out.number(version.number()).text(version.hash());
        out.date(version.period().effective()).date(version.period().expiration());
      }
    }
  }

  private static void clubs(Clubs clubs, CanonicalWriter out) {
    out.id(clubs.host().id()).text(clubs.host().status().name());
    out.id(clubs.home().id()).text(clubs.home().status().name());
    out.text(clubs.zone().getId());
  }

  private static void standing(Standing standing, CanonicalWriter out) {
    switch (standing) {
      case Standing.Unproven(var fault) -> out.text("UNPROVEN").text(fault.name());
      case Standing.Unknown _ -> out.text("UNKNOWN");
      case Standing.Known known -> out.text("KNOWN").id(known.member()).text(known.status().name())
          .text(known.membershipClass()).date(known.paidUntil());
    }
  }

  private static void history(History history, CanonicalWriter out) {
    out.number(history.size());
    for (int i = 0; i < history.size(); i++) {
      out.number(history.day(i));
    }
    out.id(history.openVisit());
  }

  private static void request(Request request, CanonicalWriter out) {
    var at = request.at();
    out.number(at.getEpochSecond()).number(at.getNano());
    out.text(request.facility()).number(request.nights()).number(request.guests().size());
    for (Request.Guest guest : request.guests()) {
      out.number(guest.age()).text(guest.relation().name());
    }
  }
}
