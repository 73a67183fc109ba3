package org.reciprocalclubs.reciprocal.desk;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Visitor;
import org.reciprocalclubs.reciprocal.rules.Clubs;
import org.reciprocalclubs.reciprocal.rules.History;
import org.reciprocalclubs.reciprocal.rules.Standing;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * What {@code reciprocal.desk_load} found for one scan, read under the visitor's lock.
 * Immutable.
 *
 * @param now the platform's time, the same for the whole batch
 * @param prior what was answered to this scan id before; null the first time
 * @param clubs host, home and the zone by which days are counted
 * @param person whom the visit is to be told: the member's login, or the member where there is none; null
 * when unknown
 * @param agreement what the clubs have signed; null for nothing
 */
record Facts(Instant now, @Nullable Prior prior, Clubs clubs, Standing standing, @Nullable UUID person,
    Visitor visitor, @Nullable AgreementRow agreement, History history) {

  /** The event that an earlier delivery of this scan appended. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Prior(String type, byte[] data) {}

  /** An agreement as stored. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record AgreementRow(UUID id, String state, int termsVersion, byte[] terms, String termsHash,
      LocalDate effective,
      @Nullable LocalDate expiration) {}

  static Facts read(Row row) {
    return new Facts(row.getOffsetDateTime("now").toInstant(), prior(row), clubs(row), standing(row),
        row.getUUID("person"), visitor(row), agreement(row), history(row));
  }

  private static @Nullable Prior prior(Row row) {
    String type = row.getString("prior_type");
    return type == null ? null : new Prior(type, row.getBuffer("prior").getBytes());
  }

  private static Clubs clubs(Row row) {
    UUID home = row.getUUID("home");
    return new Clubs(new Clubs.Club(row.getUUID("host"), Clubs.Status.valueOf(row.getString("host_status"))),
        home == null
            ? new Clubs.Club(Clubs.NOBODY, Clubs.Status.INACTIVE)
            : new Clubs.Club(home, Clubs.Status.valueOf(row.getString("home_status"))),
        ZoneId.of(row.getString("host_zone")));
  }

  private static Standing standing(Row row) {
    UUID member = row.getUUID("member");
    return member == null
        ? Standing.UNKNOWN
        : new Standing.Known(member, Standing.Status.valueOf(row.getString("member_state")),
            row.getString("member_class"), row.getLocalDate("paid_until"));
  }

  private static Visitor visitor(Row row) {
    if (row.getUUID("member") == null) {
      return Visitor.getDefaultInstance();
    }
    var visitor = Visitor.newBuilder().setName(row.getString("member_name"))
        .setClass_(row.getString("member_class"))
        .setHomeClub(row.getString("home_name")).setStanding(row.getString("member_state"));
    String photo = row.getString("member_photo");
    return (photo == null ? visitor : visitor.setPhoto(photo)).build();
  }

  private static @Nullable AgreementRow agreement(Row row) {
    UUID id = row.getUUID("agreement");
    return id == null
        ? null
        : new AgreementRow(id, row.getString("agreement_state"), row.getInteger("terms_version"),
            row.getBuffer("terms").getBytes(), row.getString("terms_hash"), row.getLocalDate("effective"),
            row.getLocalDate("expiration"));
  }

  private static History history(Row row) {
    Long[] uses = row.getArrayOfLongs("uses");
    return History.of(uses == null ? List.of() : Arrays.stream(uses).map(Use::unpacked).toList(),
        row.getUUID("open_visit"));
  }
}
