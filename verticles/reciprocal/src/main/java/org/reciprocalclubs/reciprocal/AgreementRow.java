package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementAmendment;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementNotice;

/** A row of {@link AgreementRows} as it travels. */
final class AgreementRow {

  private AgreementRow() {}

  static Agreement read(Row row) {
    var state = row.getString("state");
    var wire = Agreement.newBuilder().setId(row.getUUID("id").toString())
        .setClubId(row.getUUID("club").toString())
        .setPartnerClubId(row.getUUID("partner").toString()).setStatus(AgreementStates.status(state))
        .setState(state).setTerms(AgreementRows.terms(row.getBuffer("terms")))
        .setTermsVersion(row.getInteger("terms_version"))
        .setTermsHash(row.getString("terms_hash")).setEffectiveDate(row.getLocalDate("effective").toString())
        .setCreatedAt(VerdictMapper.timestamp(row.getOffsetDateTime("created_at").toInstant()))
        .setUpdatedAt(VerdictMapper.timestamp(row.getOffsetDateTime("updated_at").toInstant()))
        .setNoticeDays(row.getInteger("notice_days"));
    if (row.getLocalDate("expiration") != null) {
      wire.setExpirationDate(row.getLocalDate("expiration").toString());
    }
    said(row, wire);
    follows(row, wire);
    return wire.build();
  }

  private static void said(Row row, Agreement.Builder wire) {
    if (row.getString("reason") != null) {
      wire.setReason(row.getString("reason"));
    }
    if (row.getUUID("acted_by") != null) {
      wire.setActedByClubId(row.getUUID("acted_by").toString());
    }
    if (row.getUUID("author") != null) {
      wire.setAuthorClubId(row.getUUID("author").toString());
    }
  }

  private static void follows(Row row, Agreement.Builder wire) {
    if (row.getInteger("next_terms_version") != null) {
      wire.setNext(amendment(row, "next_"));
    }
    if (row.getInteger("open_terms_version") != null) {
      wire.setAmendment(amendment(row, "open_"));
    }
    if (row.getUUID("notice_by") != null) {
      var notice = AgreementNotice.newBuilder().setByClubId(row.getUUID("notice_by").toString())
          .setLastDay(row.getLocalDate("notice_day").toString());
      var reason = row.getString("notice_reason");
      wire.setNotice(reason == null ? notice : notice.setReason(reason));
    }
  }

  private static AgreementAmendment amendment(Row row, String which) {
    var wire = AgreementAmendment.newBuilder()
        .setTerms(AgreementRows.terms(row.getBuffer(which + "terms")))
        .setTermsVersion(row.getInteger(which + "terms_version"))
        .setTermsHash(row.getString(which + "terms_hash"))
        .setEffectiveDate(row.getLocalDate(which + "effective").toString())
        .setAuthorClubId(row.getUUID(which + "author").toString());
    var last = row.getLocalDate(which + "expiration");
    return (last == null ? wire : wire.setExpirationDate(last.toString())).build();
  }
}
