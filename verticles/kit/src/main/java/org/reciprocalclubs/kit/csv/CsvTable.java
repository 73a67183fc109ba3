package org.reciprocalclubs.kit.csv;

import java.util.List;

/**
 * A file that was read: the names in its first line, trimmed and in lower case, and the rows under it.
 * Immutable.
 */
public record CsvTable(List<String> columns, List<CsvRow> rows) implements CsvRead {

  public CsvTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Whether the first line names this column (lower case). */
  public boolean has(String column) {
    return columns.contains(column);
  }
}
