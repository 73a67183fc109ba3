package org.reciprocalclubs.member.store;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Tx;

/**
 * What this room needs to know of a club; the room of clubs publishes it. Immutable.
 *
 * @param code the CLUBCODE of a written number
 * @param zone where its days begin and end
 */
public record ClubFact(UUID id, String code, ZoneId zone) {
  private static final String BY_ID = "select id, code, time_zone from auth.clubs_for_desk() where id = $1";
  private static final String BY_CODE = """
      select id, code, time_zone from auth.clubs_for_desk() where code = $1""";

  /** The club's day at that moment. */
  public LocalDate dayAt(Instant now) {
    return now.atZone(zone).toLocalDate();
  }

  /** Whether that login holds a role in the club that the transaction acts for. */
  public static boolean hasLogin(Tx tx, UUID user) {
    return tx.one("select from auth.is_of_club_for_desk($1) of_club where of_club", user).isPresent();
  }

  public static Optional<ClubFact> byId(Tx tx, UUID id) {
    return tx.one(BY_ID, id).map(ClubFact::of);
  }

  public static Optional<ClubFact> byCode(Tx tx, String code) {
    return tx.one(BY_CODE, code).map(ClubFact::of);
  }

  private static ClubFact of(Row row) {
    return new ClubFact(row.getUUID(0), row.getString(1), ZoneId.of(row.getString(2)));
  }
}
