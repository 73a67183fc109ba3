package org.reciprocalclubs.auth.store;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/** Which logins hold, held or will hold which roles in the scope's club. */
public final class AssignmentTable {
  private static final String SELECT = """
      select g.account, g.role, r.name, g.begins_at, g.ends_at, g.granted_by, g.granted_at
        from auth.role_grant g left join auth.custom_role r on r.id = g.custom
       where g.club = kit.club()""";

  private AssignmentTable() {}

  /**
   * A role that a login has for a time.
   *
   * @param role its id
   * @param customName of a role that the club made; null for a built-in one
   * @param begins null: when it was given
   * @param ends null: when it is taken away
   */
  public record Assignment(UUID account, String role, @Nullable String customName, @Nullable Instant begins,
      @Nullable Instant ends, @Nullable UUID givenBy, Instant givenAt) {

    public boolean holds(Instant now) {
      return !isToCome(now) && !isOver(now);
    }

    public boolean isToCome(Instant now) {
      return begins != null && begins.isAfter(now);
    }

    public boolean isOver(Instant now) {
      return ends != null && !ends.isAfter(now);
    }
  }

  /** All roles of a login, locked for this transaction: one change of them at a time. */
  public static List<Assignment> ofLogin(Tx tx, UUID account) {
    return list(tx.query(SELECT + " and g.account = $1 order by g.role for update of g", account));
  }

  /**
   * The newest first.
   *
   * @param account null: of every login
   * @param role null: of every role
   */
  public static List<Assignment> page(Tx tx, @Nullable UUID account, @Nullable String role, int limit) {
    return list(tx.query(SELECT + """
         and ($1::uuid is null or g.account = $1) and ($2::text is null or g.role = $2)
        order by g.granted_at desc, g.account, g.role limit $3""", account, role, limit));
  }

  /** Every role that somebody holds in the scope's club, or will. */
  public static List<String> roles(Tx tx) {
    List<String> roles = new ArrayList<>();
    tx.query("""
        select distinct role from auth.role_grant
         where club = kit.club() and (ends_at is null or ends_at > kit.now())
        """).forEach(row -> roles.add(row.getString(0)));
    return roles;
  }

  public static Optional<Assignment> one(Tx tx, UUID account, String role) {
    return tx.one(SELECT + " and g.account = $1 and g.role = $2", account, role)
        .map(AssignmentTable::assignment);
  }

  /**
   * Writes an assignment, or what has changed of it.
   *
   * @param custom the role where the club made it; null for a built-in one
   */
  public static void put(Tx tx, Assignment given, @Nullable UUID custom) {
    tx.query("""
        insert into auth.role_grant (account, club, role, custom, begins_at, ends_at, granted_by, granted_at)
        values ($1, kit.club(), $2, $3, $4, $5, $6, $7)
        on conflict (account, club, role) do update set begins_at = excluded.begins_at,
          ends_at = excluded.ends_at, granted_by = excluded.granted_by, granted_at = excluded.granted_at
        """, given.account(), given.role(), custom, given.begins(), given.ends(), given.givenBy(),
        given.givenAt());
  }

  public static void delete(Tx tx, UUID account, String role) {
    tx.query("delete from auth.role_grant where account = $1 and club = kit.club() and role = $2", account,
        role);
  }

  /** True when somebody holds the role in the scope's club, or will. */
  public static boolean isOpen(Tx tx, String role) {
    return tx.one("""
        select from auth.role_grant where club = kit.club() and role = $1
          and (ends_at is null or ends_at > kit.now()) limit 1
        """, role).isPresent();
  }

  /** Who holds a role for good; locked, so that of two who take it from each other one fails. */
  public static List<UUID> forGood(Tx tx, String role) {
    List<UUID> accounts = new ArrayList<>();
    tx.query("""
        select account from auth.role_grant
         where club = kit.club() and role = $1 and ends_at is null
           and (begins_at is null or begins_at <= kit.now())
         order by account for update
        """, role).forEach(row -> accounts.add(row.getUUID(0)));
    return accounts;
  }

  private static List<Assignment> list(Iterable<Row> rows) {
    List<Assignment> found = new ArrayList<>();
    rows.forEach(row -> found.add(assignment(row)));
    return found;
  }

  private static Assignment assignment(Row row) {
    return new Assignment(row.getUUID(0), row.getString(1), row.getString(2), instant(row, 3),
        instant(row, 4),
        row.getUUID(5), row.getOffsetDateTime(6).toInstant());
  }

  private static @Nullable Instant instant(Row row, int column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }
}
