package org.reciprocalclubs.auth.clubs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reciprocalclubs.kit.csv.CsvFault;
import org.reciprocalclubs.kit.csv.CsvLimits;
import org.reciprocalclubs.kit.csv.CsvReader;
import org.reciprocalclubs.kit.csv.CsvRow;
import org.reciprocalclubs.kit.csv.CsvTable;

/**
 * Reads clubs from CSV (RFC 4180): the first line names columns as {@link FileRow#FIELDS} or their aliases.
 */
final class CsvFile {
  private static final int COLUMNS_MAX = 64;
  private static final int FIELD_CHARS_MAX = 10_000;

  private CsvFile() {}

  static List<FileRow> read(byte[] content, int rowsMax) throws FileProblem {
    return switch (CsvReader.read(content, new CsvLimits(rowsMax, COLUMNS_MAX, FIELD_CHARS_MAX))) {
      case CsvTable table -> rows(table);
      case CsvFault fault -> throw new FileProblem(fault.code().name(),
          "The file cannot be read as CSV: " + fault.code() + " in line " + fault.line());
    };
  }

  private static List<FileRow> rows(CsvTable table) throws FileProblem {
    if (!table.has("name")) {
      throw new FileProblem("COLUMN_MISSING", "The first line names no column \"name\"");
    }
    return table.rows().stream().map(CsvFile::row).toList();
  }

  private static FileRow row(CsvRow row) {
    Map<String, String> values = new HashMap<>();
    List<Issue> issues = new ArrayList<>();
    if (!row.complete()) {
      issues.add(Issue.error("", "FIELD_COUNT", "The row has another number of fields than the first line"));
    }
    for (int i = 0; i < Math.min(row.columns().size(), row.fields().size()); i++) {
      String column = row.columns().get(i);
      String name = FileRow.ALIASES.getOrDefault(column, column);
      if (FileRow.FIELDS.contains(name) && !row.fields().get(i).isBlank()) {
        values.putIfAbsent(name, row.fields().get(i));
      }
    }
    return new FileRow(row.line(), values, issues);
  }
}
