package org.reciprocalclubs.auth.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.rules.CustomRole;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Tx;

/** The roles that clubs made themselves, and the ids by which tokens know rights. */
public final class RoleTable {
  /** The constraint that a second role of the same name breaks. */
  public static final String NAME_KEY = "custom_role_name_key";
  /** Whether an assignment {@code g} holds now. */
  static final String HOLDS = "(g.begins_at is null or g.begins_at <= kit.now())"
      + " and (g.ends_at is null or g.ends_at > kit.now())";
  private static final String SELECT = "select id, version, name, permissions, rights from auth.custom_role ";

  private RoleTable() {}

  /** What ended and what holds instead. */
  public record Renewed(@Nullable UUID ended, UUID now) {}

  /** The club's own roles, by name. */
  public static List<CustomRole> all(Tx tx) {
    List<CustomRole> roles = new ArrayList<>();
    tx.query(SELECT + "order by lower(name), id").forEach(row -> roles.add(custom(row)));
    return roles;
  }

  public static Optional<CustomRole> byId(Tx tx, UUID id) {
    return tx.one(SELECT + "where id = $1", id).map(RoleTable::custom);
  }

  /** The role, locked for this transaction. */
  public static Optional<CustomRole> forUpdate(Tx tx, UUID id) {
    return tx.one(SELECT + "where id = $1 for update", id).map(RoleTable::custom);
  }

  /** One making of roles of a club at a time: they are counted. */
  public static void lock(Tx tx) {
    tx.query("select pg_advisory_xact_lock(hashtext('auth.custom_role'), hashtext(kit.club()::text))");
  }

  /** Writes the row of a new role; a taken name fails with its constraint. */
  public static void insert(Tx tx, CustomRole role, @Nullable UUID by) {
    tx.query("""
        insert into auth.custom_role (id, version, club, name, permissions, rights, created_by, created_at,
          updated_at)
        values ($1, $2, kit.club(), $3, $4, $5, $6, $7, $7)
        """, role.id(), role.version(), role.name(), texts(role), role.rights(), by, tx.now());
  }

  /** Writes the row of a changed role; a taken name fails with its constraint. */
  public static void update(Tx tx, CustomRole role) {
    tx.query("""
        update auth.custom_role set version = $2, name = $3, permissions = $4, rights = $5, updated_at = $6
         where id = $1
        """, role.id(), role.version(), role.name(), texts(role), role.rights(), tx.now());
  }

  /** Deletes a role, and what assignments of it are over. */
  public static void delete(Tx tx, UUID id) {
    tx.query("delete from auth.role_grant where custom = $1 and ends_at <= kit.now()", id);
    tx.query("delete from auth.custom_role where id = $1", id);
  }

  /** How many logins hold each role of the scope's club now, by the role's id. */
  public static Map<String, Integer> holders(Tx tx) {
    Map<String, Integer> holders = new HashMap<>();
    tx.query("select g.role, count(*) from auth.role_grant g where g.club = kit.club() and " + HOLDS
        + " group by g.role").forEach(row -> holders.put(row.getString(0), row.getInteger(1)));
    return holders;
  }

  /** Names what the login holds in the scope's club anew; whoever asks appends what has become of it. */
  public static Renewed renew(Tx tx, UUID account) {
    UUID now = Ids.uuid7();
    UUID ended = tx
        .one("select id from auth.rights where account = $1 and club = kit.club() for update", account)
        .map(row -> row.getUUID(0)).orElse(null);
    tx.query("""
        insert into auth.rights (account, club, id) values ($1, kit.club(), $2)
        on conflict (account, club) do update set id = excluded.id
        """, account, now);
    if (ended != null) {
      end(tx, ended);
    }
    return new Renewed(ended, now);
  }

  /** Tokens that name these rights must not be honoured from now on. */
  public static void end(Tx tx, UUID rights) {
    tx.query("""
        insert into auth.ended_rights (id, club, ended_clock) values ($1, kit.club(), clock_timestamp())
        """, rights);
  }

  /** Forgets rights of all clubs that ended long ago; how many. Works in every scope. */
  public static int forget(Tx tx, int limit) {
    return tx.query("select auth.forget_rights($1)", limit).iterator().next().getInteger(0);
  }

  private static String[] texts(CustomRole role) {
    return role.sorted().toArray(String[]::new);
  }

  private static CustomRole custom(Row row) {
    return new CustomRole(row.getUUID(0), row.getInteger(1), row.getString(2),
        Set.of(row.getArrayOfStrings(3)), row.getUUID(4));
  }

  /** The role as {@code json_build_object} says it. */
  static CustomRole custom(JsonObject json) {
    Set<String> permissions = new HashSet<>();
    JsonArray named = json.getJsonArray("permissions");
    for (int i = 0; i < named.size(); i++) {
      permissions.add(named.getString(i));
    }
    return new CustomRole(UUID.fromString(json.getString("id")), json.getInteger("version"),
        json.getString("name"), permissions, UUID.fromString(json.getString("rights")));
  }
}
