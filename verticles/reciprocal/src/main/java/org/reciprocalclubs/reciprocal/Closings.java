package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.House;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Visit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks out whoever is still inside when a house has closed by its own rules, or, where it says no hours,
 * when they must have left: otherwise they could never come again. Every process looks; a lock of the host
 * lets one at a time act. What is done when is decided by the rules: looking late, or twice, changes nothing.
 * For one worker's thread.
 */
final class Closings {
  private static final Logger LOG = LoggerFactory.getLogger(Closings.class);
  /** Pause between looks: houses close by the minute. */
  static final Duration POLL = Duration.ofSeconds(30);
  /** Visits that one transaction ends, at most, and that it looks at. */
  private static final int PORTION = 200;
  private static final int LOOKED_AT = 1000;

  private final Store store;
  private final Duration stayMax;

  /** @param stayMax how long anybody is in a house that says no hours, beyond the nights they stay */
  Closings(Store store, Duration stayMax) {
    this.store = store;
    this.stayMax = stayMax;
  }

  /**
   * Closes what has closed.
   *
   * @return whether there may be more at once
   */
  boolean turn() {
    boolean more = false;
    for (Row row : store.fetch(Scope.nobody(), "select host from reciprocal.hosts_with_visitors()").await()) {
      more |= close(row.getUUID("host"));
    }
    return more;
  }

  /** One house's trouble is not another's. */
  private boolean close(UUID host) {
    try {
      return store.transact(Scope.club(host), tx -> locked(tx, host) && portion(tx, host) == PORTION);
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).addKeyValue("club", host).log("a house could not be closed");
      return false;
    }
  }

  private static boolean locked(Tx tx, UUID host) {
    return tx.one("select pg_try_advisory_xact_lock(hashtextextended($1, 0))", "reciprocal.closing:" + host)
        .orElseThrow().getBoolean(0);
  }

  private int portion(Tx tx, UUID host) {
    var house = new House(hours(tx, host), ClubZone.of(tx, host), stayMax);
    var act = Visit.Act.unasked(host, tx.now());
    int ended = 0;
    for (Row row : tx.query("""
        select id, opened_at, nights from reciprocal.visit
         where host = $1 and state = 'CHECKED_IN' order by local_day + nights, opened_at limit $2""", host,
        LOOKED_AT)) {
      var opened = row.getOffsetDateTime("opened_at").toInstant();
      if (ended < PORTION && house.closed(opened, row.getInteger("nights"), tx.now())) {
        VisitFile.open(tx, row.getUUID("id")).apply(tx, new Visit.CloseHouse(act, house), EventMeta.NONE);
        ended++;
      }
    }
    return ended;
  }

  private static List<Opening.Window> hours(Tx tx, UUID host) {
    return tx.one("""
        select terms from reciprocal.club_rules where club = $1 and kind = 'HOUSE' and terms is not null""",
        host).map(row -> TermsMapper.read(AgreementRows.terms(row.getBuffer("terms"))).opening().hours())
        .orElse(List.of());
  }
}
