package org.reciprocalclubs.member.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.reciprocalclubs.kit.csv.CsvFault;
import org.reciprocalclubs.kit.csv.CsvLimits;
import org.reciprocalclubs.kit.csv.CsvReader;
import org.reciprocalclubs.kit.csv.CsvRow;
import org.reciprocalclubs.kit.csv.CsvTable;

/**
 * Reads a register: number, first_name and last_name are needed; membership_type, class, status, joined_at,
 * paid_until, email, phone and date_of_birth may be there; other columns are noted and passed over. Never
 * throws on bytes.
 *
 * @param readable whether rows could be told apart at all; if not, the only row says why
 * @param rows the rows in the order of the file
 */
public record RegisterFile(boolean readable, List<JudgedRow> rows) {
  private static final List<String> NEEDED = List.of("number", "first_name", "last_name");
  private static final Set<String> KNOWN = Set.of("number", "first_name", "last_name", "membership_type",
      "class",
      "status", "joined_at", "paid_until", "email", "phone", "date_of_birth");
  private static final int COLUMNS = 64;
  private static final int FIELD_CHARS = 1_000;

  public RegisterFile {
    rows = List.copyOf(rows);
  }

  /**
   * @param content the file's bytes
   * @param maxRows the most rows that are read
   * @param today in the club's time zone
   */
  public static RegisterFile read(byte[] content, int maxRows, LocalDate today) {
    return switch (CsvReader.read(content, new CsvLimits(maxRows, COLUMNS, FIELD_CHARS))) {
      case CsvFault(int line, CsvFault.Code code) ->
        broken(line, Issue.error(code.name().toLowerCase(java.util.Locale.ROOT),
            code == CsvFault.Code.TOO_MANY_ROWS ? Issue.Code.FILE_TOO_LARGE : Issue.Code.FILE_MALFORMED));
      case CsvTable table -> rows(table, today);
    };
  }

  private static RegisterFile rows(CsvTable table, LocalDate today) {
    for (String column : NEEDED) {
      if (!table.has(column)) {
        return broken(1, Issue.error(column, Issue.Code.COLUMN_MISSING));
      }
    }
    List<Issue> unknown = table.columns().stream().filter(column -> !KNOWN.contains(column))
        .map(column -> Issue.note(column, Issue.Code.COLUMN_UNKNOWN)).toList();
    Set<String> seen = new HashSet<>();
    List<JudgedRow> judged = new ArrayList<>(table.rows().size());
    for (CsvRow row : table.rows()) {
      RowReader reader = new RowReader(row, today);
      if (judged.isEmpty()) {
        reader.add(unknown);
      }
      judged.add(reader.judge(seen));
    }
    return new RegisterFile(true, judged);
  }

  private static RegisterFile broken(int line, Issue issue) {
    return new RegisterFile(false, List.of(new JudgedRow(line, "", null, List.of(issue))));
  }
}
