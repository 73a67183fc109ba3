package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.reciprocal.VerdictMapper;

/**
 * Visitors who were let in while the desk was cut off: one at a time, with facts of the moment when it
 * happened, which takes more looking up than a door has time for.
 */
final class LateTrip implements Trip {
  static final Trip LATE = new LateTrip();
  private static final String LOAD = """
      select (late.fact).*, late.clock, late.next_at
        from reciprocal.late_load($1, $2, $3, $4, $5, $6, $7) late""";
  private static final int LATE_BINDS = 8;
  private static final String COMMIT = "with written as materialized (" + CommitRows.SQL
      + ") select reciprocal.late_commit(" + CommitRows.places(CommitRows.BINDS + 1, LATE_BINDS)
      + ") from written";

  private LateTrip() {}

  @Override
  public String load() {
    return LOAD;
  }

  @Override
  public Tuple loadBinds(List<Scan> scans) {
    var scan = scans.getFirst();
    var binds = Tuple.of(scan.id(), scan.host());
    switch (scan.who()) {
      case Scan.Who.ByNumber(var code, var number) -> binds.addValue(code).addValue(number).addValue(null);
      case Scan.Who.ById(var member) -> binds.addValue(null).addValue(null).addValue(member);
      case Scan.Who.ByPass pass -> binds.addValue(null).addValue(null).addValue(pass.member());
      case Scan.Who.BadPass _ -> binds.addValue(null).addValue(null).addValue(null);
    }
    var occurredAt = Objects.requireNonNull(scan.extras().occurredAt());
    return binds.addOffsetDateTime(VerdictMapper.instant(occurredAt).atOffset(ZoneOffset.UTC))
        .addBuffer(scan.shown() == null ? null : scan.shown().hash());
  }

  @Override
  public Outcome decide(Deciding deciding, Scan scan, Row row, Carried carried) {
    return deciding.decide(scan, Facts.read(row), Told.read(row));
  }

  @Override
  public String commit() {
    return COMMIT;
  }

  @Override
  public Tuple commitBinds(CommitRows rows, Instant at) {
    var outcome = rows.only();
    var late = Objects.requireNonNull(outcome.late());
    var clock = late.told().clock();
    var closed = late.closed();
    return rows.binds(clock).addUUID(outcome.scan().id()).addOffsetDateTime(clock.atOffset(ZoneOffset.UTC))
        .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)).addString(late.flag())
        .addOffsetDateTime(closed == null
            ? null
            : VerdictMapper.instant(closed.getLeftAt()).atOffset(ZoneOffset.UTC))
        .addUUID(Ids.uuid7()).addBuffer(closed == null ? null : Buffer.buffer(closed.toByteArray()))
        .addBuffer(closed == null ? null : Buffer.buffer(closed.getBill().toByteArray()));
  }
}
