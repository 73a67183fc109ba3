package org.reciprocalclubs.ledger.records;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementApproved;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementCountered;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementProposed;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementResumed;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSuspended;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentApproved;
import org.reciprocalclubs.codecs.reciprocal.v1.AmendmentProposed;
import org.reciprocalclubs.codecs.reciprocal.v1.TerminationNoticed;
import org.reciprocalclubs.kit.store.EventRecord;

/**
 * An agreement as its events tell it, one after the other, and what each puts on the ledger. Nothing is
 * recorded before both clubs have agreed. Not thread-safe.
 */
final class AgreementCourse {
  /** What the contract records of an agreement's end, whatever its state. */
  static final String END = "Terminate";

  private static final String NO_REASON = "";

  private final UUID agreement;
  private final Map<Integer, Offer> offers = new HashMap<>();
  private final Map<UUID, Integer> suspended = new HashMap<>();
  private @Nullable UUID proposer;
  private @Nullable UUID partner;
  private @Nullable Notice notice;
  private int suspensions;
  private boolean agreed;

  AgreementCourse(UUID agreement) {
    this.agreement = agreement;
  }

  /** Terms that were put on the table. */
  private record Offer(UUID author, String hash, String from, String until) {}

  private record Notice(UUID by, String lastDay) {}

  /** What the next event puts on the ledger, in order. */
  List<Entry> next(EventRecord event) {
    try {
      return switch (event.name()) {
        case "AgreementProposed" -> proposed(AgreementProposed.parseFrom(event.data()));
        case "AgreementCountered" -> countered(AgreementCountered.parseFrom(event.data()));
        case "AmendmentProposed" -> amendment(AmendmentProposed.parseFrom(event.data()));
        case "AgreementApproved" -> approved(AgreementApproved.parseFrom(event.data()));
        case "AmendmentApproved" -> amended(AmendmentApproved.parseFrom(event.data()));
        case "AgreementSuspended" ->
          suspended(UUID.fromString(AgreementSuspended.parseFrom(event.data()).getByClubId()));
        case "AgreementResumed" ->
          resumed(UUID.fromString(AgreementResumed.parseFrom(event.data()).getByClubId()));
        case "TerminationNoticed" -> noticed(TerminationNoticed.parseFrom(event.data()));
        case "TerminationRevoked" -> revoked();
        case "AgreementTerminated", "AgreementAbandoned", "AgreementWithdrawn" -> ended(event.at());
        default -> List.of();
      };
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read: " + event.type(), unreadable);
    }
  }

  private List<Entry> proposed(AgreementProposed event) {
    proposer = UUID.fromString(event.getClubId());
    partner = UUID.fromString(event.getPartnerClubId());
    offers.put(event.getTermsVersion(), new Offer(proposer, event.getTermsHash(),
        begin(event.getEffectiveDate()), event.hasExpirationDate() ? end(event.getExpirationDate()) : ""));
    return List.of();
  }

  private List<Entry> countered(AgreementCountered event) {
    offers.put(event.getTermsVersion(), new Offer(UUID.fromString(event.getByClubId()), event.getTermsHash(),
        begin(event.getEffectiveDate()), event.hasExpirationDate() ? end(event.getExpirationDate()) : ""));
    return List.of();
  }

  private List<Entry> amendment(AmendmentProposed event) {
    offers.put(event.getTermsVersion(), new Offer(UUID.fromString(event.getByClubId()), event.getTermsHash(),
        begin(event.getEffectiveDate()), ""));
    return List.of();
  }

  /** A day begins in UTC where the ledger is concerned: which day it is at a host the terms say. */
  private static String begin(String day) {
    return LocalDate.parse(day).atStartOfDay().toInstant(ZoneOffset.UTC).toString();
  }

  /** The last day is over. */
  private static String end(String lastDay) {
    return begin(LocalDate.parse(lastDay).plusDays(1).toString());
  }

  private List<Entry> approved(AgreementApproved event) {
    agreed = true;
    int version = event.getTermsVersion();
    var offer = offer(version);
    var other = other(offer.author);
    return List.of(
        new Entry(terms(version, "proposed"), offer.author, other, "Propose",
            List.of(agreement.toString(), Integer.toString(version), offer.author.toString(),
                other.toString(), offer.hash, offer.from, offer.until)),
        approval(version, offer));
  }

  private List<Entry> amended(AmendmentApproved event) {
    int version = event.getTermsVersion();
    var offer = offer(version);
    return List.of(
        new Entry(terms(version, "proposed"), offer.author, other(offer.author), "Amend",
            List.of(agreement.toString(), Integer.toString(version), offer.author.toString(), offer.hash,
                offer.from)),
        approval(version, offer));
  }

  private Entry approval(int version, Offer offer) {
    var by = other(offer.author);
    return new Entry(terms(version, "approved"), by, offer.author, "Approve",
        List.of(agreement.toString(), Integer.toString(version), by.toString(), offer.hash));
  }

  private Offer offer(int version) {
    return Objects.requireNonNull(offers.get(version), "terms that were approved were proposed");
  }

  private UUID other(UUID club) {
    return Objects.requireNonNull(club.equals(proposer) ? partner : proposer);
  }

  /** By which the saga asks for it too: reciprocal's ActivationActs makes the same. */
  private String terms(int version, String what) {
    return "agreement/" + agreement + "/terms/" + version + "/" + what;
  }

  private List<Entry> suspended(UUID by) {
    suspended.put(by, ++suspensions);
    return List
        .of(new Entry("agreement/" + agreement + "/suspension/" + suspensions, by, other(by), "Suspend",
            List.of(agreement.toString(), Integer.toString(suspensions), by.toString(), NO_REASON)));
  }

  private List<Entry> resumed(UUID by) {
    Integer number = suspended.remove(by);
    return number == null
        ? List.of()
        : List.of(new Entry("agreement/" + agreement + "/resumption/" + number, by, other(by), "Resume",
            List.of(agreement.toString(), number.toString(), by.toString())));
  }

  private List<Entry> noticed(TerminationNoticed event) {
    notice = new Notice(UUID.fromString(event.getByClubId()), event.getLastDay());
    return List.of();
  }

  private List<Entry> revoked() {
    notice = null;
    return List.of();
  }

  /** With notice, or before it began: what was recorded of it is taken back by the same word. */
  private List<Entry> ended(Instant at) {
    if (!agreed) {
      return List.of();
    }
    agreed = false;
    var by = notice == null ? Objects.requireNonNull(proposer) : notice.by;
    var end = notice == null ? at.truncatedTo(ChronoUnit.SECONDS).toString() : end(notice.lastDay);
    return List.of(new Entry("agreement/" + agreement + "/termination", by, other(by), END,
        List.of(agreement.toString(), by.toString(), end, NO_REASON)));
  }
}
