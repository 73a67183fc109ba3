package org.reciprocalclubs.auth.store;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Whereabouts;
import org.reciprocalclubs.kit.store.Tx;

/** Sessions: families of refresh tokens, one of which is good. */
public final class SessionTable {

  private SessionTable() {}

  /**
   * A refresh token that was found, with its session; both locked for this transaction.
   *
   * @param usedAt when its tokens were renewed last, or made
   * @param spentAt when it was exchanged for its successor; null while it is good
   * @param provenAt when all that the login has was proven last, by the clock that tokens go by
   */
  public record Found(UUID session, UUID account, Instant expiresAt, Instant usedAt, boolean ended,
      @Nullable Instant spentAt, @Nullable Instant provenAt) {}

  /**
   * A session that begins.
   *
   * @param provenAt when all that the login has was proven, by the clock that tokens go by
   * @param outside whether it begins at the club's provider, and so stays in that club
   */
  public record Start(UUID id, UUID account, Instant expiresAt, Whereabouts at,
      @Nullable Instant provenAt, boolean outside) {}

  /** A session and whose it is. */
  public record Of(UUID session, UUID account) {}

  /**
   * A session that runs.
   *
   * @param endsAt when it ends by itself unless it is used meanwhile
   */
  public record Running(UUID id, UUID club, Whereabouts at, Instant begunAt, Instant usedAt,
      Instant endsAt) {}

  /** Begins a session with its first refresh token. */
  public static void begin(Tx tx, Start start, byte[] tokenHash) {
    tx.query(
        """
            insert into auth.session (id, club, account, created_at, used_at, expires_at, device, network,
              proven_clock, outside)
            values ($1, kit.club(), $2, $3, $3, $4, $5, $6, $7, $8)
            """,
        start.id(), start.account(), tx.now(), start.expiresAt(), start.at().device(),
        start.at().network(), start.provenAt(), start.outside());
    addToken(tx, start.id(), tokenHash);
  }

  public static void addToken(Tx tx, UUID session, byte[] tokenHash) {
    tx.query(
        "insert into auth.refresh_token (hash, club, session, issued_at) values ($1, kit.club(), $2, $3)",
        tokenHash, session, tx.now());
  }

  public static Optional<Found> find(Tx tx, byte[] tokenHash) {
    return tx.one("""
        select s.id, s.account, s.expires_at, s.used_at, s.ended_at, t.spent_at, s.proven_clock
          from auth.refresh_token t join auth.session s on s.id = t.session
         where t.hash = $1 for update of s, t
        """, tokenHash).map(SessionTable::found);
  }

  private static Found found(Row row) {
    return new Found(row.getUUID(0), row.getUUID(1), row.getOffsetDateTime(2).toInstant(),
        row.getOffsetDateTime(3).toInstant(), row.getOffsetDateTime(4) != null, instant(row, 5),
        instant(row, 6));
  }

  private static @Nullable Instant instant(Row row, int column) {
    return row.getOffsetDateTime(column) == null ? null : row.getOffsetDateTime(column).toInstant();
  }

  /** All that the login has was proven in that session just then; false when it runs no more. */
  public static boolean prove(Tx tx, UUID session, Instant clock) {
    return tx.query("update auth.session set proven_clock = $2 where id = $1 and ended_at is null", session,
        clock).rowCount() == 1;
  }

  /** True when that token of the family was never exchanged. */
  public static boolean isGood(Tx tx, byte[] tokenHash) {
    return tx.one("select from auth.refresh_token where hash = $1 and spent_at is null", tokenHash)
        .isPresent();
  }

  /** Exchanges a token; the session was used then, and there. */
  public static void spend(Tx tx, UUID session, byte[] tokenHash, Whereabouts at) {
    tx.queryAsync("update auth.refresh_token set spent_at = $2 where hash = $1", tokenHash, tx.now());
    tx.queryAsync("""
        update auth.session set used_at = $2, device = coalesce($3, device), network = coalesce($4, network)
         where id = $1
        """, session, tx.now(), at.device(), at.network());
  }

