package org.reciprocalclubs.member.store;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.reciprocalclubs.kit.store.Tx;

/** What is published of revoked passes. Stateless. */
public final class RevokedPasses {
  private static final String SINCE = "select hash, issued_until from member.revoked_passes($1, $2)";

  private RevokedPasses() {}

  /**
   * @param hash says to who knows a club and a member that these two are meant: 8 bytes
   * @param issuedUntil passes issued in this second or before are void
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(byte[] hash, Instant issuedUntil) {}

  /** The newest of all clubs' revocations after that moment, sorted by their hashes. */
  public static List<Entry> since(Tx tx, Instant after, int most) {
    List<Entry> entries = new ArrayList<>();
    for (Row row : tx.query(SINCE, after, most)) {
      entries.add(new Entry(row.getBuffer(0).getBytes(), row.getOffsetDateTime(1).toInstant()));
    }
    return entries;
  }
}
