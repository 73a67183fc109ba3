package org.reciprocalclubs.kit.store;

import java.time.Duration;

/**
 * The seam through which tests play a month: what is added to the database's clock to make {@code kit.now()},
 * and so {@link Tx#now()}, for every process at once. Thread-safe; waits.
 */
public final class TimeOffset {
  private final Store store;
  private final boolean production;

  /** @param production whether setting is refused */
  public TimeOffset(Store store, boolean production) {
    this.store = store;
    this.production = production;
  }

  /** @return what is added; zero unless somebody set it */
  public Duration read() {
    return store.read(Scope.nobody(),
        tx -> Duration.ofMillis(tx.one("select shift_ms from kit.clock").orElseThrow().getLong(0)));
  }

  /** @throws IllegalStateException in production */
  public void set(Duration offset) {
    if (production) {
      throw new IllegalStateException("the clock cannot be set in production");
    }
    store.perform(Scope.nobody(), tx -> tx.query("update kit.clock set shift_ms = $1", offset.toMillis()));
  }
}
