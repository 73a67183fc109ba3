package org.reciprocalclubs.auth.store;

import java.util.ArrayList;
import java.util.List;
import org.reciprocalclubs.kit.store.Tx;

/** Sealed keys. They belong to the platform, not to a club. */
public final class KeyTable {
  private KeyTable() {}

  /** A signing key as it is stored. */
  @SuppressWarnings("ArrayRecordComponent") // opened at once, never compared
  public record Sealed(String kid, String x, byte[] sealed) {}

  /** One first start at a time. */
  public static void lock(Tx tx) {
    tx.query("select pg_advisory_xact_lock(hashtext('auth.signing_key'))");
  }

  /** The keys whose tokens may still be about, the newest first. */
  public static List<Sealed> signingKeys(Tx tx) {
    List<Sealed> keys = new ArrayList<>();
    tx.query(
        "select kid, x, sealed from auth.signing_key where retired_at is null order by created_at desc, kid")
        .forEach(
            row -> keys.add(new Sealed(row.getString(0), row.getString(1), row.getBuffer(2).getBytes())));
    return keys;
  }

  public static void addSigningKey(Tx tx, Sealed key) {
    tx.query("insert into auth.signing_key (kid, x, sealed, created_at) values ($1, $2, $3, $4)", key.kid(),
        key.x(),
        key.sealed(), tx.now());
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
