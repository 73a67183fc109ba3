package org.reciprocalclubs.auth.store;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/** Clubs' providers of sign-in, and which login is which of a provider's people. */
public final class ProviderTable {
  private ProviderTable() {}

  /**
   * The provider of the scope's club.
   *
   * @param secret sealed; null for a public client
   */
  @SuppressWarnings("ArrayRecordComponent") // opened at once, never compared
  public record Row(String issuer, String clientId, String audience, String jwksUri,
      byte @Nullable [] secret, Instant updatedAt) {}

  /** A club that has one. */
  public record Named(UUID club, String name) {}

  /** Clubs with a provider, by name. Works in every scope. */
  public static List<Named> clubs(Tx tx) {
    List<Named> clubs = new ArrayList<>();
    tx.query("select id, name from auth.clubs_with_provider()")
        .forEach(row -> clubs.add(new Named(row.getUUID(0), row.getString(1))));
    return clubs;
  }

  public static Optional<Row> find(Tx tx) {
    return tx.one("""
        select issuer, client_id, audience, jwks_uri, secret, updated_at from auth.provider
         where club = kit.club()
        """).map(row -> {
      Buffer secret = row.getBuffer(4);
      return new Row(row.getString(0), row.getString(1), row.getString(2), row.getString(3),
          secret == null ? null : secret.getBytes(), row.getOffsetDateTime(5).toInstant());
    });
  }

  public static void put(Tx tx, Row row) {
    byte[] secret = row.secret();
    tx.query("""
        insert into auth.provider (club, issuer, client_id, audience, jwks_uri, secret, updated_at)
        values (kit.club(), $1, $2, $3, $4, $5, $6)
        on conflict (club) do update set issuer = excluded.issuer,
          client_id = excluded.client_id, audience = excluded.audience, jwks_uri = excluded.jwks_uri,
          secret = excluded.secret, updated_at = excluded.updated_at
        """, row.issuer(), row.clientId(), row.audience(), row.jwksUri(), secret,
        row.updatedAt());
  }

  public static boolean delete(Tx tx) {
    return tx.query("delete from auth.provider where club = kit.club()").rowCount() == 1;
  }

  /** The login that is this person of the provider's. */
  public static Optional<UUID> account(Tx tx, String issuer, String subject) {
    return tx.one("""
        select account from auth.outside_identity where club = kit.club() and issuer = $1 and subject = $2
        """, issuer, subject).map(row -> row.getUUID(0));
  }

  /** Links a login; false where it, or the person, is linked already. */
  public static boolean link(Tx tx, UUID account, String issuer, String subject) {
    return tx.query("""
        insert into auth.outside_identity (club, issuer, subject, account, linked_at)
        values (kit.club(), $1, $2, $3, $4) on conflict do nothing
        """, issuer, subject, account, tx.now()).rowCount() == 1;
  }
}
