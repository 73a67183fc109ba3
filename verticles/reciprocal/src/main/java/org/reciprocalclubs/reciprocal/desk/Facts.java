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
import org.reciprocalclubs.reciprocal.rules.Period;
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
 * @param rules what each club says by itself
 * @param around what else is the case
 * @param pass what is known of the pass by which the visitor is named
 */
record Facts(Instant now, @Nullable Prior prior, Clubs clubs, Standing standing, @Nullable UUID person,
    Visitor visitor, @Nullable AgreementRow agreement, History history, Rules rules, Surroundings around,
    PassFacts pass) {

  /** The event that an earlier delivery of this scan appended. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Prior(String type, byte[] data) {}

  /** An agreement as stored. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record AgreementRow(UUID id, String state, int termsVersion, byte[] terms, String termsHash,
      LocalDate effective,
      @Nullable LocalDate expiration) {}

  /** A club's own rules as stored. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record RulesRow(UUID club, Kind kind, int version, byte[] terms, String termsHash) {
    static final Period ALWAYS = Period.from(LocalDate.EPOCH);

    enum Kind {
      HOUSE, PROGRAMME
    }
  }

  /**
   * What each club says by itself; null for nothing.
   *
   * @param house the host's for its visitors
   * @param programme the home club's for its members
   * @param homeHouse the home club's for its own visitors, where the terms ask
   */
  record Rules(@Nullable RulesRow house, @Nullable RulesRow programme, @Nullable RulesRow homeHouse) {
    /** Whether neither says anything about this visit. */
    boolean none() {
      return house == null && programme == null;
    }
  }

  /**
   * What became of a pass since it was signed.
   *
   * @param shown whether somebody was admitted by the same code
   * @param voidUntil passes of the member that were issued in this second or earlier are void; null for none
   */
  record PassFacts(boolean shown, @Nullable Instant voidUntil) {
    boolean revoked(Instant issuedAt) {
      return voidUntil != null && !issuedAt.isAfter(voidUntil);
    }
  }

  /** With the code used up by an earlier scan of the batch. */
  Facts withPassShown() {
    return new Facts(now, prior, clubs, standing, person, visitor, agreement, history, rules, around,
        new PassFacts(true, pass.voidUntil()));
  }

  /** As asked of another moment: who is in the house now, the member too, says nothing about another day. */
  Facts asOf(Instant at) {
    var zone = clubs.zone();
    boolean today = LocalDate.ofInstant(at, zone).equals(LocalDate.ofInstant(now, zone));
    return today ? this : with(history.left(), around.ofAnotherDay());
  }

  Facts with(History other, Surroundings others) {
    return new Facts(now, prior, clubs, standing, person, visitor, agreement, other, rules, others,
        pass);
  }

  static Facts read(Row row) {
    return new Facts(row.getOffsetDateTime("now").toInstant(), prior(row), clubs(row), standing(row),
        row.getUUID("person"), visitor(row), agreement(row), history(row), rules(row),
        Surroundings.read(row), pass(row));
  }

  private static PassFacts pass(Row row) {
    var voidUntil = row.getOffsetDateTime("passes_void_until");
    return new PassFacts(row.getBoolean("pass_shown"), voidUntil == null ? null : voidUntil.toInstant());
  }

  private static Rules rules(Row row) {
    return new Rules(rules(row, "house", row.getUUID("host"), RulesRow.Kind.HOUSE),
        rules(row, "programme", row.getUUID("home"), RulesRow.Kind.PROGRAMME),
        rules(row, "home_house", row.getUUID("home"), RulesRow.Kind.HOUSE));
  }

  private static @Nullable RulesRow rules(Row row, String prefix, UUID club, RulesRow.Kind kind) {
    Integer version = row.getInteger(prefix + "_version");
    return version == null
        ? null
        : new RulesRow(club, kind, version, row.getBuffer(prefix + "_terms").getBytes(),
            row.getString(prefix + "_hash"));
  }

  private static @Nullable Prior prior(Row row) {
    String type = row.getString("prior_type");
    return type == null ? null : new Prior(type, row.getBuffer("prior").getBytes());
  }

  private static Clubs clubs(Row row) {
    UUID home = row.getUUID("home");
    return new Clubs(club(row, row.getUUID("host"), "host"),
        home == null ? new Clubs.Club(Clubs.NOBODY, Clubs.Status.INACTIVE) : club(row, home, "home"),
        ZoneId.of(row.getString("host_zone")));
  }

  private static Clubs.Club club(Row row, UUID id, String prefix) {
    String tier = row.getString(prefix + "_tier");
    return new Clubs.Club(id, Clubs.Status.valueOf(row.getString(prefix + "_status")),
        tier == null ? "" : tier);
  }

  private static Standing standing(Row row) {
    UUID member = row.getUUID("member");
    return member == null
        ? Standing.UNKNOWN
        : new Standing.Known(member, Standing.Status.valueOf(row.getString("member_state")),
            row.getString("member_class"), row.getLocalDate("paid_until"), letter(row));
  }

  private static Standing.@Nullable Letter letter(Row row) {
    var issued = row.getOffsetDateTime("letter_at");
    return issued == null
        ? null
        : new Standing.Letter(
            LocalDate.ofInstant(issued.toInstant(), ZoneId.of(row.getString("host_zone"))),
            row.getLocalDate("letter_until"), row.getInteger("letter_guests"));
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
