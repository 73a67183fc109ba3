package org.reciprocalclubs.member.store;

import java.util.Optional;
import org.reciprocalclubs.kit.store.Tx;

/** The federation's key for lists; the private half is sealed before it comes here. Stateless. */
public final class ListKeyTable {
  private static final String FIND = "select kid, public_key, sealed from member.list_key";
  private static final String ADD = """
      insert into member.list_key (kid, public_key, sealed, made_at) values ($1, $2, $3, $4)
      on conflict do nothing""";

  private ListKeyTable() {}

  /** The key. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Row(byte[] kid, byte[] publicKey, byte[] sealed) {}

  public static Optional<Row> find(Tx tx) {
    return tx.one(FIND).map(row -> new Row(row.getBuffer(0).getBytes(), row.getBuffer(1).getBytes(),
        row.getBuffer(2).getBytes()));
  }

  /** Adds the key unless another transaction was first; read {@link #find} afterwards. */
  public static void add(Tx tx, Row row) {
    tx.query(ADD, row.kid(), row.publicKey(), row.sealed(), tx.now());
  }
}
