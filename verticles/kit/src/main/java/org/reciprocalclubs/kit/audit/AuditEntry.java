package org.reciprocalclubs.kit.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.hash.Sha256;
import org.reciprocalclubs.kit.json.CanonicalJson;

/**
 * One entry of a club's chain: what is known of an event for good. It names the event's content by SHA-256,
 * and personal values beside it, and from where it came, by salted commitments: these can be erased, and the
 * chain still holds. Immutable.
 *
 * @param number from 1
 * @param operation an rpc such as Members/GetMember, or an event such as VisitOpened
 * @param origin the commitment of {@link org.reciprocalclubs.kit.bus.Whence}
 * @param content SHA-256 of the event's bytes
 * @param detail SHA-256(salt || personal values before and after); null where the event has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record AuditEntry(UUID club, long number, Kind kind, String operation, Event event, @Nullable UUID origin,
    byte[] content, byte @Nullable [] detail) {

  /** What is kept. */
  enum Kind {
    /** Somebody was given personal data of others. */
    READ,
    /** An event of a room. */
    CHANGE,
    /** A change without an event was asked for. */
    ASKED,
    /** The chain's head was put where it can be proven. */
    SEAL
  }

  /** The event that the entry is of. */
  record Event(UUID id, UUID stream, int version, String type, @Nullable UUID actor, Instant at) {}

  /** The entry in the form of RFC 8785. */
  String text() {
    var facts = new TreeMap<String, String>();
    facts.put("at", event.at().toString());
    facts.put("club", club.toString());
    facts.put("content", "sha256:" + HexFormat.of().formatHex(content));
    facts.put("event", event.id().toString());
    facts.put("kind", kind.name());
    facts.put("number", Long.toString(number));
    facts.put("operation", operation);
    facts.put("stream", event.stream().toString());
    facts.put("type", event.type());
    facts.put("version", Integer.toString(event.version()));
    if (event.actor() != null) {
      facts.put("actor", event.actor().toString());
    }
    if (origin != null) {
      facts.put("origin", origin.toString());
    }
    if (detail != null) {
      facts.put("detail", "sha256:" + HexFormat.of().formatHex(detail));
    }
    return CanonicalJson.text(facts);
  }

  /** What stands in the chain: SHA-256(hash before || {@link #text}), 32 bytes. */
  byte[] hash(byte[] before) {
    return Sha256.of(before, text().getBytes(StandardCharsets.US_ASCII));
  }
}
