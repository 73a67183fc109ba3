package org.reciprocalclubs.reciprocal.desk;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visitors whom a manager lets in: as at the door, one at a time, and beside the visit what was set aside and
 * why.
 */
final class OverrideTrip implements Trip {
  static final Trip OVERRIDE = new OverrideTrip();
  private static final int OVERRIDE_BINDS = 3;
  private static final String COMMIT = "with written as materialized (" + CommitRows.SQL
      + ") select reciprocal.override_commit(" + CommitRows.places(CommitRows.BINDS + 1, OVERRIDE_BINDS)
      + ") from written";

  private OverrideTrip() {}

  @Override
  public String load() {
    return Trip.ORDINARY.load();
  }

  @Override
  public Tuple loadBinds(List<Scan> scans) {
    return Trip.ORDINARY.loadBinds(scans);
  }

  @Override
  public Outcome decide(Deciding deciding, Scan scan, Row row, Carried carried) {
    return Trip.ORDINARY.decide(deciding, scan, row, carried);
  }

  @Override
  public String commit() {
    return COMMIT;
  }

  @Override
  public Tuple commitBinds(CommitRows rows, Instant at) {
    var outcome = rows.only();
    return rows.binds(at).addUUID(outcome.scan().id()).addString(setAside(outcome))
        .addString(outcome.scan().extras().reason());
  }

  /** The verdict's code; null where nothing had to be set aside, or not all of it could. */
  private static @Nullable String setAside(Outcome outcome) {
    var writing = outcome.writing();
    var admission = writing == null ? null : writing.admission();
    return admission == null || !admission.event().getOverridden()
        ? null
        : admission.event().getVerdict().getCode().name();
  }
}
