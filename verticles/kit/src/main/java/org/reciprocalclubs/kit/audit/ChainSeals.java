package org.reciprocalclubs.kit.audit;

import com.google.protobuf.ByteString;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.codecs.audit.v1.AuditChainSealed;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * Makes the head of each chain that has grown an event, now and then: where there is a log of what happened
 * that event is a leaf of it, so that a chain which is written anew does not go with the log any more. One
 * process does it at a time; should two, one finds it done. Thread-safe.
 */
public final class ChainSeals {
  private static final String LEASE = "kit.audit.seals";
  private static final int PAGE = 500;
  private static final UUID FIRST = new UUID(0, 0);
  private static final String UNSEALED = "select club, length, head from kit.audit_unsealed($1, $2)";
  private static final String SEALED = "select kit.audit_sealed($1)";

  private final Store store;
  private final Leases leases;

  public ChainSeals(Store store, Leases leases) {
    this.store = store;
    this.leases = leases;
  }

  /** Seals what has grown; waits. */
  public boolean turn() {
    if (!leases.holding(LEASE) && !leases.acquire(LEASE).await()) {
      return false;
    }
    UUID after = FIRST;
    for (List<Row> page = page(after); !page.isEmpty(); page = page(after)) {
      page.forEach(this::seal);
      after = page.getLast().getUUID("club");
    }
    return false;
  }

  /** All seals of a chain are one stream. */
  private static UUID stream(UUID club) {
    return UUID.nameUUIDFromBytes(("audit chain " + club).getBytes(StandardCharsets.US_ASCII));
  }

  private List<Row> page(UUID after) {
    return store.transact(Scope.nobody(),
        tx -> tx.query(UNSEALED, after, PAGE).stream().toList());
  }

  private void seal(Row row) {
    UUID club = row.getUUID("club");
    long length = row.getLong("length");
    Buffer head = row.getBuffer("head");
    var sealed = AuditChainSealed.newBuilder().setClubId(club.toString()).setLength(length)
        .setHead(ByteString.copyFrom(head.getBytes())).build();
    store.perform(Scope.club(club), tx -> {
      Integer seal = tx.one(SEALED, length).orElseThrow().getInteger(0);
      if (seal != null) {
        tx.append(stream(club), seal - 1, NewEvent.of(club, sealed, EventMeta.NONE));
      }
    });
  }
}
