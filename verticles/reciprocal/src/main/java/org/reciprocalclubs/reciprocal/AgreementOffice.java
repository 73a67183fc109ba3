package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Message;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.ApproveAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListAgreementsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RejectAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ResumeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SuspendAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.WithdrawAgreementRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.AgreementRows.Dates;
import org.reciprocalclubs.reciprocal.rules.Agreement.Approve;
import org.reciprocalclubs.reciprocal.rules.Agreement.Command;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Propose;
import org.reciprocalclubs.reciprocal.rules.Agreement.Reject;
import org.reciprocalclubs.reciprocal.rules.Agreement.Resume;
import org.reciprocalclubs.reciprocal.rules.Agreement.Suspend;
import org.reciprocalclubs.reciprocal.rules.Agreement.Withdraw;
import org.reciprocalclubs.reciprocal.rules.AgreementRefusal;
import org.reciprocalclubs.reciprocal.rules.Period;
import org.reciprocalclubs.reciprocal.rules.TermsVersion;

/**
 * What clubs say to each other about an agreement: translated, handed to the rules, and read back.
 * Thread-safe.
 */
final class AgreementOffice {
  private final Store store;

  AgreementOffice(Store store) {
    this.store = store;
  }

  Agreement propose(ProposeAgreementRequest request) {
    var call = CallContext.current();
    var partner = ScanMapper.id("partnerClubId", request.getPartnerClubId());
    var period = new Period(TermsMapper.date("effectiveDate", request.getEffectiveDate()),
        request.hasExpirationDate() ? TermsMapper.date("expirationDate", request.getExpirationDate()) : null);
    var version = TermsVersion.seal(1, Enforceable.require(TermsMapper.read(request.getTerms())), period);
    return write("ProposeAgreement", request, tx -> {
      var club = call.caller().requireClub();
      var dates = AgreementRows.dates(tx, club, partner);
      var pact = new Pact(Ids.uuid7(), club, partner, version);
      boolean taken = !club.equals(partner) && AgreementRows.pairTaken(tx, club, partner);
      return AgreementFile.create(pact).decide(tx, new Propose(pact, taken, dates.earlier()), call);
    });
  }

  Agreement approve(ApproveAgreementRequest request) {
    return act("ApproveAgreement", request, request.getId(),
        (club, dates) -> new Approve(club, dates.later()));
  }

  Agreement reject(RejectAgreementRequest request) {
    return act("RejectAgreement", request, request.getId(),
        (club, _) -> new Reject(club, request.getReason()));
  }

  Agreement withdraw(WithdrawAgreementRequest request) {
    return act("WithdrawAgreement", request, request.getId(), (club, _) -> new Withdraw(club));
  }

  Agreement suspend(SuspendAgreementRequest request) {
    return act("SuspendAgreement", request, request.getId(),
        (club, _) -> new Suspend(club, request.getReason()));
  }

  Agreement resume(ResumeAgreementRequest request) {
    return act("ResumeAgreement", request, request.getId(), (club, _) -> new Resume(club));
  }

  private interface OfClub {
    Command at(UUID club, Dates dates);
  }

  private Agreement act(String operation, Message request, String idText, OfClub command) {
    var call = CallContext.current();
    var id = ScanMapper.id("id", idText);
    return write(operation, request, tx -> {
      var file = AgreementFile.open(tx, id);
      var dates = AgreementRows.dates(tx, file.pact().proposer(), file.pact().partner());
      return file.decide(tx, command.at(call.caller().requireClub(), dates), call);
    });
  }

  private Agreement write(String operation, Message request, Function<Tx, Agreement> effect) {
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

  Agreement get(GetAgreementRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return store.read(scope(), tx -> AgreementRows.find(tx, id)).orElseThrow(AgreementOffice::none);
  }

  ListAgreementsResponse list(ListAgreementsRequest request) {
    var paging = Paging.of(request.getPagination());
    var club = CallContext.current().caller().requireClub();
    var states = AgreementStates.states(request.getStatus());
    return store.read(scope(), tx -> AgreementRows.list(tx, club, states, paging));
  }

  private static Scope scope() {
    return Scope.of(CallContext.current().caller());
  }

  static Problem none() {
    return Problem.notFound("There is no such agreement.");
  }
}
