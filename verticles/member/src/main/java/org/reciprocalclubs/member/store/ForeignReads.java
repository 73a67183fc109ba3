package org.reciprocalclubs.member.store;

import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.member.rules.MembershipType;
import org.reciprocalclubs.member.rules.Standing;

/**
 * Looks at another club's member as a front desk may; the database checks, writes down and counts. Stateless.
 */
public final class ForeignReads {
  private static final String READ = """
      select outcome, id, club, number, first_name, last_name, membership_type, class, state
      from member.read_foreign($1, $2, $3, $4, $5)""";

  private ForeignReads() {}

  /** Whom to look for: by the code of the club and the number, or by id. */
  public record Wanted(@Nullable String clubCode, @Nullable String number, @Nullable UUID member) {}

  /** What came of it. */
  public sealed interface Seen {
    /** What a front desk may see, and no more. */
    record Found(MemberRow.Identity identity, Person.Name name, MembershipType type, String membershipClass,
        Standing standing) implements Seen {}

    /** Does not exist, or may not be seen: the two are not told apart. */
    record NotFound() implements Seen {}

    record TooOften() implements Seen {}
  }

  /**
   * @param actor who looks: staff or a device
   * @param perMinute how often an actor may look
   */
  public static Seen read(Tx tx, UUID actor, Wanted wanted, int perMinute) {
    Row row = tx.one(READ, actor, wanted.clubCode(), wanted.number(), wanted.member(), perMinute)
        .orElseThrow();
    return switch (row.getString(0)) {
      case "FOUND" -> new Seen.Found(
          new MemberRow.Identity(row.getUUID(1), row.getUUID(2), null, row.getString(3)),
          new Person.Name(row.getString(4), row.getString(5)), MembershipType.valueOf(row.getString(6)),
          row.getString(7), Standing.valueOf(row.getString(8)));
      case "RATE_LIMITED" -> new Seen.TooOften();
      default -> new Seen.NotFound();
    };
  }
}
