package org.reciprocalclubs.reciprocal;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.OverrideCheckInRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Facility;
import org.reciprocalclubs.reciprocal.rules.Manner;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Visit;

/**
 * Check-in requests as they travel, to scans as the desk takes them. What cannot be read is a
 * VALIDATION_ERROR.
 */
final class ScanMapper {
  static final int GUESTS_MAX = 50;
  static final int NIGHTS_MAX = 366;
  static final int TEXT_MAX = 64;
  static final int NAME_MAX = 200;
  static final int ATTRIBUTES_MAX = 20;
  /** More than any vessel's number; a price of at most 10^12 times as much still fits into a long. */
  static final long ATTRIBUTE_MAX = 1_000_000_000L;
  private static final int UUID_V7 = 7;
  /** Decided at the platform's time, which the desk reads in its transaction. */
  private static final Instant LATER = Instant.EPOCH;

  private ScanMapper() {}

  /**
   * Reads a request.
   *
   * @param who the visitor, already looked at where a pass was shown
   */
  static Scan read(CheckInRequest request, Scan.Who who, CallContext call) {
    var manner = happened(request) == null ? Manner.ASKED : Manner.HAPPENED;
    return read(request, who, Once.hash(nameless(request)), extras(request, manner, null), call);
  }

  /** As {@link #read}, of somebody whom a manager lets in. */
  static Scan override(OverrideCheckInRequest request, Scan.Who who, CallContext call) {
    var reason = request.getReason().strip();
    if (reason.isEmpty() || reason.length() > Visit.REASON_LENGTH_MAX) {
      throw Problem.validation("reason", "Say why, in at most " + Visit.REASON_LENGTH_MAX + " characters.");
    }
    var checkIn = request.getCheckIn();
    if (checkIn.getAlreadyHappened()) {
      throw Problem.validation("checkIn.alreadyHappened",
          "What has already happened is recorded without a word of a manager, and settled afterwards.");
    }
    var hash = Once.hash(request.toBuilder().setCheckIn(nameless(checkIn)).clearReason().build());
    return read(checkIn, who, hash, extras(checkIn, Manner.OVERRIDDEN, reason), call);
  }

  private static Scan read(CheckInRequest request, Scan.Who who, byte[] hash, Scan.Extras extras,
      CallContext call) {
    var origin = new Scan.Origin(call.caller().requireSubject(), call.correlationId(), hash);
    return new Scan(scanId(request.getScanId()), call.caller().requireClub(), who, party(request), origin,
        extras);
  }

  private static Scan.Extras extras(CheckInRequest request, Manner manner, @Nullable String reason) {
    if (request.hasOccurredAt()) {
      Dates.instant("occurredAt", request.getOccurredAt());
    }
    var named = request.getGuestsList().stream().filter(Guest::hasName).toList();
    return new Scan.Extras(request.hasOccurredAt() ? request.getOccurredAt() : null, Bill.NONE, manner,
        reason, named);
  }

  /**
   * What is hashed: a hash stays in the event for good, and what people wrote (names of guests, a manager's
   * reason) must not be found by trying.
   */
  private static CheckInRequest nameless(CheckInRequest request) {
    if (request.getGuestsCount() == 0) {
      return request;
    }
    var nameless = request.toBuilder();
    nameless.getGuestsBuilderList().forEach(Guest.Builder::clearName);
    return nameless.build();
  }

  /** When it has already happened; null for a visitor at the door. */
  static @Nullable Instant happened(CheckInRequest request) {
    if (!request.getAlreadyHappened()) {
      return null;
    }
    if (!request.hasOccurredAt()) {
      throw Problem.validation("occurredAt", "Say when it happened.");
    }
    return Dates.instant("occurredAt", request.getOccurredAt());
  }

  private static UUID scanId(String text) {
    var id = id("scanId", text);
    if (id.version() != UUID_V7 || id.variant() != 2) {
      throw Problem.validation("scanId", "A scan id is a UUIDv7 made by the device (RFC 9562).");
    }
    return id;
  }

