package org.reciprocalclubs.reciprocal;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.AgreementSagaStep;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Agreement.Approve;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Propose;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.Terms;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/** Agreements that both clubs have approved, and what became of them, without a room around. */
record Approvals(TestDatabase database, ActivationSaga saga) {
  /** What is done where no policy asks for more. */
  static final List<Step> STEPS = Activation.steps(Activation.TABLE, List.of());

  private static final String ZONE = "America/Los_Angeles";
  private static int pairs;

  static LocalDate today() {
    return LocalDate.now(ZoneId.of(ZONE));
  }

  /** One that was approved two days before its first, which has come since. */
  UUID ready() {
    var clock = new TimeOffset(database.store(), false);
    clock.set(Duration.ofDays(-2));
    try {
      return approved(today());
    } finally {
      clock.set(Duration.ZERO);
    }
  }

  /** One that was approved now. */
  UUID approved(LocalDate first) {
    return approved(first, ZONE);
  }

  UUID approved(LocalDate first, String partnerZone) {
    var id = proposed(first, partnerZone);
    approve(id);
    return id;
  }

  UUID proposed(LocalDate first, String partnerZone) {
    var federation = new Federation(database);
    var one = federation.club("SAGA" + ++pairs, ZONE);
    var other = federation.club("GAGA" + pairs, partnerZone);
    var pact = new Pact(Ids.uuid7(), one, other, TermsVersion.seal(1, Terms.OPEN, Period.from(first)));
    database.store().perform(Scope.club(one), tx -> AgreementFile.create(pact).decide(tx,
        new Propose(pact, false, first), CallContext.of(Desks.staff(one))));
    return pact.id();
  }

  /** The partner's yes, as its office says it. */
  void approve(UUID agreement) {
    var partner = clubs(agreement).getLast();
    database.store().perform(Scope.club(partner), tx -> approve(tx, agreement, saga));
  }

  static void approve(Tx tx, UUID agreement, ActivationSaga saga) {
    var file = AgreementFile.open(tx, agreement);
    var partner = file.pact().partner();
    var dates = AgreementRows.dates(tx, file.pact().proposer(), partner);
    file.decide(tx, new Approve(partner, dates.later()), CallContext.of(Desks.staff(partner)));
    saga.begin(tx, agreement);
  }

  /** The proposer and the partner. */
  List<UUID> clubs(UUID agreement) {
    var row = database.admin("select club, partner from reciprocal.agreement where id = $1", agreement)
        .iterator().next();
    return List.of(row.getUUID(0), row.getUUID(1));
  }

  /** What the ledger's worker writes of what was approved. */
  void recorded(UUID agreement, String state, @Nullable String error) {
    var clubs = clubs(agreement);
    database.admin("""
        insert into ledger.transaction (id, key, kind, club, partner, contract, function, args, msp,
            endorsers, state, version, tx, block, error, next_try_at, created_at, updated_at)
        values ($1, $2, 'AGREEMENT', $3, $4, 'agreements', 'Approve', '{}', 'FederationMSP', '{}', $5, 1,
            case $5 when 'CONFIRMED' then repeat('ab', 32) end, case $5 when 'CONFIRMED' then 7 end, $6,
            case $5 when 'PENDING' then now() end, now(), now())
        on conflict (key) do update set state = excluded.state, tx = excluded.tx, block = excluded.block,
            error = excluded.error, next_try_at = excluded.next_try_at""", Ids.uuid7(),
        "agreement/" + agreement + "/terms/1/approved", clubs.getLast(), clubs.getFirst(), state, error);
  }

  List<String> steps(UUID agreement) {
    return rows(agreement).stream().map(step -> step.getStep() + " " + step.getState()).toList();
  }

  List<AgreementSagaStep> rows(UUID agreement) {
    return database.store().read(Scope.club(clubs(agreement).getFirst()),
        tx -> ActivationRows.list(tx, agreement));
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
    return clubs(agreement).stream().map(club -> told(agreement, club)).toList();
  }

  private long told(UUID agreement, UUID club) {
    return database.count("""
        select count(*) from kit.event where type like '%.AgreementInForce' and club = $1 and partner is null
           and position(convert_to($2, 'UTF8') in data) > 0""", club, agreement.toString());
  }
}
