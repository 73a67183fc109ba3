package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.Locale;

/** The door's report on an imported file ({@code reciprocalclubs.kit.v1.ImportReport}), for people's eyes. */
final class ImportReport {
  private final JsonObject report;

  ImportReport(JsonObject report) {
    this.report = report;
  }

  /** Whether no row was rejected. */
  boolean clean() {
    return count("rejected") == 0;
  }

  /** Prints every row that changed or of which there is something to say, then the sum. */
  void print(PrintStream out) {
    for (var each : report.getJsonArray("rows", new JsonArray())) {
      var row = (JsonObject) each;
      var issues = row.getJsonArray("issues", new JsonArray());
      if (!row.getString("outcome", "").equals("UNCHANGED") || !issues.isEmpty()) {
        out.printf("%6d  %-9s  %s%n", row.getInteger("row"), lower(row, "outcome"),
            row.getString("key", ""));
        issues.forEach(issue -> print((JsonObject) issue, out));
      }
    }
    out.printf("%d rows: %d created, %d updated, %d unchanged, %d rejected.%n", count("total"),
        count("created"), count("updated"), count("unchanged"), count("rejected"));
    if (!report.getBoolean("applied", false)) {
      out.println(clean()
          ? "Nothing was changed: this was a trial."
          : "Nothing was changed: --partial keeps the rows that are right.");
    }
  }

  private static void print(JsonObject issue, PrintStream out) {
    out.printf("        %-5s %s: %s (%s)%n", lower(issue, "severity"), issue.getString("field", ""),
        issue.getString("detail", ""), issue.getString("code", ""));
  }

  private static String lower(JsonObject from, String field) {
    return from.getString(field, "").toLowerCase(Locale.ROOT);
  }

  private int count(String field) {
    return report.getInteger(field, 0);
  }
}
