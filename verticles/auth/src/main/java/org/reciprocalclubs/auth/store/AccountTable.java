package org.reciprocalclubs.auth.store;

import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.Account;
import org.reciprocalclubs.auth.rules.CustomRole;
import org.reciprocalclubs.auth.rules.Holdings;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.kit.store.Tx;

/** Logins, each as the club of the transaction's scope sees it. */
public final class AccountTable {
  /** The constraint that a second login with the same e-mail address breaks. */
  public static final String EMAIL_KEY = "account_email_key";
  private static final String SELECT = """
      select a.id, a.version, a.club as home, kit.club() as club,
        a.email, a.username, a.first_name, a.last_name, a.status,
        a.created_at, a.updated_at, a.email_verified_at is not null as email_verified,
        auth.has_factor(a.id) as has_factor,
        array(select g.role from auth.role_grant g where g.account = a.id
          and g.club = kit.club() and g.custom is null and %1$s) as roles,
        (select json_agg(json_build_object('id', r.id, 'version', r.version, 'name', r.name,
            'permissions', r.permissions, 'rights', r.rights))
          from auth.role_grant g join auth.custom_role r on r.id = g.custom
          where g.account = a.id and g.club = kit.club() and %1$s) as custom,
        (select t.id from auth.rights t where t.account = a.id and t.club = kit.club()) as rights,
        (select floor(extract(epoch from min(c.at) - kit.now()) * 1000)::bigint
          from auth.role_grant g, lateral (values (g.begins_at), (g.ends_at)) c (at)
          where g.account = a.id and g.club = kit.club() and c.at > kit.now()) as unchanged_ms
      from auth.account a
      """.formatted(RoleTable.HOLDS);

  private AccountTable() {}

  /** A club in which the owner of a login holds a role. */
  public record Affiliation(UUID account, UUID club) {}

  /** A page of logins and how many there are in all. */
  public record Page(List<Account> accounts, int total) {}

  /** The clubs of that e-mail address, the one used last first. Works in every scope; tells ids only. */
  public static List<Affiliation> affiliations(Tx tx, String email) {
    List<Affiliation> found = new ArrayList<>();
    tx.query("select account, club from auth.clubs_of_login($1)", email)
        .forEach(row -> found.add(new Affiliation(row.getUUID(0), row.getUUID(1))));
    return found;
  }

  public static Optional<Account> byId(Tx tx, UUID id) {
    long asked = System.nanoTime();
    return tx.one(SELECT + "where a.id = $1", id).map(row -> account(row, asked));
  }

  /** The login's password hash, within a club that sees it. */
  public static Optional<String> passwordHash(Tx tx, UUID id) {
    return tx.one("select password_hash from auth.account where id = $1", id).map(row -> row.getString(0));
  }

  /**
   * Writes the rows of a new login and its roles in the scope's club; a taken e-mail address fails with its
   * constraint.
   */
  public static void insert(Tx tx, Account account, String passwordHash, @Nullable UUID grantedBy) {
    Account.Person person = account.person();
    tx.query(
        """
            insert into auth.account (id, version, club, email, username, first_name, last_name, status,
              password_hash,
              created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
            """,
        account.id(), account.version(), account.home(), person.email(), person.username(),
        person.firstName(),
        person.lastName(), account.status(), passwordHash, account.createdAt());
    for (Role role : account.roles()) {
      tx.query(
          """
              insert into auth.role_grant (account, club, role, granted_by, granted_at) values ($1, $2, $3,
                $4, $5)
              """,
          account.id(), account.club(), role.text(), grantedBy, account.createdAt());
    }
    RoleTable.renew(tx, account.id());
  }

  public static void setStatus(Tx tx, UUID id, int version, String status, Instant at) {
    tx.query("update auth.account set status = $2, version = $3, updated_at = $4 where id = $1", id, status,
        version,
        at);
  }

  /** Sets the password of a login of the scope's club. */
  public static void setPassword(Tx tx, UUID id, int version, String passwordHash) {
    tx.query("update auth.account set password_hash = $2, version = $3, updated_at = $4 where id = $1", id,
        passwordHash, version, tx.now());
  }

  /** Whoever holds the login reads the mail that goes to its address; what is known stays as it is. */
  public static void setEmailVerified(Tx tx, UUID id) {
    tx.query("""
        update auth.account set email_verified_at = $2 where id = $1 and email_verified_at is null
        """, id, tx.now());
  }

  /** Another version of a login, after a change that has its own statement. */
  public static void touch(Tx tx, UUID id, int version) {
    tx.query("update auth.account set version = $2, updated_at = $3 where id = $1", id, version, tx.now());
  }

  /** The newest logins after so many. */
  public static Page page(Tx tx, int skip, int limit) {
    List<Account> accounts = new ArrayList<>();
    long asked = System.nanoTime();
    tx.query(SELECT + "order by a.created_at desc, a.id desc offset $1 limit $2", skip, limit)
        .forEach(row -> accounts.add(account(row, asked)));
    int total = tx.query("select count(*) from auth.account").iterator().next().getInteger(0);
    return new Page(accounts, total);
  }

  /** The logins made before that one, newest first. */
  public static Page pageAfter(Tx tx, UUID last, int limit) {
    List<Account> accounts = new ArrayList<>();
    long asked = System.nanoTime();
    tx.query(
        SELECT + """
            where (a.created_at, a.id) < (select b.created_at, b.id from auth.account b where b.id = $1)
            order by a.created_at desc, a.id desc limit $2
            """, last, limit).forEach(row -> accounts.add(account(row, asked)));
    int total = tx.query("select count(*) from auth.account").iterator().next().getInteger(0);
    return new Page(accounts, total);
  }

  private static Account account(Row row, long asked) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String role : row.getArrayOfStrings("roles")) {
      Role.of(role).ifPresent(roles::add);
    }
    Account.Person person = new Account.Person(row.getString("email"), row.getString("username"),
        row.getString("first_name"), row.getString("last_name"));
    return new Account(row.getUUID("id"), row.getInteger("version"), row.getUUID("home"), row.getUUID("club"),
        person,
        row.getString("status"), roles, row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(), row.getBoolean("email_verified"),
        holdings(row, asked),
        row.getBoolean("has_factor"));
  }

  private static Holdings holdings(Row row, long asked) {
    Set<CustomRole> custom = new HashSet<>();
    JsonArray found = row.getJsonArray("custom");
    for (int i = 0; found != null && i < found.size(); i++) {
      custom.add(RoleTable.custom(found.getJsonObject(i)));
    }
    Long unchanged = row.getLong("unchanged_ms");
    return new Holdings(custom, row.getUUID("rights"),
        unchanged == null ? null : Duration.ofMillis(unchanged), asked);
  }
}
