package org.reciprocalclubs.ledger.transactions;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.Endorsed;
import org.reciprocalclubs.ledger.fabric.Events;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.Outcome;
import org.reciprocalclubs.ledger.fabric.Standing;

/**
 * A real ledger, and a worker that dies beside it: where it is told to, nothing comes back to the worker, so
 * that what it holds in memory is lost and only what is stored goes on.
 */
final class Interrupted implements Ledger {
  /** Before or after which call. */
  enum Moment {
    BEFORE_ENDORSING, AFTER_ENDORSING, BEFORE_SENDING, AFTER_SENDING, BEFORE_ASKING, AFTER_ASKING
  }

  /** What a worker that dies here leaves behind is no failure of the ledger: no state follows from it. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died(Moment moment) {
      super("died " + moment);
    }
  }

  private final Ledger ledger;
  private final Predicate<Moment> dies;
  private final AtomicInteger deaths = new AtomicInteger();

  Interrupted(Ledger ledger, Predicate<Moment> dies) {
    this.ledger = ledger;
    this.dies = dies;
  }

  /** How often it really did. */
  int deaths() {
    return deaths.get();
  }

  private void pass(Moment moment) {
    if (dies.test(moment)) {
      deaths.incrementAndGet();
      throw new Died(moment);
    }
  }

  @Override
  public Endorsed endorse(Call call) {
    pass(Moment.BEFORE_ENDORSING);
    var endorsed = ledger.endorse(call);
    pass(Moment.AFTER_ENDORSING);
    return endorsed;
  }

  @Override
  public void submit(Endorsed endorsed) {
    pass(Moment.BEFORE_SENDING);
    ledger.submit(endorsed);
    pass(Moment.AFTER_SENDING);
  }

  @Override
  public Outcome outcome(Endorsed endorsed, Duration wait) {
    pass(Moment.BEFORE_ASKING);
    var outcome = ledger.outcome(endorsed, wait);
    pass(Moment.AFTER_ASKING);
    return outcome;
  }

  @Override
  public byte[] evaluate(Call call) {
    return ledger.evaluate(call);
  }

  @Override
  public Events events(long afterBlock, @Nullable String afterTx) {
    return ledger.events(afterBlock, afterTx);
  }

  @Override
  public List<String> organisations() {
    return ledger.organisations();
  }

  @Override
  public List<Standing> standing() {
    return ledger.standing();
  }

  @Override
  public void close() {
    ledger.close();
  }
}
