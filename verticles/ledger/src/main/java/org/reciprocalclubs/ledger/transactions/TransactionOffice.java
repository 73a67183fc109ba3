package org.reciprocalclubs.ledger.transactions;

import com.google.protobuf.Timestamp;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.codecs.ledger.v1.GetTransactionRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListTransactionsRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListTransactionsResponse;
import org.reciprocalclubs.codecs.ledger.v1.RetryTransactionsRequest;
import org.reciprocalclubs.codecs.ledger.v1.RetryTransactionsResponse;
import org.reciprocalclubs.codecs.ledger.v1.SyncLedgerRequest;
import org.reciprocalclubs.codecs.ledger.v1.SyncLedgerResponse;
import org.reciprocalclubs.codecs.ledger.v1.Transaction;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;

/**
 * The rpcs of transactions. Which rows a caller sees the database decides: their club's, and those that stand
 * for every club. Thread-safe.
 */
public final class TransactionOffice {
  private static final String COLUMNS = """
      select id, key, kind, contract, function, args, state, tx, block, error, created_at, updated_at
        from ledger.transaction
      """;
  private static final String ONE = COLUMNS + "where id = $1";
  private static final String AFTER = """
      ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid))
      order by created_at desc, id desc limit $3 offset $4""";
  private static final String CONFIRMED = "state = 'CONFIRMED'";
  /** Said of each other state, too, since an index holds those that are none of them. */
  private static final String UNCONFIRMED = "state <> 'CONFIRMED' and state = any('{%s}')";
  private static final String RETRY = "ledger.retry";
  private static final int RETRIED_MAX = 1_000;

  private final Store store;
  private final String chaincode;
  private final Reached ledger;

  /** Whether the ledger answers. */
  @FunctionalInterface
  public interface Reached {
    /**
     * Asks it; waits.
     *
     * @throws Problem BLOCKCHAIN_ERROR when it does not
     */
    void check(UUID club);
  }

  /** @param chaincode the name under which the contracts run */
  public TransactionOffice(Store store, String chaincode, Reached ledger) {
    this.store = store;
    this.chaincode = chaincode;
    this.ledger = ledger;
  }

  public ListTransactionsResponse list(ListTransactionsRequest request) {
    var paging = Paging.of(request.getPagination());
    var which = request.hasStatus() ? which(request.getStatus()) : "true";
    return store.read(mine(), tx -> {
      int counted = tx.one(count(which), Paging.COUNTED_MAX + 1).orElseThrow().getInteger("total");
      var answer = ListTransactionsResponse.newBuilder();
      Paging.Mark last = null;
      for (Row row : tx.query(page(which), paging.afterAt(), paging.afterId(), paging.pageSize(),
          paging.offset())) {
        answer.addNodes(read(row));
        last = new Paging.Mark(row.getOffsetDateTime("created_at").toInstant(), row.getUUID("id"));
      }
      return answer.setPageInfo(paging.infoOfLong(counted, answer.getNodesCount(), last)).build();
    });
  }

  static String page(String which) {
    return COLUMNS + "where " + which + " and " + AFTER;
  }

  static String count(String which) {
    return "select count(*)::int as total from (select from ledger.transaction where " + which
        + " limit $1) counted";
  }

  public Transaction get(GetTransactionRequest request) {
    var id = Uuids.read("id", request.getId());
    return store.read(mine(), tx -> tx.one(ONE, id).map(this::read)
        .orElseThrow(() -> Problem.notFound("There is no such transaction.")));
  }

  public SyncLedgerResponse sync(SyncLedgerRequest request) {
    var club = CallContext.current().caller().requireClub();
    ledger.check(club);
    store.perform(Scope.club(club), TransactionRows::atOnce);
    return SyncLedgerResponse.newBuilder().setDone(true).build();
  }

  private static Scope mine() {
    return Scope.of(CallContext.current().caller());
  }

  /** A condition for each status that apps ask by, of which PENDING is all that was not sent yet. */
  static String which(Transaction.Status status) {
    return switch (status) {
      case PENDING -> UNCONFIRMED.formatted(State.PENDING + "," + State.ENDORSED);
      case SUBMITTED, FAILED -> UNCONFIRMED.formatted(status);
      case CONFIRMED -> CONFIRMED;
      case STATUS_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation("status",
          "A status is PENDING, SUBMITTED, CONFIRMED or FAILED.");
    };
  }

  /** By the operator: what has failed is tried again, for whatever club; what has not is left as it is. */
  public RetryTransactionsResponse retry(RetryTransactionsRequest request) {
    var id = request.hasId() ? Uuids.read("id", request.getId()) : null;
    var federation = CallContext.current().caller().requireClub();
    return store.transact(Scope.club(federation), tx -> {
      int retried = 0;
      for (var failed : TransactionRows.failures(tx, id, RETRIED_MAX)) {
        tx.as(Scope.club(failed.club()));
        retried += TransactionRows.retry(tx, failed.id()) ? 1 : 0;
      }
      return RetryTransactionsResponse.newBuilder().setRetried(retried).build();
    });
  }

  private Transaction read(Row row) {
    var state = State.valueOf(row.getString("state"));
    var kind = Kind.valueOf(row.getString("kind"));
    var wire = Transaction.newBuilder().setId(row.getUUID("id").toString()).setType(type(kind))
        .setChaincode(chaincode).setFunction(row.getString("contract") + ":" + row.getString("function"))
        .addAllArgs(List.of(row.getArrayOfStrings("args"))).setStatus(status(state)).setState(state.name())
        .setKind(kind.name()).setKey(row.getString("key"))
        .setCreatedAt(timestamp(row.getOffsetDateTime("created_at")));
    String tx = row.getString("tx");
    Long block = row.getLong("block");
    String error = row.getString("error");
    if (tx != null) {
      wire.setTxId(tx);
    }
    if (block != null) {
      wire.setBlockNumber(Math.toIntExact(block));
    }
    if (error != null) {
      wire.setError(told(error));
    }
    return state == State.CONFIRMED
        ? wire.setTimestamp(timestamp(row.getOffsetDateTime("updated_at"))).build()
        : wire.build();
  }

  /** What peers say names their hosts: the code is for everybody, the rest for who keeps the platform. */
  private static String told(String error) {
    int end = error.indexOf(':');
    return end < 0 || CallContext.current().caller().holds(RETRY) ? error : error.substring(0, end);
  }

  private static Transaction.Status status(State state) {
    return switch (state) {
      case PENDING, ENDORSED -> Transaction.Status.PENDING;
      case SUBMITTED -> Transaction.Status.SUBMITTED;
      case CONFIRMED -> Transaction.Status.CONFIRMED;
      case FAILED -> Transaction.Status.FAILED;
    };
  }

  /** The nearest that existing apps know. */
  private static Transaction.Type type(Kind kind) {
    return switch (kind) {
      case ANCHOR -> Transaction.Type.VISIT_RECORD;
      case AGREEMENT, PROPOSAL -> Transaction.Type.AGREEMENT_CREATION;
      case KEY -> Transaction.Type.MEMBER_REGISTRATION;
    };
  }

  private static Timestamp timestamp(OffsetDateTime at) {
    return Timestamp.newBuilder().setSeconds(at.toEpochSecond()).setNanos(at.getNano()).build();
  }
}
