package org.reciprocalclubs.ledger.fabric;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clubs' ledger. Recording takes three calls, so that what is sent can be stored before it is sent, and
 * sent again, the same bytes, by whoever finds it stored:
 *
 * <pre>{@code
 * Endorsed endorsed = ledger.endorse(call);                   // nothing is recorded yet: store it now
 * ledger.submit(endorsed);                                    // may be repeated, through any organisation
 * Outcome outcome = ledger.outcome(endorsed, ofSeconds(10));  // valid in a block, or invalid for good
 * }</pre>
 *
 * Every call blocks for as long as its wait allows, so it belongs on the ledger's own worker pool, never on
 * an event loop. Thread-safe.
 */
public interface Ledger extends AutoCloseable {
  /**
   * Has the contract run by the organisations' peers, and signs what they endorsed. Records nothing.
   *
   * @throws LedgerRefused when a contract, a policy or a peer says no
   * @throws LedgerAway when it could not be asked, or not enough peers could
   */
  Endorsed endorse(Call call);

  /**
   * Sends it to be ordered. That it was taken does not mean that it lasts: {@link #outcome} says.
   *
   * @throws LedgerRefused when these bytes will not be ordered, unless they were before
   * @throws LedgerUnknown when they may have been taken or not: ask for the outcome, then send them again
   */
  void submit(Endorsed endorsed);

  /**
   * What has become of it, by its id alone: the bytes are not needed. Waits for it to be decided.
   *
   * @throws LedgerUnknown when it is not decided within the wait, or nobody answers
   */
  Outcome outcome(Endorsed endorsed, Duration wait);

  /**
   * What a contract reads, as the peers of the call's organisation know it, and no other's. Records nothing.
   *
   * @throws LedgerRefused when the contract or a peer says no
   * @throws LedgerAway when it could not be asked
   */
  byte[] evaluate(Call call);

  /**
   * What contracts have told since, block by block; from then on as it happens. The next call of this may
   * read from another organisation's peer, so whoever was told of a fault asks again, from where they were.
   *
   * @param afterBlock the last block that was read; -1: none
   * @param afterTx the last transaction of that block that was read; null: all of it
   * @throws LedgerAway when no organisation's peer can be asked
   */
  Events events(long afterBlock, @Nullable String afterTx);

  /**
   * The organisations for which this can sign, in the order of the profile. Looks at the profile, and at the
   * files of their identities, when it was not looked at for a while: for threads that may wait.
   */
  List<String> organisations();

  /** How it stands with each of them at this moment; has lost connections tried again. Never waits. */
  List<Standing> standing();

  /** Ends every call under way. */
  @Override
  void close();
}
