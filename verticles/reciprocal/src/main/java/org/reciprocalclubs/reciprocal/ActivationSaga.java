package org.reciprocalclubs.reciprocal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSaga;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSagaStep;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementSagaRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreAway;
import org.reciprocalclubs.kit.store.StoreProblem;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.ActivationRows.Claim;
import org.reciprocalclubs.reciprocal.ActivationRows.Due;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@link Activation} says. What a step did and that it is done are one transaction, so a
 * process that dies leaves a step done or untouched, and whoever claims it next goes on there. Thread-safe,
 * in any number of processes.
 */
final class ActivationSaga {
  private static final Logger LOG = LoggerFactory.getLogger(ActivationSaga.class);

  private final Store store;
  private final List<Step> steps;
  private final Map<String, Step> named;
  private final int batch;

  /**
   * @param steps of the sagas that begin here; those that began when more was required keep their steps
   * @param batch steps that one turn looks for, at most
   */
  ActivationSaga(Store store, List<Step> steps, int batch) {
    this.store = store;
    this.steps = List.copyOf(steps);
    this.batch = batch;
    named = Stream.concat(steps.stream(), Activation.TABLE.stream())
        .collect(Collectors.toMap(Step::name, Function.identity(), (asked, _) -> asked));
  }

  /**
   * In the transaction of the second approval, after it. The platform's own steps up to {@code ACTIVE} are
   * tried in it: where no step of a room stands among them and the first day has come, the agreement is
   * active for whoever approved. A step that a policy asks for may take its time; it and all after it are the
   * worker's.
   */
  void begin(Tx tx, UUID agreement) {
    ActivationRows.insert(tx, AgreementFile.open(tx, agreement).pact(), steps);
    var names = steps.stream().takeWhile(step -> step.demand() == null).map(Step::name).toList();
    int last = names.contains(Activation.IN_FORCE) ? names.indexOf(Activation.IN_FORCE) + 1 : names.size();
    for (int ord = 1; ord <= last; ord++) {
      // where the one before waits there is nothing to claim
      ActivationRows.claim(tx, agreement, ord).ifPresent(claim -> advance(tx, claim));
    }
  }

  /**
   * Tries each step that is due, in a transaction of its own.
   *
   * @return whether there may be more at once
   */
  boolean turn() {
    var due = store.read(Scope.nobody(), tx -> ActivationRows.due(tx, batch));
    due.forEach(this::attempt);
    return !due.isEmpty();
  }

  private void attempt(Due due) {
    try {
      store.perform(Scope.club(due.club()), tx -> ActivationRows.claim(tx, due.agreement(), due.ord())
          .ifPresent(claim -> advance(tx, claim)));
    } catch (StoreAway later) {
      throw later;
    } catch (RuntimeException failure) {
      LOG.atWarn().setCause(failure).addKeyValue("agreement", due.agreement())
          .log("a step of an activation failed");
      store.perform(Scope.club(due.club()), tx -> ActivationRows.claim(tx, due.agreement(), due.ord())
          .ifPresent(claim -> failed(tx, claim, code(failure))));
    }
  }

  private void advance(Tx tx, Claim claim) {
    var step = step(claim);
    var file = AgreementFile.open(tx, claim.agreement());
    if (claim.undoing()) {
      step.undo().run(tx, file, claim.failure());
      ActivationRows.compensated(tx, claim);
      return;
    }
    switch (step.action().run(tx, file)) {
      case Step.Done _ -> ActivationRows.done(tx, claim);
      case Step.NotBefore(var at) -> ActivationRows.wait(tx, claim, at);
      case Step.Never(var code) -> ActivationRows.failed(tx, claim, code);
    }
  }

  private Step step(Claim claim) {
    var step = named.get(claim.step());
    if (step == null) {
      throw Problem.conflict("POLICY_STEP_MISSING", "This process does not know the step " + claim.step());
    }
    return step;
  }

  /** A step that this process does not know waits for one that does. */
  private void failed(Tx tx, Claim claim, String code) {
    var step = named.get(claim.step());
    var retry = (step == null ? steps.getLast() : step).retry();
    if (step != null && !claim.undoing() && retry.over(claim.dueAt(), tx.now())) {
      ActivationRows.failed(tx, claim, code);
    } else {
      ActivationRows.again(tx, claim, code, tx.now().plus(retry.pause(claim.attempts())));
    }
  }

  /** Texts of exceptions are for logs; this is for both clubs. */
  private static String code(RuntimeException failure) {
    return switch (failure) {
      case Problem problem -> problem.code();
      case StoreProblem _ -> "DATABASE_REFUSED";
      default -> "INTERNAL_ERROR";
    };
  }

  /** For both clubs. */
  AgreementSaga get(GetAgreementSagaRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return store.read(Scope.of(CallContext.current().caller()), tx -> {
      if (AgreementRows.find(tx, id).isEmpty()) {
        throw AgreementActs.none();
      }
      var all = ActivationRows.list(tx, id);
      return AgreementSaga.newBuilder().setAgreementId(id.toString()).setState(state(all)).addAllSteps(all)
          .build();
    });
  }

  private static AgreementSaga.State state(List<AgreementSagaStep> steps) {
    if (steps.isEmpty()) {
      return AgreementSaga.State.NOT_STARTED;
    }
    var current = steps.stream().filter(AgreementSagaStep::hasNextTryAt).findFirst();
    boolean failed = steps.stream().anyMatch(step -> step.getState() == AgreementSagaStep.State.FAILED);
    if (current.isEmpty()) {
      return failed ? AgreementSaga.State.COMPENSATED : AgreementSaga.State.DONE;
    }
    if (failed) {
      return AgreementSaga.State.COMPENSATING;
    }
    return current.get().getState() == AgreementSagaStep.State.WAITING
        ? AgreementSaga.State.WAITING
        : AgreementSaga.State.RUNNING;
  }
}
