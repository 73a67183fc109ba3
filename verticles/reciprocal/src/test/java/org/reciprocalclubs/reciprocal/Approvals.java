package org.reciprocalclubs.reciprocal;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSagaStep;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Agreement.Approve;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Propose;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.Terms;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/** Agreements that both clubs have approved, and what became of them, without a room around. */
record Approvals(TestDatabase database, ActivationSaga saga) {
  private static int pairs;

  /** One that was approved the day before its first, which is today. */
  UUID ready() {
    var today = LocalDate.now(ZoneId.of("America/Los_Angeles"));
    return approved(today, today.minusDays(1));
  }

  UUID approved(LocalDate first, LocalDate on) {
    var federation = new Federation(database);
    var one = federation.club("SAGA" + ++pairs);
    var other = federation.club("GAGA" + pairs);
    var pact = new Pact(Ids.uuid7(), one, other, TermsVersion.seal(1, Terms.OPEN, Period.from(first)));
    database.store().perform(Scope.club(one), tx -> AgreementFile.create(pact).decide(tx,
        new Propose(pact, false, on), CallContext.of(Desks.staff(one))));
    database.store().perform(Scope.club(other), tx -> {
      AgreementFile.open(tx, pact.id()).decide(tx, new Approve(other, on),
          CallContext.of(Desks.staff(other)));
      saga.begin(tx, pact.id());
    });
    return pact.id();
  }

  List<String> steps(UUID agreement) {
    return rows(agreement).stream().map(step -> step.getStep() + " " + step.getState()).toList();
  }

  List<AgreementSagaStep> rows(UUID agreement) {
    var club = database.admin("select club from reciprocal.agreement where id = $1", agreement).iterator()
        .next().getUUID(0);
    return database.store().read(Scope.club(club), tx -> ActivationRows.list(tx, agreement));
  }

  String state(UUID agreement) {
    return database.admin("select state from reciprocal.agreement where id = $1", agreement).iterator().next()
        .getString(0);
  }

  /** How often the agreement became active. */
  long activated(UUID agreement) {
    return database.count(
        "select count(*) from kit.event where stream = $1 and type like '%.AgreementActivated'",
        agreement);
  }

  /** How often each of the two was told, the proposer first. */
  List<Long> told(UUID agreement) {
    var row = database.admin("select club, partner from reciprocal.agreement where id = $1", agreement)
        .iterator().next();
    return List.of(told(agreement, row.getUUID(0)), told(agreement, row.getUUID(1)));
  }

  private long told(UUID agreement, UUID club) {
    return database.count("""
        select count(*) from kit.event where type like '%.AgreementInForce' and club = $1 and partner is null
           and position(convert_to($2, 'UTF8') in data) > 0""", club, agreement.toString());
  }
}
