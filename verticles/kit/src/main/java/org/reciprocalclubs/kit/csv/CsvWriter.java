package org.reciprocalclubs.kit.csv;

import java.util.List;

/**
 * Writes comma-separated values after RFC 4180: lines end with CR LF, and a field is quoted where it must be.
 * What was typed by somebody is written with {@link #text}: a spreadsheet would carry out a text that begins
 * like a formula, so an apostrophe goes before it. Not thread-safe.
 *
 * <pre>{@code
 * var file = new CsvWriter(List.of("id", "cost"));
 * file.text(row.id()).plain("1250").end();
 * }</pre>
 */
public final class CsvWriter {
  private static final String FORMULAS = "=+-@\t\r\n＝＋－＠";

  private final StringBuilder out = new StringBuilder();
  private boolean begun;

  /** Begins with the line of names. */
  public CsvWriter(List<String> names) {
    names.forEach(this::plain);
    end();
  }

  /** A field that somebody typed, made harmless for spreadsheets. */
  public CsvWriter text(String value) {
    boolean formula = !value.isEmpty() && FORMULAS.indexOf(value.charAt(0)) >= 0;
    return plain(formula ? "'" + value : value);
  }

  /** A field of ours, such as an id, a number or a time. */
  public CsvWriter plain(String value) {
    if (begun) {
      out.append(',');
    }
    begun = true;
    if (value.chars().anyMatch(each -> each == ',' || each == '"' || each == '\r' || each == '\n')) {
      out.append('"').append(value.replace("\"", "\"\"")).append('"');
    } else {
      out.append(value);
    }
    return this;
  }

  /** Ends the line. */
  public void end() {
    out.append("\r\n");
    begun = false;
  }

  /** The whole file. */
  public String content() {
    return out.toString();
  }
}
