package org.reciprocalclubs.ledger.transactions;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.fabric.Endorsed;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.LedgerAway;
import org.reciprocalclubs.ledger.fabric.LedgerRefused;
import org.reciprocalclubs.ledger.fabric.LedgerUnknown;
import org.reciprocalclubs.ledger.fabric.Outcome;
import org.reciprocalclubs.ledger.transactions.TransactionRows.Open;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a transaction as far as it comes. Between two states nothing is kept but the row, so that whoever
 * finds the row, in this process or another, goes on there:
 *
 * <pre>
 * PENDING    endorse; store id and bytes     -> ENDORSED   (nothing was sent before they were committed)
 * ENDORSED   send the bytes                  -> SUBMITTED  (taken or not: from here on it is asked about)
 * SUBMITTED  ask by its id                   -> CONFIRMED | PENDING or FAILED, when invalid for good
 *            nobody knows: the same bytes again, another organisation first
 * </pre>
 *
 * A new proposal is made only of a row in PENDING, which none whose outcome is unknown is. For one thread at
 * a time, which waits.
 */
final class Course {
  private static final Logger LOG = LoggerFactory.getLogger(Course.class);
  /**
   * Bytes that we made wrongly, and would again. Whatever else makes an ordered transaction invalid
   * (something was written since it was read, a certificate ended) may not be so for the next.
   */
  private static final Set<String> MALFORMED = Set.of("BAD_PAYLOAD", "BAD_COMMON_HEADER", "NIL_ENVELOPE",
      "UNSUPPORTED_TX_PAYLOAD", "INVALID_ENDORSER_TRANSACTION", "BAD_PROPOSAL_TXID", "BAD_RWSET",
      "ILLEGAL_WRITESET");
  /** What no newer block changes. */
  private static final Set<String> FOR_GOOD = Set.of("VALIDATION_ERROR", LedgerRefused.REQUEST_INVALID);
  private static final String INTERNAL = "INTERNAL_ERROR";
  /** What our people have to put right, at the network or in a contract; clubs' facts wait for it. */
  private static final Set<String> OURS = Set.of(LedgerRefused.IDENTITY_REFUSED, INTERNAL,
      LedgerRefused.PEERS_DISAGREE, LedgerRefused.CONTRACT_FAILED);
  private static final Set<String> UNSENDABLE = Set.of(LedgerRefused.ORDERER_REFUSED,
      LedgerRefused.REQUEST_INVALID);
  private static final String AWAY = "LEDGER_AWAY";
  private static final String UNKNOWN = "OUTCOME_UNKNOWN";
  private static final String NEVER = "NOT_REACHED";
  private static final byte @Nullable [] AS_ENDORSED = null;

  private final Store store;
  private final Ledger ledger;
  private final LedgerPool pool;
  private final Ways ways;
  private final LedgerSettings settings;

  Course(Store store, Ledger ledger, LedgerPool pool, Ways ways, LedgerSettings settings) {
    this.store = store;
    this.ledger = ledger;
    this.pool = pool;
    this.ways = ways;
    this.settings = settings;
  }

  /** Until it is over, has to wait, or was brought further by somebody else. */
  void run(Open open) {
    boolean further = true;
    while (further) {
      var row = store.read(Scope.club(open.club()), tx -> TransactionRows.find(tx, open.id()));
      further = row.isPresent() && step(row.get());
    }
  }

  /** Its next try is later, the later the oftener this happened in its state. */
  void stumbled(Open open, RuntimeException failure) {
    store.perform(Scope.club(open.club()),
        tx -> TransactionRows.find(tx, open.id()).filter(row -> !row.state().isFinal())
            .ifPresent(row -> TransactionRows.later(tx, row,
                TransactionRows.error(INTERNAL, failure.getClass().getSimpleName()), false,
                settings.tries().pause(row.attempts() + 1))));
  }

  private boolean step(TransactionRow row) {
    return switch (row.state()) {
      case PENDING -> propose(row);
      case ENDORSED -> send(row);
      case SUBMITTED -> settle(row);
      case CONFIRMED, FAILED -> false;
    };
  }

  private boolean propose(TransactionRow row) {
    if (row.follows() == State.FAILED) {
      return fails(row, NEVER, tx -> TransactionRows.failed(tx, row, NEVER, "what it follows has failed"));
    }
    String msp = row.call().msp();
    if (!ways.pass(msp)) {
      return false;
    }
    try {
      var endorsed = ask(msp, () -> ledger.endorse(row.call()));
      String recorded = recordedBy(endorsed.result());
      return recorded == null || recorded.equals(endorsed.tx())
          ? write(row, tx -> TransactionRows.endorsed(tx, row, endorsed))
          : repeated(row, endorsed, recorded);
    } catch (LedgerRefused no) {
      return refused(row, no);
    } catch (LedgerAway away) {
      return later(row, AWAY, String.valueOf(away.getMessage()));
    }
  }

  /** It stands already, by an earlier transaction: this one is not sent. */
  private boolean repeated(TransactionRow row, Endorsed endorsed, String first) {
    try {
      var outcome = pool.call(
          () -> ledger.outcome(Endorsed.known(first, endorsed.msp()), settings.waits().evaluate()));
      return switch (outcome) {
        case Outcome.Valid(long block) ->
          write(row, tx -> TransactionRows.confirmed(tx, row, first, block, endorsed.result()));
        case Outcome.Invalid(String code) -> later(row, UNKNOWN, "recorded by " + first + ", " + code);
      };
    } catch (LedgerUnknown unknown) {
      return later(row, UNKNOWN, String.valueOf(unknown.getMessage()));
    }
  }

