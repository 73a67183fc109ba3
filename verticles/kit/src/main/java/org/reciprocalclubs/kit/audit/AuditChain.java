package org.reciprocalclubs.kit.audit;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.store.BatchHandler;
import org.reciprocalclubs.kit.store.Columns;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Chains what happened, for each club, in the order of the feed and exactly once: entries and the heads of
 * the chains are written in the transaction that saves the follower's position. Thread-safe.
 */
public final class AuditChain implements BatchHandler {
  /** Its place in the feed is the chains': another name would chain everything again. */
  public static final String FOLLOWER = "kit.audit";

  private static final String HOLD = "select club, length, head from kit.audit_hold($1, $2)";
  private static final String DETAILS = "select event, detail from kit.audit_details($1)";
  private static final String APPEND = """
      select kit.audit_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";
  private static final String GROW = "select kit.audit_grow($1, $2, $3, $4, $5, $6, $7)";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int HASH_BYTES = 32;

  private final EventIds ids;

  public AuditChain(Codecs codecs) {
    ids = new EventIds(codecs);
  }

  /** A chain as far as it goes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Head(long length, byte[] hash) {}

  /** An entry at its place. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Placed(AuditEntry entry, byte[] hash, EventRecord event) {}

  /** That an entry concerns somebody. */
  private record Concerned(UUID club, UUID subject, long number) {}

  @Override
  public void handle(Tx tx, List<EventRecord> events) {
    var clubs = events.stream().map(EventRecord::club).distinct().sorted().toList();
    Map<UUID, Head> older = hold(tx, clubs);
    Map<UUID, byte[]> details = details(tx, events);
    Map<UUID, Head> heads = new TreeMap<>(older);
    List<Placed> placed = new ArrayList<>(events.size());
    for (EventRecord event : events) {
      Head head = of(heads, event.club());
      var entry = EntryMaker.of(event, head.length + 1, details.get(event.id()));
      byte[] hash = entry.hash(head.hash);
      heads.put(event.club(), new Head(entry.number(), hash));
      placed.add(new Placed(entry, hash, event));
    }
    append(tx, placed);
    grow(tx, placed, older, heads);
  }

  private static Map<UUID, Head> hold(Tx tx, List<UUID> clubs) {
    Map<UUID, Head> heads = new HashMap<>();
    for (Row row : tx.query(HOLD, Columns.of(clubs, UUID.class, club -> club),
        Columns.of(clubs, Buffer.class, _ -> fresh()))) {
      heads.put(row.getUUID("club"), new Head(row.getLong("length"), row.getBuffer("head").getBytes()));
    }
    return heads;
  }

  private static Head of(Map<UUID, Head> heads, UUID club) {
    return Objects.requireNonNull(heads.get(club), "every club has a chain once it is held");
  }

  private static Buffer fresh() {
    byte[] bytes = new byte[HASH_BYTES];
    RANDOM.nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  private static Map<UUID, byte[]> details(Tx tx, List<EventRecord> events) {
    Map<UUID, byte[]> details = new HashMap<>();
    for (Row row : tx.query(DETAILS, (Object) Columns.of(events, UUID.class, EventRecord::id))) {
      details.put(row.getUUID("event"), row.getBuffer("detail").getBytes());
    }
    return details;
  }

  private static void append(Tx tx, List<Placed> placed) {
    var entries = placed.stream().map(Placed::entry).toList();
    tx.queryAsync(APPEND, Columns.of(entries, UUID.class, AuditEntry::club),
        Columns.of(entries, Long.class, AuditEntry::number),
        Columns.of(entries, Instant.class, each -> each.event().at()),
        Columns.of(entries, String.class, each -> each.kind().name()),
        Columns.of(entries, String.class, AuditEntry::operation),
        Columns.of(entries, UUID.class, each -> each.event().actor()),
        Columns.of(entries, UUID.class, each -> each.event().id()),
        Columns.of(entries, UUID.class, each -> each.event().stream()),
        Columns.of(entries, Integer.class, each -> each.event().version()),
        Columns.of(entries, UUID.class, AuditEntry::origin),
        Columns.of(entries, Buffer.class, each -> buffer(each.detail())),
        Columns.of(placed, Buffer.class, each -> Buffer.buffer(each.hash)));
  }

  private static @Nullable Buffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : Buffer.buffer(bytes);
  }

  private void grow(Tx tx, List<Placed> placed, Map<UUID, Head> older, Map<UUID, Head> heads) {
    List<Concerned> concerned = new ArrayList<>();
    placed.forEach(each -> concerned.addAll(concerned(each)));
    var clubs = List.copyOf(heads.keySet());
    tx.query(GROW, Columns.of(concerned, UUID.class, Concerned::club),
        Columns.of(concerned, UUID.class, Concerned::subject),
        Columns.of(concerned, Long.class, Concerned::number), Columns.of(clubs, UUID.class, club -> club),
        Columns.of(clubs, Long.class, club -> of(older, club).length),
        Columns.of(clubs, Long.class, club -> of(heads, club).length),
        Columns.of(clubs, Buffer.class, club -> Buffer.buffer(of(heads, club).hash)));
  }

  private List<Concerned> concerned(Placed placed) {
    var subjects = ids.of(placed.event);
    var actor = placed.event.meta().actor();
    if (actor != null) {
      subjects.add(actor);
    }
    return subjects.stream().map(id -> new Concerned(placed.event.club(), id, placed.entry.number()))
        .toList();
  }
}
