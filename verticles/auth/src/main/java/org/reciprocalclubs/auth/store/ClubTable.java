package org.reciprocalclubs.auth.store;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.Club;
import org.reciprocalclubs.auth.rules.ClubProfile;
import org.reciprocalclubs.auth.rules.Point;
import org.reciprocalclubs.kit.store.Tx;

/** Clubs: all read by all, written by the operator and by themselves. */
public final class ClubTable {
  /** The constraint that a second club of the same name breaks. */
  public static final String NAME_KEY = "club_name_key";
  private static final String COLUMNS = """
      id, version, code, name, kind, status, description, location,
        website, region, phone, time_zone, country, currency,
      latitude, longitude, allow_reciprocal, require_approval,
        max_visits_per_month, reciprocal_fee,
      reciprocal_fee_currency, created_at, updated_at, tier""";

  private ClubTable() {}

  /** Every club, by name. */
  public static List<Club> all(Tx tx) {
    List<Club> clubs = new ArrayList<>();
    tx.query("select " + COLUMNS + " from auth.club order by lower(name), id")
        .forEach(row -> clubs.add(club(row)));
    return clubs;
  }

  public static Optional<Club> byId(Tx tx, UUID id) {
    return tx.one("select " + COLUMNS + " from auth.club where id = $1", id).map(ClubTable::club);
  }

  public static Optional<Club> byCode(Tx tx, String code) {
    return tx.one("select " + COLUMNS + " from auth.club where code = $1", code).map(ClubTable::club);
  }

  public static Optional<Club> operator(Tx tx) {
    return tx.one("select " + COLUMNS + " from auth.club where kind = 'FEDERATION'").map(ClubTable::club);
  }

  /** One import or change of clubs at a time: the codes it derives depend on the clubs it saw. */
  public static void lock(Tx tx) {
    tx.query("select pg_advisory_xact_lock(hashtext('auth.club'))");
  }

  /** Writes the row of a new club. */
  public static void insert(Tx tx, Club club) {
    tx.query(
        """
            insert into auth.club (id, version, code, name, kind, status, description, location, website,
              region, phone,
              time_zone, country, currency, latitude, longitude, allow_reciprocal, require_approval,
                max_visits_per_month,
              reciprocal_fee, reciprocal_fee_currency, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
              $21, $22, $23)
            """,
        values(club));
  }

  /** Writes the row of a changed club. */
  public static void update(Tx tx, Club club) {
    tx.query(
        """
            update auth.club set version = $2, code = $3, name = $4, kind = $5, status = $6, description = $7,
              location = $8,
              website = $9, region = $10, phone = $11, time_zone = $12, country = $13, currency = $14,
                latitude = $15,
              longitude = $16, allow_reciprocal = $17, require_approval = $18, max_visits_per_month = $19,
              reciprocal_fee = $20, reciprocal_fee_currency = $21, created_at = $22, updated_at = $23
            where id = $1
            """,
        values(club));
  }

  /**
   * Writes the tier, which {@link #update} leaves alone: it is the operator's, and the database sees to it.
   */
  public static void setTier(Tx tx, Club club) {
    tx.query("update auth.club set tier = $2, version = $3, updated_at = $4 where id = $1", club.id(),
        club.tier(), club.version(), club.updatedAt());
  }

  /** Writes the status, which is the operator's to say, too. */
  public static void setStatus(Tx tx, Club club) {
    tx.query("update auth.club set status = $2, version = $3, updated_at = $4 where id = $1", club.id(),
        club.status(), club.version(), club.updatedAt());
  }

  /** Whether the club takes part. */
  public static boolean isActive(Tx tx, UUID club) {
    return tx.one("select from auth.club where id = $1 and status = 'ACTIVE'", club).isPresent();
  }

  private static @Nullable Object[] values(Club club) {
    ClubProfile p = club.profile();
    Point at = p.position();
    Club.Settings s = club.settings();
    Club.Fee fee = s.reciprocalFee();
    return new @Nullable Object[]{club.id(), club.version(), p.code(), p.name(), p.kind(), club.status(),
        p.description(), p.location(), p.website(), p.region(), p.phone(), p.timeZone(), p.country(),
        p.currency(),
        at == null ? null : at.latitude(), at == null ? null : at.longitude(), s.allowReciprocal(),
        s.requireApproval(),
        s.maxVisitsPerMonth(), fee == null ? null : fee.amount(), fee == null ? null : fee.currency(),
        club.createdAt(), club.updatedAt()};
  }

  private static Club club(Row row) {
    Double latitude = row.getDouble("latitude");
    Double longitude = row.getDouble("longitude");
    Point at = latitude == null || longitude == null ? null : new Point(latitude, longitude);
    ClubProfile profile = new ClubProfile(row.getString("code"), row.getString("name"), row.getString("kind"),
        row.getString("description"), row.getString("location"), row.getString("website"),
        row.getString("region"),
        row.getString("phone"), row.getString("time_zone"), row.getString("country"),
        row.getString("currency"), at);
    Long amount = row.getLong("reciprocal_fee");
    Club.Fee fee = amount == null ? null : new Club.Fee(amount, row.getString("reciprocal_fee_currency"));
    Club.Settings settings = new Club.Settings(row.getBoolean("allow_reciprocal"),
        row.getBoolean("require_approval"),
        row.getInteger("max_visits_per_month"), fee);
    return new Club(row.getUUID("id"), row.getInteger("version"), profile, row.getString("status"),
        row.getString("tier"), settings,
        row.getOffsetDateTime("created_at").toInstant(), row.getOffsetDateTime("updated_at").toInstant());
  }
}
