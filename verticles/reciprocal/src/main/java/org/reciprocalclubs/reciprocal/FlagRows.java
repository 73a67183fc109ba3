package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.ListFlaggedVisitsResponse;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;

/** What happened though the rules would have refused it. Every statement runs under the host's own scope. */
final class FlagRows {
  private FlagRows() {}

  static Optional<FlaggedVisit> find(Tx tx, UUID id) {
    return tx.one("select * from reciprocal.flagged where id = $1", id).map(FlagRows::read);
  }

  static void settle(Tx tx, UUID id, FlaggedVisit.Resolution resolution, String note, UUID by) {
    tx.query("""
        update reciprocal.flagged set resolution = $2, note = $3, settled_at = $4, settled_by = $5
         where id = $1""", id, resolution.name(), note, tx.now(), by);
  }

  /** The visit's own row, after that version of its stream. */
  static void mark(Tx tx, UUID id, FlaggedVisit.Resolution resolution, int version) {
    tx.query("update reciprocal.visit set settlement = $2, version = $3 where id = $1", id, resolution.name(),
        version);
  }

  /** @param settled only what is settled, or only what is not; null for all */
  static ListFlaggedVisitsResponse list(Tx tx, @Nullable Boolean settled, Paging paging) {
    var counted = tx.queryAsync("""
        select count(*)::int from reciprocal.flagged
         where host = kit.club() and ($1::boolean is null or (resolution is not null) = $1)""", settled);
    var rows = tx.query("""
        select * from reciprocal.flagged
         where host = kit.club() and ($1::boolean is null or (resolution is not null) = $1)
           and ($2::timestamptz is null or (told_at, id) < ($2, $3::uuid))
         order by told_at desc, id desc limit $4 offset $5""",
        settled, paging.afterAt(), paging.afterId(), paging.pageSize(), paging.offset());
    var response = ListFlaggedVisitsResponse.newBuilder();
    Paging.Mark last = null;
    for (Row row : rows) {
      response.addNodes(read(row));
      last = new Paging.Mark(row.getOffsetDateTime("told_at").toInstant(), row.getUUID("id"));
    }
    int total = counted.await().iterator().next().getInteger(0);
    return response.setPageInfo(paging.info(total, response.getNodesCount(), last)).build();
  }

  private static FlaggedVisit read(Row row) {
    var flagged = FlaggedVisit.newBuilder().setId(row.getUUID("id").toString())
        .setVisit(row.getUUID("member") != null).setCode(row.getString("code"))
        .setOccurredAt(VerdictMapper.timestamp(row.getOffsetDateTime("occurred_at").toInstant()))
        .setToldAt(VerdictMapper.timestamp(row.getOffsetDateTime("told_at").toInstant()))
        .setActorId(row.getUUID("actor").toString()).setOverridden(row.getBoolean("overridden"));
    if (row.getUUID("home") != null) {
      flagged.setClubId(row.getUUID("home").toString());
    }
    if (row.getUUID("member") != null) {
      flagged.setMemberId(row.getUUID("member").toString());
    }
    if (row.getString("resolution") != null) {
      flagged.setResolution(FlaggedVisit.Resolution.valueOf(row.getString("resolution")))
          .setNote(row.getString("note")).setSettledBy(row.getUUID("settled_by").toString())
          .setSettledAt(VerdictMapper.timestamp(row.getOffsetDateTime("settled_at").toInstant()));
    }
    return flagged.build();
  }
}
