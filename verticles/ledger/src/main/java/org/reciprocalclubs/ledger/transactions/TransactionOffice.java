package org.reciprocalclubs.ledger.transactions;

import com.google.protobuf.Timestamp;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ledger.v1.GetTransactionRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListTransactionsRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListTransactionsResponse;
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
  private static final String PAGE = COLUMNS + """
      where ($1::text[] is null or state = any($1))
        and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
      order by created_at desc, id desc limit $4 offset $5""";
  private static final String COUNT = """
      select count(*)::int as total from (
        select from ledger.transaction where $1::text[] is null or state = any($1) limit $2) counted""";

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
    String @Nullable [] states = request.hasStatus() ? states(request.getStatus()) : null;
    return store.read(mine(), tx -> {
      int counted = tx.one(COUNT, states, Paging.COUNTED_MAX + 1).orElseThrow().getInteger("total");
      var answer = ListTransactionsResponse.newBuilder();
      Paging.Mark last = null;
      for (Row row : tx.query(PAGE, states, paging.afterAt(), paging.afterId(), paging.pageSize(),
          paging.offset())) {
        answer.addNodes(read(row));
        last = new Paging.Mark(row.getOffsetDateTime("created_at").toInstant(), row.getUUID("id"));
      }
      return answer.setPageInfo(paging.infoOfLong(counted, answer.getNodesCount(), last)).build();
    });
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

  /** Of what apps ask by, PENDING is all that was not sent yet. */
  private static String[] states(Transaction.Status status) {
    return switch (status) {
      case PENDING -> new String[]{State.PENDING.name(), State.ENDORSED.name()};
      case SUBMITTED, CONFIRMED, FAILED -> new String[]{status.name()};
      case STATUS_UNSPECIFIED, UNRECOGNIZED -> throw Problem.validation("status",
          "A status is PENDING, SUBMITTED, CONFIRMED or FAILED.");
    };
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
      wire.setError(error);
    }
    return state == State.CONFIRMED
        ? wire.setTimestamp(timestamp(row.getOffsetDateTime("updated_at"))).build()
        : wire.build();
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
