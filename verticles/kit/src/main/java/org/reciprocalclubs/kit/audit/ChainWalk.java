package org.reciprocalclubs.kit.audit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.audit.v1.AuditChainSealed;
import org.reciprocalclubs.kit.audit.ChainFinding.Kind;
import org.reciprocalclubs.kit.bus.Whence;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Position;

/** Walks one club's chain from its beginning to its end. */
final class ChainWalk {
  private final ChainRows rows;
  private final UUID club;
  private final long length;
  private final byte[] head;
  private final EventIds ids;
  private final Consumer<ChainFinding> findings;
  private final List<UUID> subjects = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private byte[] before;
  private long number;
  private long count;
  private long matched;
  private long erased;
  private @Nullable Position position;

  ChainWalk(ChainRows rows, Row chain, EventIds ids, Consumer<ChainFinding> findings) {
    this.rows = rows;
    this.ids = ids;
    this.findings = findings;
    club = chain.getUUID("club");
    length = chain.getLong("length");
    head = bytes(chain, "head");
    before = bytes(chain, "genesis");
  }

  /** Entries that there are. */
  long count() {
    return count;
  }

  /** Those of them whose events there are. */
  long matched() {
    return matched;
  }

  long erased() {
    return erased;
  }

  void run() {
    for (List<Row> page = rows.entries(club, 0); !page.isEmpty(); page = rows.entries(club, number)) {
      page.forEach(this::compare);
      rows.lacking(club, subjects, numbers).stream().map(row -> row.getLong("number")).distinct()
          .forEach(each -> found(Kind.SUBJECT_MISSING, each, "is not found by all whom it concerns"));
      subjects.clear();
      numbers.clear();
    }
    if (number < length) {
      missing(number + 1, length);
    } else if (number == length && !Arrays.equals(before, head)) {
      found(Kind.HEAD_CHANGED, length, "is the last, and the chain's head is another");
    }
  }

  private void compare(Row row) {
    count++;
    long at = row.getLong("number");
    if (at > number + 1) {
      missing(number + 1, at - 1);
    }
    boolean gap = at > number + 1;
    number = at;
    if (at > length) {
      found(Kind.ENTRY_ADDED, at, "stands behind the chain's end at " + length);
    } else if (row.getUUID("e_id") == null) {
      found(Kind.EVENT_MISSING, at, "is of an event that is gone: " + row.getUUID("event"));
    } else {
      hold(row, event(row), gap);
    }
    before = bytes(row, "hash");
  }

  private void hold(Row row, EventRecord event, boolean gap) {
    var made = EntryMaker.of(event, number, bytesOrNull(row, "detail"));
    matched += event.club().equals(club) && number <= length ? 1 : 0;
    if (!event.club().equals(club)) {
      found(Kind.ENTRY_ADDED, number, "is of an event of club " + event.club());
    } else if (!gap && !Arrays.equals(made.hash(before), bytes(row, "hash"))) {
      changed(row, made, event);
    } else if (!says(row, made)) {
      found(Kind.ENTRY_CHANGED, number, "says something else than its hash");
    }
    if (position != null && event.position().compareTo(position) <= 0) {
      found(Kind.ENTRY_MOVED, number, "is of an event that stands before that of the entry before");
    }
    position = event.position();
    origin(row);
    detail(row);
    seal(made, event);
    var concerned = ids.of(event);
    if (event.meta().actor() != null) {
      concerned.add(event.meta().actor());
    }
    concerned.forEach(each -> {
      subjects.add(each);
      numbers.add(number);
    });
  }

  /** Where what the entry's row says gives its hash it is the event that differs. */
  private void changed(Row row, AuditEntry made, EventRecord event) {
    var said = new AuditEntry(club, number, AuditEntry.Kind.valueOf(row.getString("kind")),
        row.getString("operation"),
        new AuditEntry.Event(row.getUUID("event"), row.getUUID("stream"), row.getInteger("version"),
            event.type(),
            row.getUUID("actor"), time(row, "at")),
        row.getUUID("origin"), made.content(), bytesOrNull(row, "detail"));
    boolean rowHolds = Arrays.equals(said.hash(before), bytes(row, "hash"));
    if (rowHolds || says(row, made)) {
      found(Kind.EVENT_CHANGED, number, "or its event " + event.id() + " is not as it was chained");
    } else {
      found(Kind.ENTRY_CHANGED, number, "is not as it was chained");
    }
  }

  private static boolean says(Row row, AuditEntry made) {
    return row.getUUID("event").equals(made.event().id()) && row.getString("kind").equals(made.kind().name())
        && row.getString("operation").equals(made.operation()) && time(row, "at").equals(made.event().at())
        && Objects.equals(row.getUUID("actor"), made.event().actor())
        && Objects.equals(row.getUUID("origin"), made.origin());
  }

  private void origin(Row row) {
    UUID origin = row.getUUID("e_origin");
    if (origin != null && row.getString("network") == null) {
      erased++;
    } else if (origin != null && !origin.equals(
        Whence.commitment(bytes(row, "salt"), row.getString("network"), row.getString("program")))) {
      found(Kind.ORIGIN_CHANGED, number, "came from somewhere else than is kept of it");
    }
  }

  private void detail(Row row) {
    byte[] held = bytesOrNull(row, "detail");
    byte[] there = bytesOrNull(row, "d_detail");
    if (held != null && there == null) {
      erased++;
    } else if (!Arrays.equals(held, there)) {
      found(Kind.DETAIL_CHANGED, number, "has other personal values beside it than it was chained with");
    }
  }

  private void seal(AuditEntry made, EventRecord event) {
    if (made.kind() == AuditEntry.Kind.SEAL) {
      try {
        var sealed = AuditChainSealed.parseFrom(event.data());
        if (!Arrays.equals(rows.hash(club, sealed.getLength()), sealed.getHead().toByteArray())) {
          found(Kind.HEAD_CHANGED, number, "says that entry " + sealed.getLength() + " had another hash");
        }
      } catch (InvalidProtocolBufferException unreadable) {
        found(Kind.EVENT_CHANGED, number, "is of a seal that cannot be read");
      }
    }
  }

  private void missing(long from, long to) {
    findings.accept(new ChainFinding(Kind.ENTRY_MISSING, from == to
        ? "Entry " + from + " of club " + club + " is gone."
        : "Entries " + from + " to " + to + " of club " + club + " are gone."));
  }

  private void found(Kind kind, long which, String what) {
    findings.accept(new ChainFinding(kind, "Entry " + which + " of club " + club + " " + what + "."));
  }

  private static EventRecord event(Row row) {
    UUID origin = row.getUUID("e_origin");
    var meta = new EventMeta(row.getUUID("e_actor"), null, null,
        origin == null ? null : Whence.known(origin));
    return new EventRecord(new Position("audit", row.getLong("xid"), row.getLong("seq")), row.getUUID("e_id"),
        row.getUUID("stream"), row.getInteger("version"), row.getString("type"), row.getUUID("e_club"), null,
        bytes(row, "data"), meta, time(row, "e_at"));
  }

  private static Instant time(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  private static byte[] bytes(Row row, String column) {
    return row.getBuffer(column).getBytes();
  }

  private static byte @Nullable [] bytesOrNull(Row row, String column) {
    return row.getBuffer(column) == null ? null : bytes(row, column);
  }
}
