package org.reciprocalclubs.auth.clubs;

/**
 * What was wrong with, or guessed for, one field of a row. Immutable.
 *
 * @param isError an error keeps the row out, a note does not
 * @param field as the file calls it
 * @param code stable
 * @param detail for people
 */
public record Issue(boolean isError, String field, String code, String detail) {
  static Issue error(String field, String code, String detail) {
    return new Issue(true, field, code, detail);
  }

  static Issue note(String field, String code, String detail) {
    return new Issue(false, field, code, detail);
  }
}