  /** A contract is taken at its word only after a while; what is ours to put right waits for it. */
  private boolean refused(TransactionRow row, LedgerRefused no) {
    var tries = settings.tries();
    boolean ours = OURS.contains(no.code());
    return fails(row, no.code(), tx -> {
      if (!ours && (FOR_GOOD.contains(no.code())
          || tries.areOver(row.refusals() + 1, row.refusedAt(), tx.now()))) {
        return TransactionRows.failed(tx, row, no.code(), no.detail());
      }
      TransactionRows.later(tx, row, TransactionRows.error(no.code(), no.detail()), !ours,
          tries.pause(row.attempts() + 1));
      return false;
    });
  }

  private boolean send(TransactionRow row) {
    var way = ways.any(row.call().msp(), row.attempts());
    if (way.isEmpty()) {
      return false;
    }
    String error = submit(row, way.get());
    return write(row, tx -> TransactionRows.submitted(tx, row, error));
  }

  /** @return why it may not have been taken; null: it was */
  private @Nullable String submit(TransactionRow row, String msp) {
    try {
      ask(msp, () -> {
        ledger.submit(row.endorsed(msp));
        return msp;
      });
      return null;
    } catch (LedgerRefused no) {
      return TransactionRows.error(no.code(), no.detail());
    } catch (LedgerUnknown unknown) {
      return TransactionRows.error(UNKNOWN, String.valueOf(unknown.getMessage()));
    }
  }

  private boolean settle(TransactionRow row) {
    var way = ways.any(row.call().msp(), row.attempts());
    if (way.isEmpty()) {
      return false;
    }
    String msp = way.get();
    try {
      var outcome = ask(msp, () -> ledger.outcome(row.endorsed(msp), settings.waits().commit()));
      return switch (outcome) {
        case Outcome.Valid(long block) -> write(row, tx -> TransactionRows.confirmed(tx, row,
            Objects.requireNonNull(row.tx()), block, AS_ENDORSED));
        case Outcome.Invalid(String code) -> invalid(row, code);
      };
    } catch (LedgerUnknown unknown) {
      return again(row, String.valueOf(unknown.getMessage()));
    }
  }

  /** Its id is used up, so another proposal cannot stand beside it. */
  private boolean invalid(TransactionRow row, String code) {
    var tries = settings.tries();
    int proposals = row.proposals() + 1;
    return !MALFORMED.contains(code) && proposals < tries.proposals()
        ? write(row, tx -> TransactionRows.anew(tx, row, code, tries.pause(proposals)))
        : fails(row, code, tx -> TransactionRows.failed(tx, row, code, "it was ordered, and found invalid"));
  }

  /** The same bytes, which can stand only once however often they are sent. */
  private boolean again(TransactionRow row, String unknown) {
    var way = ways.any(row.call().msp(), row.attempts() + 1);
    String error = way.isEmpty() ? null : submit(row, way.get());
    if (error != null && UNSENDABLE.stream().anyMatch(error::startsWith)) {
      return unsendable(row, error);
    }
    return later(row, UNKNOWN, error == null ? unknown : error);
  }

  /**
   * Orderers do not take these bytes any more, and nobody knows of a time when they did. After several such
   * answers it is given up; and were it to stand after all, a contract records the same fact once.
   */
  private boolean unsendable(TransactionRow row, String error) {
    var tries = settings.tries();
    if (row.refusals() + 1 >= tries.refusals()) {
      return invalidBytes(row);
    }
    store.perform(Scope.club(row.whose().club()),
        tx -> TransactionRows.later(tx, row, error, true, tries.pause(row.attempts() + 1)));
    return false;
  }

  private boolean invalidBytes(TransactionRow row) {
    var tries = settings.tries();
    int proposals = row.proposals() + 1;
    String code = LedgerRefused.ORDERER_REFUSED;
    return proposals < tries.proposals()
        ? write(row, tx -> TransactionRows.anew(tx, row, code, tries.pause(proposals)))
        : fails(row, code, tx -> TransactionRows.failed(tx, row, code, "orderers do not take it"));
  }

  private boolean later(TransactionRow row, String code, String detail) {
    store.perform(Scope.club(row.whose().club()), tx -> TransactionRows.later(tx, row,
        TransactionRows.error(code, detail), false, settings.tries().pause(row.attempts() + 1)));
    return false;
  }

  /** @param change says whether it has failed for good */
  private boolean fails(TransactionRow row, String code, Predicate<Tx> change) {
    boolean failed = write(row, change);
    if (failed) {
      LOG.atWarn().addKeyValue("transaction", row.id()).addKeyValue("key", row.whose().key())
          .addKeyValue("code", code).log("A transaction has failed, until an operator has it tried again");
    }
    return failed;
  }

  private boolean write(TransactionRow row, Predicate<Tx> change) {
    return store.transact(Scope.club(row.whose().club()), change::test);
  }

  private <T> T ask(String msp, Supplier<T> call) {
    return ways.ask(msp, () -> pool.call(call));
  }

  /** The id of the transaction that recorded the fact; null where the contract does not say. */
  private static @Nullable String recordedBy(byte[] result) {
    try {
      return new JsonObject(new String(result, StandardCharsets.UTF_8)).getString("tx");
    } catch (DecodeException | ClassCastException other) {
      return null;
    }
  }
}
