package org.reciprocalclubs.member.register;

/**
 * What is wrong with one field of a row, or was made of it. Holds no value of the field: reports may be kept.
 *
 * @param severity whether the row can still be taken
 * @param field the column
 * @param code what it is
 */
public record Issue(Severity severity, String field, Code code) {

  /** Whether the row can still be taken. */
  public enum Severity {
    NOTE, ERROR
  }

  /** Stable codes, each with one sentence for people. */
  public enum Code {
    COLUMN_MISSING("The file needs this column"), //
    COLUMN_UNKNOWN("This column is not read"), //
    FILE_TOO_LARGE("The file is larger than is read"), //
    FILE_MALFORMED("The file is no CSV from this line on"), //
    ROW_INCOMPLETE("The row has not as many fields as the first line"), //
    NUMBER_MISSING("Every member has a number"), //
    NUMBER_MALFORMED("A number is 1 to 32 letters, digits, spaces, dots, hyphens or slashes"), //
    NUMBER_REPEATED("An earlier row has this number"), //
    NAME_MISSING("Every member has a first and a last name"), //
    TEXT_TOO_LONG("The text is longer than is kept"), //
    TYPE_UNKNOWN("One of REGULAR, PREMIUM, LIFETIME, CORPORATE"), //
    STATUS_UNKNOWN("One of PENDING, ACTIVE, SUSPENDED, LAPSED, RESIGNED"), //
    DATE_MALFORMED("A date is yyyy-mm-dd"), //
    DATE_IN_FUTURE("This day has not come yet"), //
    EMAIL_MALFORMED("This is no e-mail address"), //
    LAPSED_BY_DATE("Active, but not paid for today: taken as lapsed"), //
    SUSPENSION_LIFTED("The member was suspended; the register says otherwise");

    private final String sentence;

    Code(String sentence) {
      this.sentence = sentence;
    }

    /** One sentence for people. */
    public String sentence() {
      return sentence;
    }
  }

  static Issue error(String field, Code code) {
    return new Issue(Severity.ERROR, field, code);
  }

  public static Issue note(String field, Code code) {
    return new Issue(Severity.NOTE, field, code);
  }

  boolean isError() {
    return severity == Severity.ERROR;
  }
}
