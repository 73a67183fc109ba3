package org.reciprocalclubs.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.store.EventRecord;

/**
 * An event that clubs may have to prove, as the log needs it. Immutable.
 *
 * @param subject whom it is about: a member, or what was agreed
 * @param atClub the host where it is about a member, else the club that acted; a member has a pseudonym at
 * each host
 * @param person the login that may see it too
 * @param facts what its leaf says beside what every leaf says
 */
record Deed(EventRecord event, UUID subject, UUID atClub, @Nullable UUID person, boolean ofMember,
    SortedMap<String, String> facts) {
  /**
   * Full names of the events that are logged: visits, what was agreed, letters, keys of passes, and how far
   * the clubs' audit chains had come.
   */
  static final Set<String> TYPES = Stream.of(
      visits("VisitOpened", "VisitClosed", "VisitAnnulled", "VisitCancelled", "VisitVerified",
          "VisitCorrected", "VisitSettled"),
      visits("AgreementProposed", "AgreementCountered", "AgreementApproved", "AgreementActivated",
          "AgreementRejected", "AgreementWithdrawn", "AgreementSuspended", "AgreementResumed",
          "AgreementExpired", "AgreementAbandoned", "AgreementTerminated", "TerminationNoticed",
          "TerminationRevoked", "AmendmentProposed", "AmendmentApproved", "AmendmentRejected",
          "AmendmentWithdrawn", "AmendmentBegun"),
      members("LetterIssued", "LetterRevoked", "PassKeyRotated", "PassesRevoked"),
      Stream.of("reciprocalclubs.audit.v1.AuditChainSealed")).flatMap(each -> each)
      .collect(Collectors.toUnmodifiableSet());

  private static final String HOST = "visiting_club_id";
  private static final String HOME = "club_id";
  private static final String MEMBER = "member_id";
  private static final String LOGIN = "user_id";
  private static final String TERMS = "terms_hash";
  private static final String VERDICT = "verdict";

  Deed {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  private static Stream<String> visits(String... names) {
    return Stream.of(names).map("reciprocalclubs.reciprocal.v1."::concat);
  }

  private static Stream<String> members(String... names) {
    return Stream.of(names).map("reciprocalclubs.member.v1."::concat);
  }

  /** Reads the event's own bytes. */
  static Deed of(EventRecord event, Codecs codecs) {
    var data = read(event, codecs);
    UUID member = id(data, MEMBER);
    UUID host = id(data, HOST);
    var facts = new TreeMap<String, String>();
    if (host == null) {
      put(facts, "club", event.club());
      put(facts, "partner", event.forEveryClub() ? null : event.partner());
    } else {
      put(facts, "host", host);
      put(facts, "home", id(data, HOME));
    }
    terms(data).ifPresent(hash -> facts.put("terms", hash));
    return new Deed(event, member == null ? event.stream() : member, host == null ? event.club() : host,
        id(data, LOGIN), member != null, facts);
  }

  private static Message read(EventRecord event, Codecs codecs) {
    try {
      return codecs.prototype(event.type()).newBuilderForType().mergeFrom(event.data()).build();
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("An event cannot be read", unreadable);
    }
  }

  private static void put(SortedMap<String, String> facts, String name, @Nullable UUID value) {
    if (value != null) {
      facts.put(name, value.toString());
    }
  }

  private static Optional<String> terms(Message data) {
    var verdict = data.getDescriptorForType().findFieldByName(VERDICT);
    return text(verdict == null ? data : (Message) data.getField(verdict), TERMS);
  }

  private static @Nullable UUID id(Message data, String field) {
    return text(data, field).map(UUID::fromString).orElse(null);
  }

  private static Optional<String> text(Message data, String field) {
    var described = data.getDescriptorForType().findFieldByName(field);
    return described == null
        ? Optional.empty()
        : Optional.of((String) data.getField(described)).filter(text -> !text.isEmpty());
  }
}
