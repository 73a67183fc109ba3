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
import org.reciprocalclubs.reciprocal.rules.Course;
import org.reciprocalclubs.reciprocal.rules.Needs;

/** The read model of agreements. Every statement runs under the caller's own scope. */
final class AgreementRows {

  /** With the amendment that waits for an answer, if there is one. */
  private static final String AGREEMENT = """
      select a.*, o.version as open_terms_version, o.author as open_author, o.terms as open_terms,
             o.terms_hash as open_terms_hash, o.effective as open_effective, o.expiration as open_expiration
        from reciprocal.agreement a
        left join reciprocal.agreement_version o on o.agreement = a.id and o.state = 'OFFERED'
         and a.state in ('APPROVED', 'ACTIVE', 'SUSPENDED')
      """;

  private AgreementRows() {}

  /** What the last event changed beside the pact. */
  record Change(String state, int version, @Nullable UUID actedBy, @Nullable String reason,
      @Nullable String noticeReason) {}

  static void insert(Tx tx, Pact pact, int version) {
    var terms = pact.version();
    tx.query(
        """
            insert into reciprocal.agreement (id, club, partner, state, version, terms_version, terms,
              terms_hash, effective, expiration, acted_by, created_at, updated_at, needs)
            values ($1, $2, $3, 'PROPOSED', $4, $5, $6, $7, $8, $9, $2, $10, $10, $11)""",
        pact.id(), pact.proposer(), pact.partner(), version, terms.number(),
        TermsMapper.write(terms.terms()).toByteArray(), terms.hash(), terms.period().effective(),
        terms.period().expiration(), tx.now(), Needs.of(terms.terms()));
  }

  static void update(Tx tx, Pact pact, Change change) {
    tx.query("""
        update reciprocal.agreement
           set state = $2, version = $3, acted_by = coalesce($4, acted_by), reason = $5, updated_at = $6
         where id = $1""", pact.id(), change.state(), change.version(), change.actedBy(), change.reason(),
        tx.now());
    terms(tx, pact);
    next(tx, pact.id(), pact.following());
    notice(tx, pact, change.noticeReason());
  }

  private static void terms(Tx tx, Pact pact) {
    var terms = pact.inForce();
    tx.query("""
        update reciprocal.agreement
           set author = $2, notice_days = $3, terms_version = $4, terms = $5, terms_hash = $6, effective = $7,
             expiration = $8, last_day = $9, notice_by = $10, notice_day = $11, needs = $12
         where id = $1""", pact.id(), pact.course().author(), pact.course().noticeDays(), terms.number(),
        TermsMapper.write(terms.terms()).toByteArray(), terms.hash(), terms.period().effective(),
        terms.period().expiration(), pact.lastDay(), by(pact.course().notice()), day(pact.course().notice()),
        Needs.of(terms.terms()));
  }

  private static @Nullable UUID by(Course.@Nullable Notice notice) {
    return notice == null ? null : notice.by();
  }

  private static @Nullable LocalDate day(Course.@Nullable Notice notice) {
    return notice == null ? null : notice.lastDay();
  }

  private static void next(Tx tx, UUID id, Course.@Nullable Offer next) {
    if (next == null) {
      tx.query("""
          update reciprocal.agreement
             set next_author = null, next_terms_version = null, next_terms = null, next_terms_hash = null,
               next_effective = null, next_expiration = null, next_needs = 0
           where id = $1 and next_effective is not null""", id);
      return;
    }
    var version = next.version();
    tx.query("""
        update reciprocal.agreement
           set next_author = $2, next_terms_version = $3, next_terms = $4, next_terms_hash = $5,
             next_effective = $6, next_expiration = $7, next_needs = $8
         where id = $1""", id, next.author(), version.number(),
        TermsMapper.write(version.terms()).toByteArray(), version.hash(), version.period().effective(),
        version.period().expiration(), Needs.of(version.terms()));
  }

  /** The reason is free text: it is in the row, where it can be removed, and in no event. */
  private static void notice(Tx tx, Pact pact, @Nullable String reason) {
    tx.query("""
        update reciprocal.agreement
           set notice_reason = case when notice_by is not null then coalesce($2::text, notice_reason) end
         where id = $1 and (notice_reason is not null or $2::text is not null)""", pact.id(), reason);
  }

  static Optional<Agreement> find(Tx tx, UUID id) {
    return tx.one(AGREEMENT + " where a.id = $1", id).map(AgreementRow::read);
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

  /** The last day of the latest agreement of the two that held and has ended; null if there was none. */
  static @Nullable LocalDate endedOn(Tx tx, UUID one, UUID other) {
    return tx
        .query("""
            select max(coalesce(last_day, expiration)) from reciprocal.agreement
             where least(club, partner) = least($1::uuid, $2::uuid)
               and greatest(club, partner) = greatest($1::uuid, $2::uuid)
               and state in ('EXPIRED', 'TERMINATED') and coalesce(last_day, expiration) >= effective""", one,
            other)
        .iterator().next().getLocalDate(0);
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
    var rows = tx.query(AGREEMENT + """
        where (a.club = $1 or a.partner = $1) and ($2::text[] is null or a.state = any($2))
          and ($3::timestamptz is null or (a.created_at, a.id) < ($3, $4::uuid))
        order by a.created_at desc, a.id desc limit $5 offset $6""",
        club, states, paging.afterAt(), paging.afterId(), paging.pageSize(), paging.offset());
    var response = ListAgreementsResponse.newBuilder();
    Paging.Mark last = null;
    for (Row row : rows) {
      response.addNodes(AgreementRow.read(row));
      last = new Paging.Mark(row.getOffsetDateTime("created_at").toInstant(), row.getUUID("id"));
    }
    int total = counted.await().iterator().next().getInteger(0);
    return response.setPageInfo(paging.info(total, response.getNodesCount(), last)).build();
  }

  static Terms terms(Buffer bytes) {
    try {
      return Terms.parseFrom(bytes.getBytes());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("Terms cannot be read", unreadable);
    }
  }
}