  /** The visitor as named by number; a pass is read by {@link PassReader}. */
  static Scan.Who byNumber(CheckInRequest request) {
    var code = request.getMember().getClub().strip().toUpperCase(Locale.ROOT);
    var number = request.getMember().getNumber().strip();
    if (code.isEmpty() || code.length() > TEXT_MAX || !isPrinted(code)) {
      throw Problem.validation("member.club", "Give the home club's code, such as HYC.");
    }
    if (number.isEmpty() || number.length() > TEXT_MAX || !isPrinted(number)) {
      throw Problem.validation("member.number", "Give the number on the member's card.");
    }
    return new Scan.Who.ByNumber(code, number);
  }

  static Request party(CheckInRequest request) {
    if (request.getGuestsCount() > GUESTS_MAX) {
      throw Problem.validation("guests", "At most " + GUESTS_MAX + " guests can come with one member.");
    }
    if (request.getNights() < 0 || request.getNights() > NIGHTS_MAX) {
      throw Problem.validation("nights", "Nights are 0 to " + NIGHTS_MAX + ".");
    }
    var facility = facility(request.getFacility());
    var guests = request.getGuestsList().stream().map(ScanMapper::guest).toList();
    return new Request(LATER, facility, guests, request.getNights(), particulars(request));
  }

  /** The name as it is kept, however it was written; empty where nothing is named. */
  static String facility(String written) {
    var name = Facility.named(written);
    if (name == null || name.length() > TEXT_MAX) {
      throw Problem.validation("facility", "A facility's name has at most " + TEXT_MAX
          + " characters: letters, digits, spaces and underscores.");
    }
    return name;
  }

  private static Request.Particulars particulars(CheckInRequest request) {
    if (request.getAttributesCount() > ATTRIBUTES_MAX) {
      throw Problem.validation("attributes", "At most " + ATTRIBUTES_MAX + " attributes.");
    }
    for (var name : request.getAttributesMap().keySet()) {
      if (name.isBlank() || name.length() > TEXT_MAX) {
        throw Problem.validation("attributes", "An attribute's name has 1 to " + TEXT_MAX + " characters.");
      }
    }
    for (long number : request.getAttributesMap().values()) {
      if (number < 0 || number > ATTRIBUTE_MAX) {
        throw Problem.validation("attributes", "An attribute's number is 0 to " + ATTRIBUTE_MAX + ".");
      }
    }
    Set<Entry.Document> shown = new TreeSet<>();
    request.getDocumentsList().forEach(each -> shown.add(TermsMapper.document("documents", each)));
    if (shown.contains(Entry.Document.PASS) || shown.contains(Entry.Document.LETTER)) {
      throw Problem.validation("documents", "The platform sees passes and letters itself.");
    }
    if (!request.getPass().isEmpty()) {
      shown.add(Entry.Document.PASS);
    }
    return new Request.Particulars(request.getAttributesMap(), shown, null);
  }

  private static Request.Guest guest(Guest wire) {
    if (wire.hasName()
        && (wire.getName().isBlank() || wire.getName().length() > NAME_MAX || !isPrinted(wire.getName()))) {
      throw Problem.validation("guests", "A guest's name has 1 to " + NAME_MAX + " characters.");
    }
    if (wire.hasAge() && (wire.getAge() < 0 || wire.getAge() > 150)) {
      throw Problem.validation("guests", "A guest's age is 0 to 150.");
    }
    return new Request.Guest(wire.hasAge() ? wire.getAge() : null, switch (wire.getRelation()) {
      case SPOUSE -> Request.Relation.SPOUSE;
      case CHILD -> Request.Relation.CHILD;
      case FRIEND -> Request.Relation.FRIEND;
      case COLLEAGUE -> Request.Relation.COLLEAGUE;
      case RELATION_UNSPECIFIED, OTHER, UNRECOGNIZED -> Request.Relation.OTHER;
    }, wire.getPaying());
  }

  /** No control characters: nobody types them, and U+0000 would fail everybody's batch in the database. */
  private static boolean isPrinted(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }

  /** An id of the contract. */
  static UUID id(String field, String text) {
    return Uuids.read(field, text);
  }
}
