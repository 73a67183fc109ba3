package org.reciprocalclubs.auth.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/** When and why clubs were suspended; rows are there for the federation's operator alone. */
public final class SuspensionTable {
  private SuspensionTable() {}

  /** A suspension that has not ended. */
  public record Open(String reason, Instant since) {}

  /** What is open, by club. */
  public static Map<UUID, Open> open(Tx tx) {
    Map<UUID, Open> found = new HashMap<>();
    tx.query("select club, reason, suspended_at from auth.club_suspension where reinstated_at is null")
        .forEach(row -> found.put(row.getUUID(0),
            new Open(row.getString(1), row.getOffsetDateTime(2).toInstant())));
    return found;
  }

  public static void begin(Tx tx, UUID id, UUID club, String reason, @Nullable UUID by) {
    tx.query("""
        insert into auth.club_suspension (id, club, reason, suspended_by, suspended_at)
        values ($1, $2, $3, $4, $5)
        """, id, club, reason, by, tx.now());
  }

  public static void end(Tx tx, UUID club, @Nullable UUID by) {
    tx.query("""
        update auth.club_suspension set reinstated_by = $2, reinstated_at = $3
         where club = $1 and reinstated_at is null
        """, club, by, tx.now());
  }
}
