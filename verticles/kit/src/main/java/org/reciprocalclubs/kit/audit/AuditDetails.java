package org.reciprocalclubs.kit.audit;

import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Personal values before and after a change, beside the event that tells of it: in a row that can be erased,
 * to which the chain's entry is held by a salted hash. Thread-safe.
 */
public final class AuditDetails {
  /** More would be no values of a person. */
  public static final int CHARS_MAX = 65_536;
  private static final int SALT_BYTES = 32;
  private static final String KEEP = """
      insert into kit.event_detail (event, club, subject, salt, content)
        values ($1, kit.club(), $2, $3, $4)""";
  private static final SecureRandom RANDOM = new SecureRandom();

  private AuditDetails() {}

  /**
   * Keeps them for the transaction's club, in the transaction that appends the event.
   *
   * @param subject whose they are: a member or a login
   * @param before JSON; null where there was nothing
   * @param after JSON; null where nothing is left
   */
  public static void keep(Tx tx, UUID event, UUID subject, @Nullable String before,
      @Nullable String after) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    tx.queryAsync(KEEP, event, subject, salt, "{\"before\":" + before + ",\"after\":" + after + "}");
  }
}
