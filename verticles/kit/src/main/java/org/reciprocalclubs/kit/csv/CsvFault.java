package org.reciprocalclubs.kit.csv;

/**
 * Why bytes are not a CSV that can be read, and on which line (from 1). One fault stops the whole file:
 * after a broken quote no later line can be trusted.
 *
 * @param line the line on which the fault was noticed; for an unclosed quote the line that opened it
 * @param code what is wrong
 */
public record CsvFault(int line, Code code) implements CsvRead {

  /** Stable codes, fit for a report. */
  public enum Code {
    NOT_UTF8, EMPTY_FILE, COLUMN_UNNAMED, COLUMN_REPEATED, QUOTE_MISPLACED, QUOTE_UNCLOSED, //
    TOO_MANY_ROWS, TOO_MANY_COLUMNS, FIELD_TOO_LONG
  }
}
