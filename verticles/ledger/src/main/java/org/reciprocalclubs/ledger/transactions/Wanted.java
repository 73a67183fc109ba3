package org.reciprocalclubs.ledger.transactions;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.ledger.fabric.Call;

/**
 * Something to be recorded. The contract it calls must be idempotent on what it records. Immutable.
 *
 * @param key names what is recorded, the same each time it is wanted: {@code anchor/300}
 * @param club whose it is
 * @param partner the other club that sees it, {@link NewEvent#EVERY_CLUB}, or null
 * @param after the key of a transaction, enqueued before, that has to stand on the ledger first; null: none
 * @param regardless whether it goes on when that one has failed, instead of failing with it
 */
public record Wanted(String key, Kind kind, UUID club, @Nullable UUID partner, Call call,
    @Nullable String after, boolean regardless) {
  /** The longest key. */
  static final int KEY_MAX = 200;

  public Wanted {
    if (key.isEmpty() || key.length() > KEY_MAX) {
      throw new IllegalArgumentException("A key has 1 to " + KEY_MAX + " characters");
    }
    if (key.equals(after)) {
      throw new IllegalArgumentException("Nothing follows itself");
    }
  }

  /** One that fails with the one that it follows. */
  public Wanted(String key, Kind kind, UUID club, @Nullable UUID partner, Call call, @Nullable String after) {
    this(key, kind, club, partner, call, after, false);
  }

  /** One that follows no other. */
  public Wanted(String key, Kind kind, UUID club, @Nullable UUID partner, Call call) {
    this(key, kind, club, partner, call, null);
  }
}
