package org.reciprocalclubs.kit.store;

import static org.reciprocalclubs.kit.store.SqlProblems.mapped;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Idempotency keys: the answer is kept in the transaction of the effect, so a request that is sent again gets
 * the first answer, also after a crash in between. Keys belong to a caller within the transaction's club.
 * Thread-safe.
 */
public final class Requests {
  private static final String LOCK = """
                                     select pg_try_advisory_xact_lock(
      hashtextextended(concat_ws(' ', kit.club(), $1::text, $2::text), 7021402213))""";
  private static final String FIND = """
                                       select operation, request_hash, answer from kit.request
      where club = kit.club() and caller = $1 and key = $2""";
  private static final String KEEP = """
      insert into kit.request (club, caller, key, operation, request_hash, answer, at)
      values (kit.club(), $1, $2, $3, $4, $5, $6)""";
  private static final String PURGE = """
      delete from kit.request where at < kit.now() - $1::bigint * interval '1 millisecond'""";

  private Requests() {}

  /**
   * @param body what was answered
   * @param hit whether it was answered before; nothing was done this time
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes for the wire, never compared
  public record Answer(byte[] body, boolean hit) {}

  /**
   * Does something once per key.
   *
   * @param tx the transaction of the effect
   * @param effect what to do; its answer is kept when the transaction commits
   * @throws KeyReused when the key belongs to another operation or other content
   * @throws StillRunning when the first request under the key has not ended
   */
  public static Answer once(Tx tx, RequestKey request, Supplier<byte[]> effect) {
    var locked = tx.queryAsync(LOCK, request.caller(), request.key());
    var found = tx.one(FIND, request.caller(), request.key());
    if (found.isPresent()) {
      var row = found.get();
      boolean same = row.getString(0).equals(request.operation())
          && Arrays.equals(row.getBuffer(1).getBytes(), request.hash());
      if (!same) {
        throw new KeyReused();
      }
      return new Answer(row.getBuffer(2).getBytes(), true);
    }
    if (!SqlProblems.await(locked).iterator().next().getBoolean(0)) {
      throw new StillRunning();
    }
    byte[] answer = effect.get();
    tx.queryAsync(KEEP, request.caller(), request.key(), request.operation(), request.hash(), answer,
        tx.now());
    return new Answer(answer, false);
  }

  /** Forgets answers that were kept long enough; {@link JobRunner} calls it. */
  public static Future<Integer> purge(Store store) {
    long keepMs = store.settings().background().keepAnswers().toMillis();
    return mapped(
        store.jobsPool().preparedQuery(PURGE).execute(Tuple.of(keepMs)).map(rows -> rows.rowCount()));
  }
}
