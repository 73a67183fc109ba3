package org.reciprocalclubs.bench.year;

import java.nio.file.Path;

/** The tables that a year fills, with the columns that are written; others keep what is given. */
public enum Table {
  EVENT("kit.event", Columns.EVENT), VISIT("reciprocal.visit", Columns.VISIT), DECISION("reciprocal.decision",
      Columns.DECISION), NOTICE("notification.notice", Columns.NOTICE), QUOTA("reciprocal.quota",
          Columns.QUOTA);

  /** In the order in which {@link Rows} and {@link Year} write them. */
  private static final class Columns {
    static final String EVENT = """
        seq, xid, id, stream, version, type, club, partner, data, actor, correlation, at""";
    static final String VISIT = """
        id, host, home, member, person, agreement, terms_version, version, state, opened_at, closed_at,
        local_day, used, guests, nights, actor, facility, services, cost_minor, cost_currency, fee_minor,
        fee_currency, fee_reason, fee_route""";
    static final String DECISION = "scan, host, home, member, inputs";
    static final String NOTICE = """
        id, club, person, type, status, title, message, channels, cause, sent_at, created_at""";
    static final String QUOTA = "scope, member, home, open_visit, uses";
  }

  private final String id;
  private final String columns;

  Table(String id, String columns) {
    this.id = id;
    this.columns = columns;
  }

  /** With its schema. */
  public String id() {
    return id;
  }

  /** Without its schema. */
  public String plainName() {
    return id.substring(id.indexOf('.') + 1);
  }

  /** What reads a file of it; FREEZE needs the table to have been emptied in the same transaction. */
  public String copy(Path directory) {
    return "copy " + id + " (" + columns + ") from '" + file(directory) + "' (format binary, freeze)";
  }

  int fields() {
    return columns.split(",").length;
  }

  /** The file of it in that directory. */
  public Path file(Path directory) {
    return directory.resolve(plainName() + ".copy");
  }
}
