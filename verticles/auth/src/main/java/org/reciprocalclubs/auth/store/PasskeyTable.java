package org.reciprocalclubs.auth.store;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.webauthn.Credential;
import org.reciprocalclubs.kit.store.Tx;

/** Passkeys of the scope's person, in the club that made their login; nobody else sees any. */
public final class PasskeyTable {
  private static final String LISTED = """
      select id, name, created_at, used_at, suspected_at from auth.passkey
      """;
  private static final String CHECKED = """
      select id, credential_id, public_key, counter, backup_eligible, transports, suspected_at is not null
        from auth.passkey
      """;

  private PasskeyTable() {}

  /** A passkey as its owner sees it. */
  public record Listed(UUID id, String name, Instant addedAt, @Nullable Instant usedAt,
      @Nullable Instant suspectedAt) {}

  /** A passkey that is being checked. */
  public record Checked(UUID id, Credential credential, boolean suspected) {}

  /** Whose a passkey is, in the club that made the login. */
  public record Owner(UUID account, UUID club) {}

  /** All, the oldest first. */
  public static List<Listed> list(Tx tx) {
    List<Listed> passkeys = new ArrayList<>();
    tx.query(LISTED + " order by created_at, id").forEach(row -> passkeys.add(listed(row)));
    return passkeys;
  }

  /** One of them. */
  public static Optional<Listed> byId(Tx tx, UUID id) {
    return tx.one(LISTED + " where id = $1", id).map(PasskeyTable::listed);
  }

  private static Listed listed(Row row) {
    return new Listed(row.getUUID(0), row.getString(1), row.getOffsetDateTime(2).toInstant(),
        instant(row, 3), instant(row, 4));
  }

  private static @Nullable Instant instant(Row row, int column) {
    return row.getOffsetDateTime(column) == null ? null : row.getOffsetDateTime(column).toInstant();
  }

  /** What is known of the credentials of all, the oldest first. */
  public static List<Checked> credentials(Tx tx) {
    List<Checked> found = new ArrayList<>();
    tx.query(CHECKED + " order by created_at, id").forEach(row -> found.add(checked(row)));
    return found;
  }

  /** The one with that credential, locked: of two answers that count the same the second is found out. */
  public static Optional<Checked> lock(Tx tx, byte[] credentialId) {
    return tx.one(CHECKED + " where credential_id = $1 for update", credentialId).map(PasskeyTable::checked);
  }

  private static Checked checked(Row row) {
    return new Checked(row.getUUID(0), new Credential(row.getBuffer(1).getBytes(),
        row.getBuffer(2).getBytes(), row.getLong(3), row.getBoolean(4),
        Set.of(row.getArrayOfStrings(5))), row.getBoolean(6));
  }

  /** Whose that credential is. Works in every scope; tells ids only. */
  public static Optional<Owner> owner(Tx tx, byte[] credentialId) {
    return tx.one("select account, club from auth.owner_of_passkey($1)", credentialId)
        .map(row -> new Owner(row.getUUID(0), row.getUUID(1)));
  }

  /** How many there are. */
  public static int count(Tx tx) {
    return tx.query("select count(*)::int from auth.passkey").iterator().next().getInteger(0);
  }

  /** Writes a new one; false where the credential is somebody's already, whoever's. */
  public static boolean insert(Tx tx, UUID id, UUID account, String name, Credential credential) {
    return tx.query("""
        insert into auth.passkey (id, club, account, name, credential_id, public_key, counter,
          backup_eligible, transports, created_at)
        values ($1, kit.club(), $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential_id) do nothing
        """, id, account, name, credential.id(), credential.publicKey(), credential.counter(),
        credential.backupEligible(), credential.transports().toArray(String[]::new), tx.now())
        .rowCount() == 1;
  }

  /** False where there is none. */
  public static boolean rename(Tx tx, UUID id, String name) {
    return tx.query("update auth.passkey set name = $2 where id = $1", id, name).rowCount() == 1;
  }

  /** It answered rightly. */
  public static void use(Tx tx, UUID id, long counter) {
    tx.query("update auth.passkey set used_at = $2, counter = $3 where id = $1", id, tx.now(), counter);
  }

  /** From now on it proves nothing. */
  public static void suspect(Tx tx, UUID id) {
    tx.query("update auth.passkey set suspected_at = $2 where id = $1", id, tx.now());
  }

  /** False where there is none. */
  public static boolean remove(Tx tx, UUID id) {
    return tx.query("delete from auth.passkey where id = $1", id).rowCount() == 1;
  }

  /** Removes all; how many there were. */
  public static int removeAll(Tx tx, UUID account) {
    return tx.query("delete from auth.passkey where account = $1", account).rowCount();
  }

  /** The user handle of a login; empty before its first passkey. */
  public static Optional<byte[]> handle(Tx tx, UUID account) {
    return tx.one("select passkey_handle from auth.account where id = $1 and passkey_handle is not null",
        account).map(row -> row.getBuffer(0).getBytes());
  }

  /** Gives the login a user handle, where it has none. */
  public static void setHandle(Tx tx, UUID account, byte[] handle) {
    tx.query("""
        update auth.account set passkey_handle = $2 where id = $1 and passkey_handle is null
        """, account, handle);
  }
}
