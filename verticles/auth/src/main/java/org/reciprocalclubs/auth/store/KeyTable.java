package org.reciprocalclubs.auth.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.reciprocalclubs.kit.store.Tx;

/** Sealed keys. They belong to the platform, not to a club. */
public final class KeyTable {
  private KeyTable() {}

  /** A signing key as it is stored; it signs from then on until the next does. */
  @SuppressWarnings("ArrayRecordComponent") // opened at once, never compared
  public record Sealed(String kid, String x, byte[] sealed, Instant signsFrom) {}

  /** One first start at a time. */
  public static void lock(Tx tx) {
    tx.query("select pg_advisory_xact_lock(hashtext('auth.signing_key'))");
  }

  /** The keys whose tokens may still be about, the one that signs last first. */
  public static List<Sealed> signingKeys(Tx tx) {
    List<Sealed> keys = new ArrayList<>();
    tx.query("""
        select kid, x, sealed, signs_from from auth.signing_key where retired_at is null
         order by signs_from desc, created_at desc, kid
        """).forEach(row -> keys.add(new Sealed(row.getString(0), row.getString(1),
        row.getBuffer(2).getBytes(), row.getOffsetDateTime(3).toInstant())));
    return keys;
  }

  public static void addSigningKey(Tx tx, Sealed key) {
    tx.query("""
        insert into auth.signing_key (kid, x, sealed, created_at, signs_from) values ($1, $2, $3, $4, $5)
        """, key.kid(), key.x(), key.sealed(), tx.now(), key.signsFrom());
  }

  /** Erases the private part of a key. */
  public static void retire(Tx tx, String kid) {
    tx.query("update auth.signing_key set retired_at = $2, sealed = ''::bytea where kid = $1", kid, tx.now());
  }

  /** The sealed secret of that name; what is given becomes it when there is none yet. */
  public static byte[] secret(Tx tx, String name, byte[] sealedIfNew) {
    tx.queryAsync(
        "insert into auth.secret (name, sealed, created_at) values ($1, $2, $3) on conflict do nothing", name,
        sealedIfNew, tx.now());
    return tx.query("select sealed from auth.secret where name = $1", name).iterator().next().getBuffer(0)
        .getBytes();
  }
}
