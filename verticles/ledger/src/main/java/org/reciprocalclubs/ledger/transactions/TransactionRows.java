package org.reciprocalclubs.ledger.transactions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ledger.v1.TransactionStatusChanged;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.ledger.fabric.Endorsed;
import org.reciprocalclubs.ledger.transactions.TransactionRow.Whose;

/**
 * Transactions as they stand. Each change of a state is an event of the transaction's stream, written with
 * it; it is made only of the version that was read, so of two who bring the same row further one does.
 * Stateless.
 */
public final class TransactionRows {
  private static final String ENQUEUE = """
      insert into ledger.transaction (id, key, after, kind, club, partner, contract, function, args, msp,
          endorsers, regardless, state, version, next_try_at, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'PENDING', 1, $13, $13, $13)
      on conflict (key) do nothing returning id""";
  private static final String WITH_KEY = "select id from ledger.transaction where key = $1";
  private static final String DUE = "select id, club from ledger.transactions_due($1, $2)";
  private static final String FAILURES = "select id, club from ledger.transactions_failed($1, $2)";
  private static final String OF = "select id, club from ledger.transactions_of($1)";
  private static final String ONE = """
      select t.*, case when not t.regardless then f.state end as follows,
          case when t.state = 'PENDING' and e.state = 'CONFIRMED' then o.msp else t.msp end as speaker
        from ledger.transaction t
        left join ledger.transaction f on f.key = t.after
        left join ledger.organisation o on o.club = t.club
        left join ledger.transaction e on e.key = o.key
       where t.id = $1""";
  private static final String ENDORSED = """
      update ledger.transaction set state = 'ENDORSED', version = version + 1, tx = $3, envelope = $4,
        result = $5, msp = $7, error = null, attempts = 0, refusals = 0, refused_at = null,
        next_try_at = $6, updated_at = $6
       where id = $1 and version = $2""";
  private static final String SUBMITTED = """
      update ledger.transaction set state = 'SUBMITTED', version = version + 1, error = $3, attempts = 0,
        refusals = 0, refused_at = null, next_try_at = $4, updated_at = $4
       where id = $1 and version = $2""";
  private static final String CONFIRMED = """
      update ledger.transaction set state = 'CONFIRMED', version = version + 1, tx = $3, block = $4,
        result = coalesce($5, result), envelope = null, error = null, next_try_at = null, updated_at = $6
       where id = $1 and version = $2""";
  private static final String FAILED = """
      update ledger.transaction set state = 'FAILED', version = version + 1, envelope = null, error = $3,
        next_try_at = null, updated_at = $4
       where id = $1 and version = $2""";
  private static final String ANEW = """
      update ledger.transaction set state = 'PENDING', version = version + 1, tx = null, envelope = null,
        result = null, error = $3, attempts = 0, refusals = 0, refused_at = null,
        proposals = proposals + 1, next_try_at = $4, updated_at = $5
       where id = $1 and version = $2""";
  private static final String RETRY = """
      update ledger.transaction set state = 'PENDING', version = version + 1, tx = null, result = null,
        error = null, attempts = 0, refusals = 0, refused_at = null, proposals = 0, next_try_at = $3,
        updated_at = $3
       where id = $1 and version = $2 and state = 'FAILED'""";
  private static final String LATER = """
      update ledger.transaction set error = $3, attempts = attempts + 1, refusals = refusals + $4,
        refused_at = case when $4 > 0 then coalesce(refused_at, $6) else refused_at end, next_try_at = $5
       where id = $1 and version = $2""";
  private static final String AT_ONCE = """
      update ledger.transaction set next_try_at = $1 where next_try_at > $1""";

  private TransactionRows() {}

  /** One that goes on, and the club on whose behalf. */
  record Open(UUID id, UUID club) {}

  /**
   * Wants something recorded: from the commit of this transaction on, until it is or never can be. Done as
   * the club whose it is, whatever the transaction's scope.
   *
   * @return the transaction's id; that of the one that there is where the key was wanted before
   * @throws org.reciprocalclubs.kit.store.ConstraintViolated when it follows one that does not exist
   * @throws IllegalStateException when the key is another club's
   */
  public static UUID enqueue(Tx tx, Wanted wanted) {
    var before = tx.scope();
    tx.as(Scope.club(wanted.club()));
    var call = wanted.call();
    var made = tx.one(ENQUEUE, Ids.uuid7(), wanted.key(), wanted.after(), wanted.kind(), wanted.club(),
        wanted.partner(), call.contract(), call.function(), call.args().toArray(String[]::new), call.msp(),
        call.endorsers().stream().sorted().toArray(String[]::new), wanted.regardless(),
        tx.now());
    UUID id = made.or(() -> tx.one(WITH_KEY, wanted.key()))
        .orElseThrow(() -> new IllegalStateException("That key is wanted by another club")).getUUID("id");
    if (made.isPresent()) {
      var whose = new Whose(wanted.key(), wanted.kind(), wanted.club(), wanted.partner());
      tx.append(id, 0, event(whose, told(id, whose, State.PENDING).build()));
    }
    tx.as(before);
    return id;
  }

  /**
   * Those of all clubs that are due, the longest due first.
   *
   * @param shut organisations that are not to propose now
   */
  static List<Open> due(Tx tx, int most, List<String> shut) {
    return open(tx, DUE, most, shut.toArray(String[]::new));
  }

