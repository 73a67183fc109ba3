package org.reciprocalclubs.ledger.transactions;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.Endorsed;

/**
 * A transaction as the worker needs it. Immutable.
 *
 * @param version by which is seen whether somebody else has brought it further meanwhile
 * @param refusals how often it was answered with no in this state
 * @param refusedAt when the first time
 * @param attempts tries in this state that came to nothing, those included
 * @param proposals how often it was endorsed and then found invalid
 * @param follows how far the one that it must not go on without has come; null: there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TransactionRow(UUID id, int version, Whose whose, State state, Call call, @Nullable String tx,
    byte @Nullable [] envelope, int attempts, int refusals, @Nullable Instant refusedAt, int proposals,
    @Nullable State follows) {

  /** What its events say of it each time. */
  record Whose(String key, Kind kind, UUID club, @Nullable UUID partner) {}

  static TransactionRow read(Row row) {
    var call = new Call(row.getString("contract"), row.getString("function"),
        List.of(row.getArrayOfStrings("args")), row.getString("speaker"),
        Set.of(row.getArrayOfStrings("endorsers")));
    Buffer envelope = row.getBuffer("envelope");
    String follows = row.getString("follows");
    OffsetDateTime refusedAt = row.getOffsetDateTime("refused_at");
    return new TransactionRow(row.getUUID("id"), row.getInteger("version"),
        new Whose(row.getString("key"), Kind.valueOf(row.getString("kind")), row.getUUID("club"),
            row.getUUID("partner")),
        State.valueOf(row.getString("state")), call, row.getString("tx"),
        envelope == null ? null : envelope.getBytes(), row.getInteger("attempts"),
        row.getInteger("refusals"), refusedAt == null ? null : refusedAt.toInstant(),
        row.getInteger("proposals"),
        follows == null ? null : State.valueOf(follows));
  }

  /** What was stored to be sent, through that organisation. */
  Endorsed endorsed(String msp) {
    return new Endorsed(Objects.requireNonNull(tx), Objects.requireNonNull(envelope), new byte[0], msp);
  }
}
