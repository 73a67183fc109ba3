package org.reciprocalclubs.kit.csv;

import java.util.List;

/**
 * One row. Immutable.
 *
 * @param line the line the row starts on, from 1, as an editor shows it
 * @param columns the table's column names
 * @param fields the fields as written, quotes undone, not trimmed
 */
public record CsvRow(int line, List<String> columns, List<String> fields) {

  public CsvRow {
    columns = List.copyOf(columns);
    fields = List.copyOf(fields);
  }

  /** The trimmed field under a column; empty where the file has no such column or the row is short. */
  public String value(String column) {
    int at = columns.indexOf(column);
    return at < 0 || at >= fields.size() ? "" : fields.get(at).strip();
  }

  /** Whether the row has as many fields as the first line. */
  public boolean complete() {
    return fields.size() == columns.size();
  }
}
