package org.reciprocalclubs.reciprocal.rules;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Bytes for hashing: the same value gives the same bytes on every machine and in every release, different
 * values give different bytes. Fields stand in the order written here, without names; whole numbers are
 * zigzag varints, texts are UTF-8 behind their length, lists stand behind their length, what may be absent
 * behind a byte 0 or 1, enums go by name, sets are sorted, ids are 16 bytes, hashes their bytes. Each form
 * begins with its own name and version; a changed form takes a new one, since kept hashes are never
 * recomputed.
 */
public final class Canonical {
  private static final String TERMS = "reciprocal.terms.2";
  static final String INPUTS = "reciprocal.inputs.2";

  /** Only ever copied, so that threads may share it. */
  private static final MessageDigest UNUSED_SHA_256 = newSha256();

  private Canonical() {}

  /** {@code sha256:<hex>} of bytes. */
  public static String hash(byte[] bytes) {
    return CanonicalWriter.SHA_256 + HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** A copy costs less than to look for a provider each time. */
  private static MessageDigest sha256() {
    try {
      return (MessageDigest) UNUSED_SHA_256.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError("The platform's SHA-256 can be copied", impossible);
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java platform has SHA-256", impossible);
    }
  }

  /** What the clubs sign. */
  public static byte[] terms(Terms terms) {
    var out = new CanonicalWriter(512).text(TERMS);
    caps(terms.caps(), out);
    opening(terms.opening(), out);
    coverage(terms.coverage(), out);
    entry(terms.entry(), out);
    fees(terms.fees(), out);
    return out.text(terms.advice().dressCode()).text(terms.advice().specialConditions()).bytes();
  }

  private static void caps(Caps caps, CanonicalWriter out) {
    out.number(caps.day()).number(caps.month()).number(caps.year()).text(caps.counting().name());
    out.number((long) caps.rolling().size());
    for (Caps.Rolling rolling : caps.rolling()) {
      out.number((long) rolling.most()).number((long) rolling.days());
    }
    out.number(caps.nightsRunning()).number(caps.nightsYear()).number(caps.guestsYear());
  }

  private static void opening(Opening opening, CanonicalWriter out) {
    out.number((long) opening.blackouts().size());
    for (Opening.Blackout blackout : opening.blackouts()) {
      out.date(blackout.from()).date(blackout.to()).text(blackout.reason());
    }
    out.number((long) opening.seasons().size());
    for (Opening.Season season : opening.seasons()) {
      out.number((long) season.from().getMonthValue()).number((long) season.from().getDayOfMonth());
      out.number((long) season.to().getMonthValue()).number((long) season.to().getDayOfMonth());
    }
    out.number((long) opening.hours().size());
    for (Opening.Window window : opening.hours()) {
      out.number(weekdays(window)).number(window.from().toNanoOfDay()).number(window.to().toNanoOfDay());
    }
  }

  /** Monday is 1, Tuesday 2, Wednesday 4, and so on, added up. */
  private static long weekdays(Opening.Window window) {
    long bits = 0;
    for (var day : window.days()) {
      bits |= 1L << (day.getValue() - 1);
    }
    return bits;
  }

  private static void coverage(Coverage coverage, CanonicalWriter out) {
    out.texts(coverage.membershipClasses()).texts(coverage.homeTiers()).texts(coverage.facilities());
    var guests = coverage.guests();
    out.number(guests.max()).number(guests.familyUnder()).present(guests.consent());
    out.number(guests.minimumAge());
  }

  private static void entry(Entry entry, CanonicalWriter out) {
    out.present(entry.letter() != null);
    if (entry.letter() != null) {
      out.number(entry.letter().maxAgeDays());
    }
    out.number((long) entry.documents().size());
    entry.documents().forEach(out::names);
    var residence = entry.residence();
    out.present(residence != null);
    if (residence != null) {
      out.number(residence.clubsKm()).present(residence.otherCountry()).present(residence.abroad());
      out.texts(residence.cities());
    }
    var booking = entry.booking();
    out.present(booking != null);
    if (booking != null) {
      out.present(booking.required(), booking.approval());
      out.number(booking.earliestDays()).number(booking.latestDays());
    }
    var capacity = entry.capacity();
    out.present(capacity != null);
    if (capacity != null) {
      out.number(capacity.day()).number(capacity.inside());
    }
  }

  private static void fees(@Nullable Fees fees, CanonicalWriter out) {
    out.present(fees != null);
    if (fees == null) {
      return;
    }
    out.text(fees.currency()).number((long) fees.lines().size());
    fees.lines().forEach(line -> line(line, out));
    out.number((long) fees.waivers().size());
    for (Fees.Waiver waiver : fees.waivers()) {
      out.text(waiver.when().name()).number((long) waiver.guests()).names(waiver.party());
    }
    settlement(fees.settlement(), out);
    var discount = fees.discount();
    out.present(discount != null);
    if (discount != null) {
      out.number((long) discount.basisPoints()).texts(discount.facilities());
    }
  }

  private static void line(Fees.Line line, CanonicalWriter out) {
    var fits = line.fits();
    out.text(line.item()).texts(fits.classes()).texts(fits.homeTiers()).texts(fits.hostTiers());
    out.texts(fits.facilities()).names(fits.party());
    out.text(line.basis().name()).number(line.amountMinor());
    var unit = line.unit();
    out.present(unit != null);
    if (unit != null) {
      out.text(unit.attribute()).number((long) unit.sizeThousandths());
    }
    out.number((long) line.freeHours());
  }

  private static void settlement(Fees.Settlement settlement, CanonicalWriter out) {
    out.text(settlement.route().name());
    var cap = settlement.cap();
    out.present(cap != null);
    if (cap != null) {
      out.number(cap.amountMinor()).number(cap.nightsYear()).present(cap.perVessel()).texts(cap.without());
    }
    out.names(settlement.methods());
  }

  /** What a decision depended on; see {@link CanonicalInputs}. */
  public static byte[] inputs(Inputs inputs) {
    return CanonicalInputs.write(inputs);
  }
}
