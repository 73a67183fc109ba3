package org.reciprocalclubs.reciprocal;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.Needs;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.Terms;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/** Clubs, members and agreements for tests, put into the real tables of their rooms. */
public final class Federation {
  private final TestDatabase database;

  public Federation(TestDatabase database) {
    this.database = database;
  }

  /** A club in Seattle's time zone. */
  public UUID club(String code) {
    return club(code, "America/Los_Angeles");
  }

  public UUID club(String code, String zone) {
    var id = Ids.uuid7();
    database.admin(
        """
            insert into auth.club (id, version, code, name, kind, status, location, time_zone, country, currency, created_at,
              updated_at) values ($1, 1, $2, $2 || ' Club', 'YACHT', 'ACTIVE', 'somewhere', $3, 'US', 'USD', now(), now())""",
        id, code, zone);
    return id;
  }

  /** What was agreed to hold from that day on. */
  public void amendment(UUID agreement, Terms terms, LocalDate from) {
    database.admin("""
        update reciprocal.agreement set next_terms_version = 2, next_terms = $2, next_terms_hash = $3,
          next_effective = $4, next_author = club, next_needs = $5 where id = $1""", agreement,
        TermsMapper.write(terms).toByteArray(), Canonical.hash(Canonical.terms(terms)), from,
        Needs.of(terms));
  }

  /** What the operator says of a club. */
  public void tier(UUID club, String tier) {
    database.admin("alter table auth.club disable trigger keep_tier");
    database.admin("update auth.club set tier = $2 where id = $1", club, tier);
    database.admin("alter table auth.club enable trigger keep_tier");
  }

  /** An active member with a login. */
  public UUID member(UUID club, String number) {
    return member(club, number, "ACTIVE", null);
  }

  public UUID member(UUID club, String number, String state, @Nullable LocalDate paidUntil) {
    var id = Ids.uuid7();
    database.admin(
        """
            insert into member.member (id, club, user_id, number, membership_type, class, state, paid_until, version,
              joined_at, created_at, updated_at)
            values ($1, $2, $3, $4, 'REGULAR', 'REGULAR', $5, $6, 1, now(), now(), now())""",
        id, club, person(id), number, state, paidUntil);
    database.admin(
        "insert into member.person (member, club, user_id, first_name, last_name) values ($1, $2, $3, 'Ada', $4)",
        id, club, person(id), "No" + number);
    return id;
  }

  /** The login of a member made here. */
  public static UUID person(UUID member) {
    return new UUID(member.getMostSignificantBits(), ~member.getLeastSignificantBits());
  }

  /** An agreement that has been in force since 2020. */
  public UUID agreement(UUID club, UUID partner, Terms terms) {
    return agreement(club, partner, terms, "ACTIVE");
  }

  public UUID agreement(UUID club, UUID partner, Terms terms, String state) {
    var id = Ids.uuid7();
    var version = TermsVersion.seal(1, terms, Period.from(LocalDate.of(2020, 1, 1)));
    database.admin(
        """
            insert into reciprocal.agreement (id, club, partner, state, version, terms_version, terms, terms_hash, effective,
              created_at, updated_at, needs) values ($1, $2, $3, $4, 1, 1, $5, $6, $7, now(), now(), $8)""",
        id, club, partner, state, TermsMapper.write(terms).toByteArray(), version.hash(),
        version.period().effective(), Needs.of(terms));
    database.admin(
        """
            insert into reciprocal.agreement_version (agreement, version, club, partner, author, terms, terms_hash,
              effective, notice_days, state, created_at) values ($1, 1, $2, $3, $2, $4, $5, $6, 0, 'AGREED', now())""",
        id, club, partner, TermsMapper.write(terms).toByteArray(), version.hash(),
        version.period().effective());
    return id;
  }

  /** What a club says by itself, HOUSE or PROGRAMME. */
  public void rules(UUID club, String kind, Terms terms) {
    database.admin(
        """
            insert into reciprocal.club_rules (id, club, kind, version, terms, terms_hash, needs, set_at)
            values ($1, $2, $3, 1, $4, $5, $6, now())""",
        Ids.uuid7(), club, kind, TermsMapper.write(terms).toByteArray(),
        TermsVersion.seal(1, terms, Period.from(LocalDate.EPOCH)).hash(), Needs.of(terms));
  }

  /** What a host puts on all members of a club, or on one. */
  public UUID restriction(UUID host, UUID home, @Nullable UUID member, String kind,
      @Nullable LocalDate lastDay) {
    var id = Ids.uuid7();
    database.admin(
        """
            insert into reciprocal.restriction (id, host, home, member, kind, last_day, no_guests, reason, version,
              imposed_at, imposed_by) values ($1, $2, $3, $4, $5, $6, $7, 'because', 1, now(), $1)""",
        id, host, home, member, kind, lastDay, kind.equals("LIMITATION"));
    return id;
  }

  /** A letter of introduction for a host, or for any. */
  public UUID letter(UUID member, UUID home, @Nullable UUID host, LocalDate until, int guests) {
    var id = Ids.uuid7();
    database.admin("""
        insert into member.letter (id, club, member, host, valid_until, guests, issued_at)
        values ($1, $2, $3, $4, $5, $6, clock_timestamp())""", id, home, member, host, until, guests);
    return id;
  }
}
