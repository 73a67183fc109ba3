package org.reciprocalclubs.ledger.transactions;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.Health;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how it stands with the ledger: in health as notes (a process is ready whether the ledger is there or
 * not: what is to be recorded waits), and in numbers. Never waits; for event loops.
 */
public final class LedgerWatch extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);
  private static final long LOOK_MILLIS = 5_000;
  /** How long before it ends a certificate is warned of. */
  private static final Duration WARNED = Duration.ofDays(30);
  private static final String OPEN = "select state, transactions, since, kit.now() as now from"
      + " ledger.transactions_open()";

  private static final String ANCHOR = "select age, code from ledger.anchor_open()";

  private final Store store;
  private final @Nullable Ledger ledger;
  private final Clock clock;
  private volatile Map<State, Long> open = Map.of();
  private volatile Duration oldest = Duration.ZERO;
  private Instant warnedAt = Instant.MIN;
  private @Nullable MeterRegistry meters;
  private volatile String anchored = "UNKNOWN";

  /** @param ledger null: none is configured */
  public LedgerWatch(Store store, @Nullable Ledger ledger, Clock clock) {
    this.store = store;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Contributes to both. */
  public void report(Health health, MeterRegistry meters) {
    health.note("ledger", this::reached);
    health.note("ledger-oldest-pending", () -> oldest.isZero() ? "NONE" : oldest.toString());
    health.note("ledger-anchored", () -> anchored);
    health.note("ledger-certificates", this::certificates);
    for (var state : List.of(State.PENDING, State.ENDORSED, State.SUBMITTED, State.FAILED)) {
      Gauge.builder("clubs.ledger.transactions", () -> open.getOrDefault(state, 0L))
          .tag("state", state.name())
          .description("Transactions that do not stand on the ledger, by state").register(meters);
    }
    Gauge.builder("clubs.ledger.oldest.seconds", () -> oldest.toSeconds())
        .description("Age of the oldest transaction that is not on the ledger yet").register(meters);
    organisations(meters);
    this.meters = meters;
  }

  /** One that is there already is not made again. */
  private void organisations(MeterRegistry meters) {
    for (var each : standing()) {
      Gauge.builder("clubs.ledger.reachable",
          () -> of(each.msp()).filter(Standing::reachable).isPresent() ? 1 : 0)
          .tag("msp", each.msp()).register(meters);
      Gauge.builder("clubs.ledger.certificate.days", () -> of(each.msp()).map(this::left)
          .map(Duration::toDays).orElse(0L))
          .tag("msp", each.msp()).description("Days until the first of its certificates ends")
          .register(meters);
    }
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(0, LOOK_MILLIS, tick -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (ledger != null) {
      // files that changed are seen, too, where nothing is recorded
      vertx.executeBlocking(ledger::organisations, false)
          .onFailure(away -> LOG.atDebug().setCause(away).log("The ledger's files cannot be looked at"));
    }
    if (meters != null) {
      organisations(meters);
    }
    store.fetch(Scope.nobody(), ANCHOR).onSuccess(rows -> anchored = anchored(rows))
        .onFailure(away -> LOG.atDebug().setCause(away).log("Open anchors cannot be looked for"));
    store.fetch(Scope.nobody(), OPEN).onSuccess(this::seen)
        .onFailure(away -> LOG.atDebug().setCause(away).log("Open transactions cannot be counted"));
    if (clock.instant().isAfter(warnedAt.plus(Duration.ofDays(1)))
        && standing().stream().anyMatch(each -> left(each).compareTo(WARNED) < 0)) {
      warnedAt = clock.instant();
      LOG.atWarn().addKeyValue("certificates", certificates()).log("A certificate of the ledger ends soon");
    }
  }

  /** How old the oldest anchor is that does not stand, and what was said of it. */
  private static String anchored(RowSet<Row> rows) {
    for (Row row : rows) {
      var code = row.getString("code");
      return Duration.ofSeconds(row.getLong("age")) + (code == null ? "" : "/" + code);
    }
    return "ALL";
  }

  private void seen(RowSet<Row> rows) {
    Map<State, Long> counted = new EnumMap<>(State.class);
    var longest = Duration.ZERO;
    for (Row row : rows) {
      var state = State.valueOf(row.getString("state"));
      counted.put(state, row.getLong("transactions"));
      if (!state.isFinal()) {
        var age = Duration.between(row.getOffsetDateTime("since"), row.getOffsetDateTime("now"));
        longest = age.compareTo(longest) > 0 ? age : longest;
      }
    }
    open = counted;
    oldest = longest;
  }

  private List<Standing> standing() {
    return ledger == null ? List.of() : ledger.standing();
  }

  private Optional<Standing> of(String msp) {
    return standing().stream().filter(each -> each.msp().equals(msp)).findFirst();
  }

  private Duration left(Standing standing) {
    return Duration.between(clock.instant(), standing.certificateUntil());
  }

  /** One word. */
  String reached() {
    var all = standing();
    long there = all.stream().filter(Standing::reachable).count();
    if (all.isEmpty()) {
      return "NOT_CONFIGURED";
    }
    return there == all.size() ? "UP" : there == 0 ? "AWAY" : "PARTLY";
  }

  /** The first that ends, where that is soon. */
  String certificates() {
    var all = standing();
    if (all.isEmpty()) {
      return "NONE";
    }
    if (all.stream().anyMatch(each -> !each.readable())) {
      return "UNREADABLE";
    }
    var first = all.stream().min((one, other) -> one.certificateUntil().compareTo(other.certificateUntil()))
        .orElseThrow();
    if (left(first).isNegative()) {
      return "ENDED/" + first.msp();
    }
    return left(first).compareTo(WARNED) < 0 ? "ENDS_" + first.certificateUntil() + "/" + first.msp() : "OK";
  }
}
