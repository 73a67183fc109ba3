package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Terms;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;

/** The read model of agreements. Every statement runs under the caller's own scope. */
final class AgreementRows {

  private AgreementRows() {}

  /** What the last event changed beside the state. */
  record Change(String state, int version, @Nullable UUID actedBy, @Nullable String reason) {}

  static void insert(Tx tx, Pact pact, int version) {
    var terms = pact.version();
    tx.query(
        """
            insert into reciprocal.agreement (id, club, partner, state, version, terms_version, terms,
              terms_hash, effective, expiration, acted_by, created_at, updated_at)
            values ($1, $2, $3, 'PROPOSED', $4, $5, $6, $7, $8, $9, $2, $10, $10)""",
        pact.id(), pact.proposer(), pact.partner(), version, terms.number(),
        TermsMapper.write(terms.terms()).toByteArray(), terms.hash(), terms.period().effective(),
        terms.period().expiration(), tx.now());
  }

  static void update(Tx tx, UUID id, Change change) {
    tx.query("""
        update reciprocal.agreement
           set state = $2, version = $3, acted_by = coalesce($4, acted_by), reason = $5, updated_at = $6
         where id = $1""", id, change.state(), change.version(), change.actedBy(), change.reason(),
        tx.now());
  }

  static Optional<Agreement> find(Tx tx, UUID id) {
    return tx.one("select * from reciprocal.agreement where id = $1", id).map(AgreementRows::read);
  }

  /** Whether the two clubs have an agreement, or a proposal, that has not ended. */
  static boolean pairTaken(Tx tx, UUID one, UUID other) {
    return tx.one("""
        select from reciprocal.agreement
         where least(club, partner) = least($1::uuid, $2::uuid)
           and greatest(club, partner) = greatest($1::uuid, $2::uuid)
           and state in ('PROPOSED', 'COUNTERED', 'APPROVED', 'ACTIVE', 'SUSPENDED')""", one, other)
        .isPresent();
  }

  /** The local dates of two clubs now, the earlier and the later. */
  record Dates(LocalDate earlier, LocalDate later, List<ZoneId> zones) {}

  /**
   * The dates in the zones of both clubs.
   *
   * @throws Problem NOT_FOUND when one of them is not in the federation
   */
  static Dates dates(Tx tx, UUID one, UUID other) {
    List<ZoneId> zones = new ArrayList<>();
    for (Row row : tx.query("""
        select c.time_zone from auth.clubs_for_desk() c where c.id in ($1, $2)""", one,
        other)) {
      zones.add(ZoneId.of(row.getString(0)));
    }
    if (zones.size() < (one.equals(other) ? 1 : 2)) {
      throw Problem.notFound("There is no such club in the federation.").field("partnerClubId");
    }
    return dates(tx.now(), zones);
  }

  private static Dates dates(Instant now, List<ZoneId> zones) {
    var days = zones.stream().map(zone -> LocalDate.ofInstant(now, zone)).sorted().toList();
    return new Dates(days.getFirst(), days.getLast(), zones);
  }

  static ListAgreementsResponse list(Tx tx, UUID club, String @Nullable [] states, Paging paging) {
    var counted = tx.queryAsync(
        """
            select count(*) from reciprocal.agreement
             where (club = $1 or partner = $1) and ($2::text[] is null or state = any($2))""", club, states);
    var rows = tx.query("""
        select * from reciprocal.agreement
         where (club = $1 or partner = $1) and ($2::text[] is null or state = any($2))
           and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
         order by created_at desc, id desc limit $5 offset $6""",
        club, states, paging.afterAt(), paging.afterId(), paging.pageSize(), paging.offset());
    var response = ListAgreementsResponse.newBuilder();
    Paging.Mark last = null;
    for (Row row : rows) {
      response.addNodes(read(row));
      last = new Paging.Mark(row.getOffsetDateTime("created_at").toInstant(), row.getUUID("id"));
    }
    int total = counted.await().iterator().next().getInteger(0);
    return response.setPageInfo(paging.info(total, response.getNodesCount(), last)).build();
  }

  private static Agreement read(Row row) {
    var state = row.getString("state");
    var wire = Agreement.newBuilder().setId(row.getUUID("id").toString())
        .setClubId(row.getUUID("club").toString())
        .setPartnerClubId(row.getUUID("partner").toString()).setStatus(AgreementStates.status(state))
        .setState(state)
        .setTerms(terms(row.getBuffer("terms"))).setTermsVersion(row.getInteger("terms_version"))
        .setTermsHash(row.getString("terms_hash")).setEffectiveDate(row.getLocalDate("effective").toString())
        .setCreatedAt(VerdictMapper.timestamp(row.getOffsetDateTime("created_at").toInstant()))
        .setUpdatedAt(VerdictMapper.timestamp(row.getOffsetDateTime("updated_at").toInstant()));
    if (row.getLocalDate("expiration") != null) {
      wire.setExpirationDate(row.getLocalDate("expiration").toString());
    }
    if (row.getString("reason") != null) {
      wire.setReason(row.getString("reason"));
    }
    if (row.getUUID("acted_by") != null) {
      wire.setActedByClubId(row.getUUID("acted_by").toString());
    }
    return wire.build();
  }

  static Terms terms(Buffer bytes) {
    try {
      return Terms.parseFrom(bytes.getBytes());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("Terms cannot be read", unreadable);
    }
  }
}
