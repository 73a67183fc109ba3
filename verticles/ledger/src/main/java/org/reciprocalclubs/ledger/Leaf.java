package org.reciprocalclubs.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.json.CanonicalJson;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.ledger.log.Hash;

/**
 * What the log keeps of an event: its leaf, a text of times, ids and pseudonyms in its one form (RFC 8785),
 * and the entry SHA-256(salt || text). The leaf names the event's content by HMAC-SHA256 under the salt over
 * who is concerned (club, partner and actor, 16 bytes each, zeros where there is none) and the event's bytes,
 * so that a row that was changed is found out. Immutable.
 *
 * @param text ASCII
 * @param salt 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Leaf(String text, byte[] salt) {
  private static final UUID NOBODY = new UUID(0, 0);

  /** The leaf of an event. */
  static Leaf of(Deed deed, Secret secret) {
    var event = deed.event();
    byte[] salt = secret.salt(event.id());
    var facts = new TreeMap<>(deed.facts());
    facts.put("at", event.at().toString());
    facts.put("content", "hmac-sha256:" + HexFormat.of().formatHex(Secret.hmac(salt, content(event))));
    facts.put("event", event.id().toString());
    facts.put("stream", event.stream().toString());
    facts.put("type", event.name());
    facts.put("version", Integer.toString(event.version()));
    if (deed.ofMember()) {
      facts.put("visitor", secret.pseudonym());
    }
    return new Leaf(CanonicalJson.text(facts), salt);
  }

  private static byte[] content(EventRecord event) {
    var bytes = ByteBuffer.allocate(3 * 2 * Long.BYTES + event.data().length);
    put(bytes, event.club());
    put(bytes, event.partner());
    put(bytes, event.meta().actor());
    return bytes.put(event.data()).array();
  }

  private static void put(ByteBuffer bytes, @Nullable UUID id) {
    UUID some = id == null ? NOBODY : id;
    bytes.putLong(some.getMostSignificantBits()).putLong(some.getLeastSignificantBits());
  }

  /** What is put into the tree, 32 bytes. */
  byte[] entry() {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return Hash.sha256(ByteBuffer.allocate(salt.length + bytes.length).put(salt).put(bytes).array());
  }
}
