package org.reciprocalclubs.auth;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.auth.store.ClubTable;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the federation's operator when a process starts and there is none: nobody else could. Deploy it on
 * virtual threads, after the room itself.
 */
final class FirstOperator extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(FirstOperator.class);

  private final Store store;
  private final Passwords passwords;
  private final @Nullable Operator named;
  private final boolean production;

  /**
   * @param named whom to make; empty: nobody
   * @param production where nothing else makes one, so that the log says who is missing
   */
  FirstOperator(Store store, Passwords passwords, Optional<Operator> named, boolean production) {
    this.store = store;
    this.passwords = passwords;
    this.named = named.orElse(null);
    this.production = production;
  }

  @Override
  public Future<?> start() {
    Operator operator = named;
    if (operator != null && Bootstrap.ensureOperator(store, passwords, operator).created()) {
      LOG.atInfo().log("the federation and its operator were made");
    } else if (operator == null && production && store.read(Scope.nobody(), ClubTable::operator).isEmpty()) {
      LOG.atWarn().log("nobody runs this federation yet, and operator.email names nobody");
    }
    return Future.succeededFuture();
  }
}
