package org.reciprocalclubs.kit.csv;

/**
 * How much of a file is read before it is refused.
 *
 * @param rows the most rows under the header
 * @param columns the most fields in a row
 * @param fieldChars the most characters in one field
 */
public record CsvLimits(int rows, int columns, int fieldChars) {

  public CsvLimits {
    if (rows < 1 || columns < 1 || fieldChars < 1) {
      throw new IllegalArgumentException("CSV limits are positive");
    }
  }
}
