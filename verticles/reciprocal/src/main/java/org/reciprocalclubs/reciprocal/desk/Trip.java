package org.reciprocalclubs.reciprocal.desk;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** What a writer sends in its two round trips, and how it decides between them. Stateless. */
interface Trip {
  /**
   * How a batch travels: by the manner of its first scan. One of more than one holds only visitors at the
   * door.
   */
  static Trip of(List<Scan> batch) {
    return switch (batch.getFirst().extras().manner()) {
      case ASKED -> ORDINARY;
      case HAPPENED -> LateTrip.LATE;
      case OVERRIDDEN -> OverrideTrip.OVERRIDE;
    };
  }

  /** Visitors at the door: many in one batch. */
  Trip ORDINARY = new Trip() {
    @Override
    public String load() {
      return LoadRows.SQL;
    }

    @Override
    public Tuple loadBinds(List<Scan> scans) {
      return LoadRows.binds(scans);
    }

    @Override
    public Outcome decide(Deciding deciding, Scan scan, Row row, Carried carried) {
      var facts = Facts.read(row);
      var outcome = deciding.decide(scan, carried.onto(scan, facts));
      carried.add(facts, outcome);
      return outcome;
    }

    @Override
    public String commit() {
      return CommitRows.SQL;
    }

    @Override
    public Tuple commitBinds(CommitRows rows, Instant at) {
      return rows.binds(at);
    }
  };

  String load();

  Tuple loadBinds(List<Scan> scans);

  /**
   * Decides one scan of a batch.
   *
   * @param row what was found for it
   * @param carried what earlier scans of the batch did
   */
  Outcome decide(Deciding deciding, Scan scan, Row row, Carried carried);

  String commit();

  /**
   * What to write.
   *
   * @param at the time of the facts
   */
  Tuple commitBinds(CommitRows rows, Instant at);
}
