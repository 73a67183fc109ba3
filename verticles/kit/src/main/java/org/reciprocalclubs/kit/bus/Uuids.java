package org.reciprocalclubs.kit.bus;

import java.util.Optional;
import java.util.UUID;

/** Ids as callers write them (RFC 9562, section 4). */
public final class Uuids {
  /** The id of nothing (section 5.9). */
  private static final UUID NIL = new UUID(0, 0);

  private Uuids() {}

  /**
   * An id in its full form.
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  public static UUID read(String field, String text) {
    return found(text).filter(id -> !id.equals(NIL))
        .orElseThrow(() -> Problem.validation(field, "An id is a UUID."));
  }

  /** The id in its full form that a text is, if it is one: the JDK alone would also take shorter ones. */
  public static Optional<UUID> found(String text) {
    try {
      var id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Whether a field of the contract is called as those are that hold ids, or lists of them. */
  public static boolean isNameOfIds(String field) {
    return field.equals("id") || field.endsWith("_id") || field.endsWith("_ids");
  }
}
