package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Message;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.AgreementRows.Dates;
import org.reciprocalclubs.reciprocal.rules.Agreement.AgreementApproved;
import org.reciprocalclubs.reciprocal.rules.Agreement.Command;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/** Carries a club's act on an agreement out, once per idempotency key, in one transaction. Thread-safe. */
final class AgreementActs {
  private final Store store;
  private final AgreementCalendar calendar;
  private final ActivationSaga activation;

  AgreementActs(Store store, AgreementCalendar calendar, ActivationSaga activation) {
    this.store = store;
    this.calendar = calendar;
    this.activation = activation;
  }

  /** Where a club acts: the transaction, the agreement, the acting club, and the dates of both clubs. */
  record Scene(Tx tx, AgreementFile file, UUID club, Dates dates) {}

  /** An act on the agreement of that id. */
  Agreement act(String operation, Message request, String idText, Function<Scene, Command> command) {
    var club = CallContext.current().caller().requireClub();
    var id = ScanMapper.id("id", idText);
    return write(operation, request, tx -> {
      var file = AgreementFile.open(tx, id);
      var dates = AgreementRows.dates(tx, file.pact().proposer(), file.pact().partner());
      return decide(tx, file, command.apply(new Scene(tx, file, club, dates)));
    });
  }

  Agreement decide(Tx tx, AgreementFile file, Command command) {
    var done = file.decide(tx, command, CallContext.current());
    calendar.plan(tx, done);
    if (done.events().stream().anyMatch(AgreementApproved.class::isInstance)) {
      activation.begin(tx, file.pact().id());
    }
    return AgreementRows.find(tx, file.pact().id()).orElseThrow(AgreementActs::none);
  }

  Agreement write(String operation, Message request, Function<Tx, Agreement> effect) {
    try {
      return store.transact(Scope.of(CallContext.current().caller()),
          tx -> Once.answer(tx, operation, request,
              Agreement.getDefaultInstance(), () -> effect.apply(tx)));
    } catch (ConstraintViolated violated) {
      // Both clubs proposed at once: the index lets one through, and the other hears what it would have read.
      throw violated.constraint().equals("agreement_live")
          ? Refusals.problem(new AgreementRefusal(AgreementRefusal.Reason.PAIR_HAS_AGREEMENT, List.of()))
          : violated;
    }
  }

  /**
   * What is signed is what was seen, where the caller says what that was.
   *
   * @throws Problem TERMS_CHANGED
   */
  static void requireSeen(TermsVersion current, @Nullable Integer number, @Nullable String hash) {
    if (number != null && number != current.number() || hash != null && !hash.equals(current.hash())) {
      throw Problem.conflict("TERMS_CHANGED",
          "Other terms are on the table than those that you read; read them and their examples.");
    }
  }

  static Problem none() {
    return Problem.notFound("There is no such agreement.");
  }
}
