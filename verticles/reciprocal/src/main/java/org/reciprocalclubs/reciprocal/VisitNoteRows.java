package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitBill;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Visit;

/** What is read of corrections and ratings, and the words, which are nowhere else and can be removed. */
final class VisitNoteRows {
  private VisitNoteRows() {}

  /** @param bill as it is with this; null while the visit lasts */
  static void correct(Tx tx, VisitEvents.About about, Visit.VisitCorrected corrected, int version,
      @Nullable VisitBill bill) {
    var correction = corrected.correction();
    var services = correction.services();
    var cost = correction.cost();
    tx.queryAsync("""
        update reciprocal.visit
           set version = $2, corrected = true, services = coalesce($3::text[], services),
               cost_minor = coalesce($4, cost_minor), cost_currency = coalesce($5, cost_currency),
               guests = coalesce($6::int::smallint, guests), closed_at = coalesce($7, closed_at),
               bill = coalesce($8, bill)
         where id = $1""", about.visit(), version,
        services == null ? null : services.toArray(String[]::new), cost == null ? null : cost.amountMinor(),
        cost == null ? null : cost.currency(), correction.guests(), correction.left(),
        bill == null ? null : bill.toByteArray());
    tx.queryAsync("""
        insert into reciprocal.visit_correction (visit, version, host, home, reason)
        values ($1, $2, $3, $4, $5)""", about.visit(), version, about.host(), about.home(),
        corrected.reason());
  }

  static void rate(Tx tx, VisitEvents.About about, Visit.VisitRated rated) {
    tx.queryAsync("""
        insert into reciprocal.visit_rating (visit, host, home, person, stars, comment, rated_at)
        values ($1, $2, $3, $4, $5, nullif($6, ''), $7)
        on conflict (visit) do update set stars = excluded.stars, comment = excluded.comment,
          rated_at = excluded.rated_at""", about.visit(), about.host(), about.home(), about.person(),
        rated.stars(), rated.comment(), rated.act().at());
  }

  static void removeComment(Tx tx, UUID visit) {
    tx.queryAsync("update reciprocal.visit_rating set comment = null where visit = $1", visit);
  }

  /** Why a visit was corrected, by the version that did. */
  static Map<Integer, String> reasons(Tx tx, UUID visit) {
    Map<Integer, String> reasons = new HashMap<>();
    for (Row row : tx.query("select version, reason from reciprocal.visit_correction where visit = $1",
        visit)) {
      reasons.put(row.getInteger(0), row.getString(1));
    }
    return reasons;
  }
}
