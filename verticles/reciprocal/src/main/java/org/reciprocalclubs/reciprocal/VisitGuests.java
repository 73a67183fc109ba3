package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Names of those who came along, as the desk wrote them down: the host's book, which the member may read of
 * their own visits. They are forgotten after a time. Reading is thread-safe; forgetting is for one worker's
 * thread.
 */
final class VisitGuests {
  static final Duration EVERY = Duration.ofMinutes(10);
  /** Rows of one transaction: a long one would hold every follower back. */
  static final int PORTION = 5_000;

  private final Store store;
  private final int keptDays;

  /** @param kept from the beginning of a visit, in whole days */
  VisitGuests(Store store, Duration kept) {
    this.store = store;
    this.keptDays = Math.toIntExact(kept.toDays());
  }

  /** @return whether there may be more to forget at once */
  boolean turn() {
    return forget() == PORTION;
  }

  /** @return how many names were forgotten */
  int forget() {
    return store.transact(Scope.nobody(),
        tx -> tx.one("select reciprocal.forget_visit_guests($1, $2)", keptDays, PORTION).orElseThrow()
            .getInteger(0));
  }

  /** A visit with the names that the transaction's scope may see. */
  static Visit withNames(Tx tx, Visit visit) {
    var id = UUID.fromString(visit.getId());
    var names = of(tx, List.of(id)).getOrDefault(id, List.of());
    return names.isEmpty() ? visit : visit.toBuilder().addAllNamedGuests(names).build();
  }

  /** By visit, in the order in which they were named. */
  static Map<UUID, List<Guest>> of(Tx tx, List<UUID> visits) {
    Map<UUID, List<Guest>> guests = new HashMap<>();
    for (Row row : tx.query("select * from reciprocal.visit_guest where visit = any($1) order by visit, ord",
        (Object) visits.toArray(UUID[]::new))) {
      guests.computeIfAbsent(row.getUUID("visit"), _ -> new ArrayList<>()).add(read(row));
    }
    return guests;
  }

  /** The visit did not take place. */
  static void forget(Tx tx, UUID visit) {
    tx.queryAsync("delete from reciprocal.visit_guest where visit = $1", visit);
  }

  private static Guest read(Row row) {
    var guest = Guest.newBuilder().setName(row.getString("name"))
        .setRelation(Guest.Relation.valueOf(row.getString("relation"))).setPaying(row.getBoolean("paying"));
    Integer age = row.getInteger("age");
    return (age == null ? guest : guest.setAge(age)).build();
  }
}
