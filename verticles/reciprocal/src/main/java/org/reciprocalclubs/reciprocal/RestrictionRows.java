package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.ListRestrictionsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Restriction;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionImposed;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;

/** The read model of restrictions. Every statement runs under the host's own scope. */
final class RestrictionRows {

  private RestrictionRows() {}

  static void insert(Tx tx, RestrictionImposed event, String reason, UUID by) {
    tx.query("""
        insert into reciprocal.restriction (id, host, home, member, kind, last_day, facilities, no_guests,
          reason, version, imposed_at, imposed_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11)""",
        UUID.fromString(event.getRestrictionId()), UUID.fromString(event.getVisitingClubId()),
        UUID.fromString(event.getClubId()), event.hasMemberId() ? UUID.fromString(event.getMemberId()) : null,
        event.getKind().name(), event.hasLastDay() ? LocalDate.parse(event.getLastDay()) : null,
        event.getFacilitiesList().toArray(String[]::new), event.getNoGuests(), reason, tx.now(), by);
  }

  static void lift(Tx tx, UUID id) {
    tx.query("update reciprocal.restriction set version = 2, lifted_at = $2 where id = $1", id, tx.now());
  }

  /** How many hold on that day, on a member, or on all of a club where the member is null. */
  static int live(Tx tx, UUID home, @Nullable UUID member, LocalDate today) {
    return tx.query("""
        select count(*)::int from reciprocal.restriction
         where host = kit.club() and home = $1 and member is not distinct from $2
           and lifted_at is null and coalesce(last_day >= $3, true)""", home, member, today).iterator().next()
        .getInteger(0);
  }

  static Optional<Restriction> find(Tx tx, UUID id) {
    return tx.one("select * from reciprocal.restriction where id = $1", id).map(RestrictionRows::read);
  }

  /** @param liveOn only those that hold on this day; null for all */
  static ListRestrictionsResponse list(Tx tx, @Nullable LocalDate liveOn, Paging paging) {
    var counted = tx.queryAsync("""
        select count(*)::int from reciprocal.restriction
         where host = kit.club()
           and ($1::date is null or lifted_at is null and coalesce(last_day >= $1, true))""",
        liveOn);
    var rows = tx.query("""
        select * from reciprocal.restriction
         where host = kit.club()
           and ($1::date is null or lifted_at is null and coalesce(last_day >= $1, true))
           and ($2::timestamptz is null or (imposed_at, id) < ($2, $3::uuid))
         order by imposed_at desc, id desc limit $4 offset $5""",
        liveOn, paging.afterAt(), paging.afterId(), paging.pageSize(), paging.offset());
    var response = ListRestrictionsResponse.newBuilder();
    Paging.Mark last = null;
    for (Row row : rows) {
      response.addNodes(read(row));
      last = new Paging.Mark(row.getOffsetDateTime("imposed_at").toInstant(), row.getUUID("id"));
    }
    int total = counted.await().iterator().next().getInteger(0);
    return response.setPageInfo(paging.info(total, response.getNodesCount(), last)).build();
  }

  private static Restriction read(Row row) {
    var restriction = Restriction.newBuilder().setId(row.getUUID("id").toString())
        .setClubId(row.getUUID("home").toString()).setKind(Restriction.Kind.valueOf(row.getString("kind")))
        .addAllFacilities(Arrays.asList(row.getArrayOfStrings("facilities")))
        .setNoGuests(row.getBoolean("no_guests")).setReason(row.getString("reason"))
        .setImposedAt(VerdictMapper.timestamp(row.getOffsetDateTime("imposed_at").toInstant()));
    UUID member = row.getUUID("member");
    LocalDate lastDay = row.getLocalDate("last_day");
    OffsetDateTime lifted = row.getOffsetDateTime("lifted_at");
    if (member != null) {
      restriction.setMemberId(member.toString());
    }
    if (lastDay != null) {
      restriction.setLastDay(lastDay.toString());
    }
    if (lifted != null) {
      restriction.setLiftedAt(VerdictMapper.timestamp(lifted.toInstant()));
    }
    return restriction.build();
  }
}
