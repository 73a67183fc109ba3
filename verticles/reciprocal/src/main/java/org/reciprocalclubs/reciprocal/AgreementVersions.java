package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementVersion;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementVersionsResponse;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Agreement;
import org.reciprocalclubs.reciprocal.rules.Agreement.Event;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Course.Offer;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/** The read model of every version of the terms that was on the table. */
final class AgreementVersions {

  private AgreementVersions() {}

  /** What an event means for the versions. */
  static void follow(Tx tx, Pact pact, Event event) {
    int days = pact.course().noticeDays();
    switch (event) {
      case Agreement.AgreementProposed(var first) ->
        insert(tx, first, new Offer(first.proposer(), first.version()), days);
      case Agreement.AgreementCountered(var by, var version, int counted) -> {
        answered(tx, pact, "REPLACED");
        insert(tx, pact, new Offer(by, version), counted);
      }
      case Agreement.AmendmentProposed(var by, var version) ->
        insert(tx, pact, new Offer(by, version), days);
      case Agreement.AgreementApproved _,Agreement.AmendmentApproved _ -> answered(tx, pact, "AGREED");
      case Agreement.AgreementRejected _,Agreement.AmendmentRejected _ -> answered(tx, pact, "REJECTED");
      case Agreement.AgreementWithdrawn _,Agreement.AmendmentWithdrawn _ -> answered(tx, pact, "WITHDRAWN");
      case Agreement.AgreementExpired _,Agreement.AgreementTerminated _ -> answered(tx, pact, "LAPSED");
      case Agreement.AgreementActivated _,Agreement.AgreementSuspended _,Agreement.AgreementResumed _ -> {
      }
      case Agreement.AmendmentBegun _,Agreement.AgreementRenewalDue _ -> {
      }
      case Agreement.TerminationNoticed _,Agreement.TerminationRevoked _,Agreement.AgreementAbandoned _ -> {
      }
    }
  }

  private static void insert(Tx tx, Pact pact, Offer offer, int noticeDays) {
    var version = offer.version();
    tx.query(
        """
            insert into reciprocal.agreement_version (agreement, version, club, partner, author, terms,
              terms_hash, effective, expiration, notice_days, state, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'OFFERED', $11)""",
        pact.id(), version.number(), pact.proposer(), pact.partner(), offer.author(),
        TermsMapper.write(version.terms()).toByteArray(), version.hash(), version.period().effective(),
        version.period().expiration(), noticeDays, tx.now());
  }

  /** At most one version waits for an answer at any time. */
  private static void answered(Tx tx, Pact pact, String state) {
    tx.query("""
        update reciprocal.agreement_version set state = $2 where agreement = $1 and state = 'OFFERED'""",
        pact.id(), state);
  }

  static ListAgreementVersionsResponse list(Tx tx, UUID agreement, Paging paging) {
    var counted = tx.queryAsync("select count(*) from reciprocal.agreement_version where agreement = $1",
        agreement);
    var rows = tx.query("""
        select * from reciprocal.agreement_version
         where agreement = $1 and ($2::timestamptz is null or created_at < $2)
         order by version desc limit $3 offset $4""",
        agreement, paging.afterAt(), paging.pageSize(), paging.offset());
    var response = ListAgreementVersionsResponse.newBuilder();
    Paging.Mark last = null;
    for (Row row : rows) {
      response.addNodes(read(row));
      last = new Paging.Mark(row.getOffsetDateTime("created_at").toInstant(), agreement);
    }
    int total = counted.await().iterator().next().getInteger(0);
    return response.setPageInfo(paging.info(total, response.getNodesCount(), last)).build();
  }

  /** @throws org.reciprocalclubs.kit.bus.Problem NOT_FOUND when the club sees no such version */
  static TermsVersion find(Tx tx, UUID agreement, int number) {
    return tx.one("""
        select version, terms_hash, terms, effective, expiration from reciprocal.agreement_version
         where agreement = $1 and version = $2""", agreement, number)
        .map(row -> new TermsVersion(row.getInteger("version"), row.getString("terms_hash"),
            TermsMapper.read(AgreementRows.terms(row.getBuffer("terms"))),
            new Period(row.getLocalDate("effective"), row.getLocalDate("expiration"))))
        .orElseThrow(AgreementActs::none);
  }

  private static AgreementVersion read(Row row) {
    var wire = AgreementVersion.newBuilder().setVersion(row.getInteger("version"))
        .setAuthorClubId(row.getUUID("author").toString())
        .setTerms(AgreementRows.terms(row.getBuffer("terms"))).setTermsHash(row.getString("terms_hash"))
        .setEffectiveDate(row.getLocalDate("effective").toString())
        .setState(AgreementVersion.State.valueOf(row.getString("state")))
        .setCreatedAt(VerdictMapper.timestamp(row.getOffsetDateTime("created_at").toInstant()))
        .setNoticeDays(row.getInteger("notice_days"));
    var last = row.getLocalDate("expiration");
    return (last == null ? wire : wire.setExpirationDate(last.toString())).build();
  }
}
