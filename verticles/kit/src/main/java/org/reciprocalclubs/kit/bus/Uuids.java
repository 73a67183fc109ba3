package org.reciprocalclubs.kit.bus;

import java.util.UUID;

/** Ids as callers write them (RFC 9562, section 4). */
public final class Uuids {
  /** The id of nothing (section 5.9). */
  private static final UUID NIL = new UUID(0, 0);

  private Uuids() {}

  /**
   * An id in its full form: the JDK alone would also take shorter ones, for other ids.
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  public static UUID read(String field, String text) {
    try {
      var id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text) && !id.equals(NIL)) {
        return id;
      }
    } catch (IllegalArgumentException unreadable) {
      // told below
    }
    throw Problem.validation(field, "An id is a UUID.");
  }
}
