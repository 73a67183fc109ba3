package org.reciprocalclubs.kit.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated values as RFC 4180 defines them, in UTF-8 with or without a byte order mark: the
 * first line names the columns, a field in double quotes may hold commas, line breaks and doubled quotes,
 * lines end with CRLF, LF or CR, blank lines are passed over. Never throws on bytes.
 *
 * <pre>{@code
 * switch (CsvReader.read(bytes, new CsvLimits(20_000, 32, 1_000))) {
 *   case CsvTable table -> table.rows().forEach(row -> take(row.line(), row.value("number")));
 *   case CsvFault fault -> refuse(fault.line(), fault.code());
 * }
 * }</pre>
 */
public final class CsvReader {
  private final String text;
  private final CsvLimits limits;
  private int at;
  private int line = 1;

  private CsvReader(String text, CsvLimits limits) {
    this.text = text;
    this.limits = limits;
  }

  /** Reads a whole file, or says what is wrong with it. */
  public static CsvRead read(byte[] content, CsvLimits limits) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return new CsvReader(text.startsWith("\uFEFF") ? text.substring(1) : text, limits).table();
    } catch (CharacterCodingException notText) {
      return new CsvFault(1, CsvFault.Code.NOT_UTF8);
    } catch (Broken broken) {
      return broken.fault;
    }
  }

  private CsvTable table() throws Broken {
    Line header = next();
    if (header == null) {
      throw new Broken(1, CsvFault.Code.EMPTY_FILE);
    }
    List<String> columns = names(header);
    List<CsvRow> rows = new ArrayList<>();
    for (Line row = next(); row != null; row = next()) {
      if (rows.size() == limits.rows()) {
        throw new Broken(row.line, CsvFault.Code.TOO_MANY_ROWS);
      }
      rows.add(new CsvRow(row.line, columns, row.fields));
    }
    return new CsvTable(columns, rows);
  }

  private static List<String> names(Line header) throws Broken {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String field : header.fields) {
      String name = field.strip().toLowerCase(Locale.ROOT);
      if (name.isEmpty()) {
        throw new Broken(header.line, CsvFault.Code.COLUMN_UNNAMED);
      }
      if (!seen.add(name)) {
        throw new Broken(header.line, CsvFault.Code.COLUMN_REPEATED);
      }
      names.add(name);
    }
    return names;
  }

  private @Nullable Line next() throws Broken {
    while (at < text.length()) {
      int start = line;
      List<String> fields = fields();
      if (fields.size() > 1 || !fields.getFirst().isBlank()) {
        return new Line(start, fields);
      }
    }
    return null;
  }

  private List<String> fields() throws Broken {
    List<String> fields = new ArrayList<>();
    while (true) {
      if (fields.size() == limits.columns()) {
        throw new Broken(line, CsvFault.Code.TOO_MANY_COLUMNS);
      }
      fields.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
      } else {
        endLine();
        return fields;
      }
    }
  }

  private String plain() throws Broken {
    int from = at;
    while (at < text.length() && !isEnd(text.charAt(at))) {
      if (text.charAt(at) == '"') {
        throw new Broken(line, CsvFault.Code.QUOTE_MISPLACED);
      }
      at++;
    }
    return bounded(text.substring(from, at), line);
  }

  private String quoted() throws Broken {
    int opened = line;
    StringBuilder field = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
        field.append('"');
        at += 2;
      } else if (c == '"') {
        at++;
        if (at < text.length() && !isEnd(text.charAt(at))) {
          throw new Broken(line, CsvFault.Code.QUOTE_MISPLACED);
        }
        return bounded(field.toString(), opened);
      } else {
        line += c == '\n' || (c == '\r' && !followedByNewline()) ? 1 : 0;
        field.append(c);
        at++;
      }
    }
    throw new Broken(opened, CsvFault.Code.QUOTE_UNCLOSED);
  }

  private String bounded(String field, int where) throws Broken {
    if (field.length() > limits.fieldChars()) {
      throw new Broken(where, CsvFault.Code.FIELD_TOO_LONG);
    }
    return field;
  }

  private void endLine() {
    if (at < text.length()) {
      at += text.charAt(at) == '\r' && followedByNewline() ? 2 : 1;
      line++;
    }
  }

  private boolean followedByNewline() {
    return at + 1 < text.length() && text.charAt(at + 1) == '\n';
  }

  private static boolean isEnd(char c) {
    return c == ',' || c == '\r' || c == '\n';
  }

  private record Line(int line, List<String> fields) {}

  /** Carries a fault out of the reader's methods; never leaves this class. */
  private static final class Broken extends Exception {
    private final CsvFault fault;

    Broken(int line, CsvFault.Code code) {
      super(null, null, false, false);
      fault = new CsvFault(line, code);
    }
  }
}
