package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSagaStep;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;

/** The steps of sagas as they stand. At most one of an agreement has a next try. */
final class ActivationRows {
  private static final String CLAIM = """
      select s.ord, s.step, s.state = 'DONE' as undoing, s.attempts, s.due_at, f.error as failure
        from reciprocal.agreement_saga s
        left join reciprocal.agreement_saga f on f.agreement = s.agreement and f.state = 'FAILED'
       where s.agreement = $1 and s.ord = $2 and s.next_try_at <= kit.now() for update of s skip locked""";

  private ActivationRows() {}

  /** A step that is due, and the club on whose behalf it is done. */
  record Due(UUID agreement, int ord, UUID club) {}

  /**
   * A step that this transaction has to itself.
   *
   * @param undoing whether it is to be taken back
   * @param attempts tries that failed
   * @param failure why it is taken back
   */
  record Claim(UUID agreement, int ord, String step, boolean undoing, int attempts, Instant dueAt,
      String failure) {}

  /** The steps that are due, of whatever club, the longest due first. */
  static List<Due> due(Tx tx, int most) {
    List<Due> due = new ArrayList<>();
    tx.query("select agreement, ord, club from reciprocal.activations_due($1)", most)
        .forEach(row -> due.add(new Due(row.getUUID(0), row.getInteger(1), row.getUUID(2))));
    return due;
  }

  /** Empty when somebody else is at it, or it is done. */
  static Optional<Claim> claim(Tx tx, UUID agreement, int ord) {
    return tx.one(CLAIM, agreement, ord)
        .map(row -> new Claim(agreement, row.getInteger("ord"), row.getString("step"),
            row.getBoolean("undoing"), row.getInteger("attempts"),
            row.getOffsetDateTime("due_at").toInstant(),
            Objects.requireNonNullElse(row.getString("failure"), "")));
  }

  static void insert(Tx tx, Pact pact, List<Step> steps) {
    tx.query("""
        insert into reciprocal.agreement_saga (agreement, ord, step, club, partner, state)
        select $1, s.ord, s.step, $2, $3, 'WAITING' from unnest($4::text[]) with ordinality s(step, ord)""",
        pact.id(), pact.proposer(), pact.partner(), steps.stream().map(Step::name).toArray(String[]::new));
    due(tx, pact.id(), 1);
  }

  /** The step is the next to be done. */
  private static void due(Tx tx, UUID agreement, int ord) {
    tx.query("""
        update reciprocal.agreement_saga set state = 'RUNNING', next_try_at = $3, due_at = $3
         where agreement = $1 and ord = $2""", agreement, ord, tx.now());
  }

  static void done(Tx tx, Claim step) {
    end(tx, step, "DONE", null);
    due(tx, step.agreement(), step.ord() + 1);
  }

  static void wait(Tx tx, Claim step, Instant until) {
    tx.query("""
        update reciprocal.agreement_saga
           set state = 'WAITING', next_try_at = $3, due_at = $3, attempts = 0, error = null
         where agreement = $1 and ord = $2""", step.agreement(), step.ord(), until);
  }

  static void again(Tx tx, Claim step, String error, Instant next) {
    tx.query("""
        update reciprocal.agreement_saga
           set attempts = attempts + 1, error = $3, next_try_at = $4, started_at = coalesce(started_at, $5)
         where agreement = $1 and ord = $2""", step.agreement(), step.ord(), error, next, tx.now());
  }

  /** Failed for good: the last that is done is the first to be taken back. */
  static void failed(Tx tx, Claim step, String error) {
    end(tx, step, "FAILED", error);
    undo(tx, step);
  }

  static void compensated(Tx tx, Claim step) {
    end(tx, step, "COMPENSATED", null);
    undo(tx, step);
  }

  private static void end(Tx tx, Claim step, String state, @Nullable String error) {
    tx.query("""
        update reciprocal.agreement_saga
           set state = $3, error = $4, next_try_at = null, finished_at = $5,
             started_at = coalesce(started_at, $5)
         where agreement = $1 and ord = $2""", step.agreement(), step.ord(), state, error, tx.now());
  }

  private static void undo(Tx tx, Claim step) {
    tx.query("""
        update reciprocal.agreement_saga set next_try_at = $3, due_at = $3, attempts = 0
         where agreement = $1 and ord = $2 and state = 'DONE'""",
        step.agreement(), step.ord() - 1, tx.now());
  }

  /** The agreement has changed by its dates: a step that waits looks at it now. */
  static void wake(Tx tx, UUID agreement) {
    tx.query("""
        update reciprocal.agreement_saga set next_try_at = $2, due_at = $2
         where agreement = $1 and state = 'WAITING' and next_try_at > $2""", agreement, tx.now());
  }

  static List<AgreementSagaStep> list(Tx tx, UUID agreement) {
    List<AgreementSagaStep> steps = new ArrayList<>();
    tx.query("select * from reciprocal.agreement_saga where agreement = $1 order by ord", agreement)
        .forEach(row -> steps.add(read(row)));
    return steps;
  }

  private static AgreementSagaStep read(Row row) {
    var wire = AgreementSagaStep.newBuilder().setStep(row.getString("step"))
        .setState(AgreementSagaStep.State.valueOf(row.getString("state")))
        .setAttempts(row.getInteger("attempts"));
    at(row, "started_at", at -> wire.setStartedAt(VerdictMapper.timestamp(at)));
    at(row, "finished_at", at -> wire.setFinishedAt(VerdictMapper.timestamp(at)));
    at(row, "next_try_at", at -> wire.setNextTryAt(VerdictMapper.timestamp(at)));
    var error = row.getString("error");
    return (error == null ? wire : wire.setError(error)).build();
  }

  private static void at(Row row, String column, Consumer<Instant> set) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    if (at != null) {
      set.accept(at.toInstant());
    }
  }
}