  /**
   * The account's sessions in the scope's club that run, the one used last first.
   *
   * @param idle after how long one ends that nobody uses
   */
  public static List<Running> running(Tx tx, UUID account, Duration idle, int limit) {
    List<Running> sessions = new ArrayList<>();
    tx.query("""
        select id, club, device, network, created_at, used_at, expires_at from auth.session
         where account = $1 and ended_at is null and expires_at > $2 and used_at >= $3
         order by used_at desc, id desc limit $4
        """, account, tx.now(), tx.now().minus(idle), limit).forEach(row -> sessions.add(running(row, idle)));
    return sessions;
  }

  private static Running running(Row row, Duration idle) {
    Instant used = row.getOffsetDateTime(5).toInstant();
    Instant expires = row.getOffsetDateTime(6).toInstant();
    Instant unused = used.plus(idle);
    return new Running(row.getUUID(0), row.getUUID(1), new Whereabouts(row.getString(2), row.getString(3)),
        row.getOffsetDateTime(4).toInstant(), used, unused.isBefore(expires) ? unused : expires);
  }

  /** The clubs in which the scope's person has sessions. */
  public static List<UUID> ownClubs(Tx tx) {
    List<UUID> clubs = new ArrayList<>();
    tx.query("select club from auth.clubs_of_own_sessions()").forEach(row -> clubs.add(row.getUUID(0)));
    return clubs;
  }

  /** True when the account has, or had, that session in the scope's club. */
  public static boolean isOf(Tx tx, UUID session, UUID account) {
    return tx.one("select from auth.session where id = $1 and account = $2", session, account).isPresent();
  }

  /** Ends a session of the scope; false when there is none that runs. */
  public static boolean end(Tx tx, UUID session, String why) {
    return tx.query("""
        update auth.session set ended_at = $2, ended_why = $3, ended_clock = clock_timestamp()
         where id = $1 and ended_at is null
        """, session, tx.now(), why).rowCount() == 1;
  }

  /**
   * Ends sessions of an account in the scope's club, the ones used last first.
   *
   * @param spared stays; null where none does
   * @return which ended
   */
  public static List<UUID> endAll(Tx tx, UUID account, @Nullable UUID spared, String why, int limit) {
    List<UUID> ended = new ArrayList<>();
    tx.query("""
        update auth.session set ended_at = $3, ended_why = $4, ended_clock = clock_timestamp()
         where id in (select id from auth.session
                       where account = $1 and ended_at is null and expires_at > $3
                         and ($2::uuid is null or id <> $2)
                       order by used_at desc limit $5 for update)
        returning id
        """, account, spared, tx.now(), why, limit).forEach(row -> ended.add(row.getUUID(0)));
    return ended;
  }

  /** True when that session of the scope began at the club's provider. */
  public static boolean isOutside(Tx tx, UUID session) {
    return tx.one("select from auth.session where id = $1 and outside", session).isPresent();
  }

  /** Ends sessions of the scope's club that began at its provider; which. */
  public static List<Of> endOutside(Tx tx, String why, int limit) {
    List<Of> ended = new ArrayList<>();
    tx.query("""
        update auth.session set ended_at = $1, ended_why = $2, ended_clock = clock_timestamp()
         where id in (select id from auth.session
                       where club = kit.club() and outside and ended_at is null limit $3 for update)
        returning id, account
        """, tx.now(), why, limit).forEach(row -> ended.add(new Of(row.getUUID(0), row.getUUID(1))));
    return ended;
  }

  /** Forgets sessions of all clubs that were over before then; how many. Works in every scope. */
  public static int forget(Tx tx, Instant before, int limit) {
    return tx.query("select auth.forget_sessions($1, $2)", before, limit).iterator().next().getInteger(0);
  }

  /**
   * Sessions and devices whose tokens may still be about although they must not be honoured. Works in every
   * scope.
   */
  public static List<UUID> revoked(Tx tx, int minutes) {
    List<UUID> ids = new ArrayList<>();
    tx.query("select id from auth.revoked_within($1)", minutes).forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }
}
