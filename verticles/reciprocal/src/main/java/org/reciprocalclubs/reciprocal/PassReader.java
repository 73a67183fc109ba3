package org.reciprocalclubs.reciprocal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.pass.PassOutcome;
import org.reciprocalclubs.kit.pass.PassVerifier;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads passes with what it has in memory: the clubs' keys and how far the platform's time is from this
 * process's, both read again every second. While the database is away the last known ones serve. Thread-safe.
 */
final class PassReader {
  private static final Logger LOG = LoggerFactory.getLogger(PassReader.class);
  static final Duration REFRESH = Duration.ofSeconds(1);

  private final Store store;
  private volatile Map<Long, PassKey> keys = Map.of();
  private volatile Duration ahead = Duration.ZERO;
  private Future<Void> reading = Future.succeededFuture();
  private @Nullable Future<Void> next;
  private final PassVerifier verifier = new PassVerifier(kid -> keys.get(kid));

  PassReader(Store store) {
    this.store = store;
  }

  /** Reads the keys and goes on reading them until the context's verticle ends. */
  Future<Void> start(Vertx vertx) {
    vertx.setPeriodic(REFRESH.toMillis(), _ -> refresh().onFailure(away -> LOG.atDebug().setCause(away)
        .log("Keys of passes could not be read again")));
    return refresh();
  }

  /**
   * Who the pass is of, as far as it holds. A key that is not known may be a moment old: a club's first pass
   * makes it. So the keys are read once more before such a pass is refused.
   *
   * @param shown when; null for now
   * @return fails with a {@link org.reciprocalclubs.kit.store.StoreProblem} where they cannot be read
   */
  Future<Scan.Who> read(String text, @Nullable Instant shown) {
    var outcome = verify(text, shown);
    return outcome instanceof PassOutcome.UnknownKey
        ? reread().map(_ -> who(verify(text, shown)))
        : Future.succeededFuture(who(outcome));
  }

  private PassOutcome verify(String text, @Nullable Instant shown) {
    return verifier.verify(text, shown == null ? Instant.now().plus(ahead) : shown);
  }

  private static Scan.Who who(PassOutcome outcome) {
    return switch (outcome) {
      case PassOutcome.Authentic pass -> {
        var shown = new Scan.Shown(Buffer.buffer(pass.showing()), pass.shownUntil());
        yield new Scan.Who.ByPass(pass.club(), pass.member(), pass.issuedAt(), shown);
      }
      case PassOutcome.UnknownKey _ -> new Scan.Who.BadPass(Verdict.Code.PASS_INVALID);
      case PassOutcome.Refused(var reason) -> new Scan.Who.BadPass(Verdict.Code.valueOf(reason.name()));
    };
  }

  /** A reading that begins after this call: one that is on its way may have seen less. */
  private synchronized Future<Void> reread() {
    if (next != null) {
      return next;
    }
    Promise<Void> reread = Promise.promise();
    next = reread.future();
    reading.onComplete(_ -> readNext(reread));
    return reread.future();
  }

  private synchronized void readNext(Promise<Void> reread) {
    next = null;
    reading = refresh();
    reading.onComplete(reread);
  }

  private Future<Void> refresh() {
    var sent = Instant.now();
    return store
        .fetch(Scope.nobody(),
            """
                select kit.now() as now, k.kid, k.club, k.public_key, k.not_before, k.retired_at
                  from (select) one left join member.pass_keys_for_desk() k on true""")
        .map(rows -> take(rows, sent));
  }

  private @Nullable Void take(RowSet<Row> rows, Instant sent) {
    Map<Long, PassKey> found = new HashMap<>();
    for (Row row : rows) {
      ahead = Duration.between(sent, row.getOffsetDateTime("now").toInstant());
      if (row.getBuffer("kid") != null) {
        var key = key(row);
        found.put(key.kid(), key);
      }
    }
    keys = Map.copyOf(found);
    return null;
  }

  private static PassKey key(Row row) {
    var retired = row.getOffsetDateTime("retired_at");
    return new PassKey(PassKey.kid(row.getBuffer("kid").getBytes()), row.getUUID("club"),
        P256.publicKey(row.getBuffer("public_key").getBytes()).orElseThrow(),
        row.getOffsetDateTime("not_before").toInstant(), retired == null ? null : retired.toInstant());
  }
}
