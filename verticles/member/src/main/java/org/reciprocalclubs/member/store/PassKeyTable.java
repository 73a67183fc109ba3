package org.reciprocalclubs.member.store;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.store.Tx;

/** Keys that sign passes. The private half is sealed before it comes here. Stateless. */
public final class PassKeyTable {
  private static final String IN_USE = """
      select kid, sealed from member.pass_key where club = kit.club() and retired_at is null
      for share""";
  private static final String ADD = """
      insert into member.pass_key (kid, club, public_key, sealed, not_before) values ($1, kit.club(), $2,
        $3, $4)
      on conflict (club) where retired_at is null do nothing""";
  private static final String TRUSTED = """
      select k.kid, k.club, c.code, k.public_key, k.not_before, k.retired_at
      from member.pass_keys_for_desk() k join auth.clubs_for_desk() c on c.id = k.club
      order by k.not_before, k.kid""";

  private static final String RETIRE = """
      update member.pass_key set retired_at = date_trunc('second', kit.now()) + interval '1 second',
        removed_at = case when $1 then kit.now() end
      where club = kit.club() and retired_at is null returning kid""";
  private static final String LISTED = """
      select count(*) from member.pass_keys_for_desk() where club = kit.club()""";

  private PassKeyTable() {}

  /** A club's key: its id and its private half, sealed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Sealed(byte[] kid, byte[] sealed) {}

  /** A row of the trust list. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Trusted(byte[] kid, UUID club, String clubCode, byte[] publicKey, Instant notBefore,
      @Nullable Instant retiredAt) {
    /** As passes are checked with it. */
    public PassKey key() {
      return new PassKey(PassKey.kid(kid), club, P256.publicKey(publicKey).orElseThrow(), notBefore,
          retiredAt);
    }
  }

  /** The key to sign with; it is not retired before this transaction ends. */
  public static Optional<Sealed> inUse(Tx tx) {
    return tx.one(IN_USE).map(row -> new Sealed(row.getBuffer(0).getBytes(), row.getBuffer(1).getBytes()));
  }

  /** Adds the club's key unless another transaction was first; read {@link #inUse} afterwards. */
  public static void add(Tx tx, byte[] kid, byte[] publicKey, Instant notBefore, byte[] sealed) {
    tx.query(ADD, kid, publicKey, sealed, notBefore);
  }

  /**
   * Retires the key in use with the end of the second in which whoever signed with it has ended.
   *
   * @param remove whether it leaves the trust list at once
   * @return its id; empty where there is none
   */
  public static Optional<byte[]> retire(Tx tx, boolean remove) {
    return tx.one(RETIRE, remove).map(row -> row.getBuffer(0).getBytes());
  }

  /** How many keys of the club are on the trust list. */
  public static int listed(Tx tx) {
    return tx.one(LISTED).orElseThrow().getLong(0).intValue();
  }

  /** The keys of every club. */
  public static List<Trusted> trusted(Tx tx) {
    List<Trusted> keys = new ArrayList<>();
    for (Row row : tx.query(TRUSTED)) {
      var retired = row.getOffsetDateTime(5);
      keys.add(new Trusted(row.getBuffer(0).getBytes(), row.getUUID(1), row.getString(2),
          row.getBuffer(3).getBytes(),
          row.getOffsetDateTime(4).toInstant(), retired == null ? null : retired.toInstant()));
    }
    return keys;
  }
}