  /** Those, of whatever club, that have this id on the ledger. */
  static List<Open> of(Tx tx, String ledgersId) {
    return open(tx, OF, ledgersId);
  }

  private static List<Open> open(Tx tx, String sql, @Nullable Object... binds) {
    var found = new ArrayList<Open>();
    tx.query(sql, binds).forEach(row -> found.add(new Open(row.getUUID("id"), row.getUUID("club"))));
    return found;
  }

  /** In the scope of its club. */
  static Optional<TransactionRow> find(Tx tx, UUID id) {
    return tx.one(ONE, id).map(TransactionRow::read);
  }

  /** Peers have endorsed it: its bytes are stored, and may be sent once this is committed. */
  static boolean endorsed(Tx tx, TransactionRow row, Endorsed endorsed) {
    return moved(tx, row, told(row, State.ENDORSED).setTxId(endorsed.tx()), ENDORSED, row.id(),
        row.version(), endorsed.tx(), endorsed.envelope(), text(endorsed.result()), tx.now(), endorsed.msp());
  }

  /** @param error why it may not have been taken; null: it was */
  static boolean submitted(Tx tx, TransactionRow row, @Nullable String error) {
    return moved(tx, row, told(row, State.SUBMITTED), SUBMITTED, row.id(), row.version(), error, tx.now());
  }

  /**
   * @param ledgersId the transaction that recorded it: this one's, or an earlier one's
   * @param result of that; null: as it was when it was endorsed
   */
  static boolean confirmed(Tx tx, TransactionRow row, String ledgersId, long block,
      byte @Nullable [] result) {
    return moved(tx, row, told(row, State.CONFIRMED).setTxId(ledgersId).setBlockNumber(block), CONFIRMED,
        row.id(), row.version(), ledgersId, block, result == null ? null : text(result), tx.now());
  }

  static boolean failed(Tx tx, TransactionRow row, String code, String detail) {
    return moved(tx, row, told(row, State.FAILED).setError(code), FAILED, row.id(), row.version(),
        error(code, detail), tx.now());
  }

  /** It was found invalid for good: what comes now is another transaction of the ledger. */
  static boolean anew(Tx tx, TransactionRow row, String code, Duration pause) {
    var wire = told(row, State.PENDING).clearTxId().setError(code);
    return moved(tx, row, wire, ANEW, row.id(), row.version(), error(code, "it is proposed anew"),
        tx.now().plus(pause), tx.now());
  }

  /**
   * Those of all clubs that failed, with those that failed since the one before them did; at most so many.
   * Anchors are not among them, which are tried again by whoever anchors the log.
   *
   * @param id of one; null: every one
   */
  static List<Open> failures(Tx tx, @Nullable UUID id, int most) {
    return open(tx, FAILURES, id, most);
  }

  /**
   * What has failed is tried again from the start, by the scope's club: contracts record the same fact once,
   * so it is safe whatever became of it before.
   *
   * @return false: it has not failed
   */
  public static boolean retry(Tx tx, UUID id) {
    return find(tx, id).filter(row -> moved(tx, row, told(row, State.PENDING).clearTxId(), RETRY, row.id(),
        row.version(), tx.now())).isPresent();
  }

  /** Its state is as it was; it is tried again after the pause. */
  static void later(Tx tx, TransactionRow row, String error, boolean refused, Duration pause) {
    tx.query(LATER, row.id(), row.version(), error, refused ? 1 : 0, tx.now().plus(pause), tx.now());
  }

  /** What the scope's club waits for is due now. */
  static void atOnce(Tx tx) {
    tx.query(AT_ONCE, tx.now());
  }

  static String error(String code, String detail) {
    return code + ": " + detail;
  }

  private static boolean moved(Tx tx, TransactionRow row, TransactionStatusChanged.Builder wire, String sql,
      @Nullable Object... binds) {
    if (tx.query(sql, binds).rowCount() == 0) {
      return false;
    }
    tx.append(row.id(), row.version(), event(row.whose(), wire.build()));
    return true;
  }

  private static TransactionStatusChanged.Builder told(TransactionRow row, State state) {
    var wire = told(row.id(), row.whose(), state);
    return row.tx() == null ? wire : wire.setTxId(row.tx());
  }

  private static TransactionStatusChanged.Builder told(UUID id, Whose whose, State state) {
    return TransactionStatusChanged.newBuilder().setTransactionId(id.toString()).setState(state.name())
        .setKind(whose.kind().name()).setKey(whose.key());
  }

  private static NewEvent event(Whose whose, TransactionStatusChanged message) {
    UUID partner = whose.partner();
    if (partner == null) {
      return NewEvent.of(whose.club(), message, EventMeta.NONE);
    }
    return partner.equals(NewEvent.EVERY_CLUB)
        ? NewEvent.toEveryClub(whose.club(), message, EventMeta.NONE)
        : NewEvent.between(whose.club(), partner, message, EventMeta.NONE);
  }

  private static String text(byte[] result) {
    // PostgreSQL keeps no NUL in a text, and no fact of ours has one
    return new String(result, StandardCharsets.UTF_8).replace('\0', ' ');
  }
}
