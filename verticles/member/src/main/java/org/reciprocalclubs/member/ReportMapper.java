package org.reciprocalclubs.member;

import java.util.stream.Stream;
import org.reciprocalclubs.codecs.kit.v1.ImportIssue;
import org.reciprocalclubs.codecs.kit.v1.ImportReport;
import org.reciprocalclubs.codecs.kit.v1.ImportRow;
import org.reciprocalclubs.member.ImportPlan.Outcome;
import org.reciprocalclubs.member.register.Issue;

/** What an import did, as it travels. Stateless. */
final class ReportMapper {
  private ReportMapper() {}

  /**
   * @param readable whether the file could be taken apart; if not its one row is no member
   * @param applied whether the changes were written
   */
  static ImportReport report(ImportPlan plan, boolean readable, boolean applied) {
    var report = ImportReport.newBuilder().setTotal(readable ? plan.rows().size() : 0)
        .setCreated(plan.count(Outcome.CREATED)).setUpdated(plan.count(Outcome.UPDATED))
        .setUnchanged(plan.count(Outcome.UNCHANGED)).setRejected(plan.count(Outcome.REJECTED))
        .setApplied(applied);
    plan.rows().forEach(row -> report.addRows(row(row, applied)));
    return report.build();
  }

  /** A member that was not written has no id that anybody should keep. */
  private static ImportRow row(ImportPlan.Planned planned, boolean applied) {
    var row = ImportRow.newBuilder().setRow(planned.row().line()).setKey(planned.row().number())
        .setOutcome(ImportRow.Outcome.valueOf(planned.outcome().name()));
    if (planned.member() != null && (applied || planned.outcome() != Outcome.CREATED)) {
      row.setId(planned.member().toString());
    }
    Stream.concat(planned.row().issues().stream(), planned.notes().stream())
        .forEach(issue -> row.addIssues(issue(issue)));
    return row.build();
  }

  private static ImportIssue issue(Issue issue) {
    return ImportIssue.newBuilder().setSeverity(ImportIssue.Severity.valueOf(issue.severity().name()))
        .setField(issue.field()).setCode(issue.code().name()).setDetail(issue.code().sentence()).build();
  }
}
