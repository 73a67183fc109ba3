package org.reciprocalclubs.reciprocal;

import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.ApproveAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CounterAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RejectAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ResumeAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SuspendAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.WithdrawAgreementRequest;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.reciprocal.rules.Agreement.Approve;
import org.reciprocalclubs.reciprocal.rules.Agreement.Counter;
import org.reciprocalclubs.reciprocal.rules.Agreement.Pact;
import org.reciprocalclubs.reciprocal.rules.Agreement.Propose;
import org.reciprocalclubs.reciprocal.rules.Agreement.Reject;
import org.reciprocalclubs.reciprocal.rules.Agreement.Resume;
import org.reciprocalclubs.reciprocal.rules.Agreement.Suspend;
import org.reciprocalclubs.reciprocal.rules.Agreement.Withdraw;
import org.reciprocalclubs.reciprocal.rules.Course;

/**
 * What clubs say to each other until they agree, and while the agreement rests: translated, handed to the
 * rules, and read back. Thread-safe.
 */
final class AgreementOffice {
  private final AgreementActs acts;

  AgreementOffice(AgreementActs acts) {
    this.acts = acts;
  }

  Agreement propose(ProposeAgreementRequest request) {
    var partner = ScanMapper.id("partnerClubId", request.getPartnerClubId());
    var version = AgreementMapper.wording(request.getTerms(), request.getEffectiveDate(),
        request.hasExpirationDate() ? request.getExpirationDate() : null).seal(1);
    var club = CallContext.current().caller().requireClub();
    return acts.write("ProposeAgreement", request, tx -> {
      var dates = AgreementRows.dates(tx, club, partner);
      var pact = new Pact(Ids.uuid7(), club, partner, version, Course.of(club, request.getNoticeDays()));
      boolean taken = !club.equals(partner) && AgreementRows.pairTaken(tx, club, partner);
      return acts.decide(tx, AgreementFile.create(pact),
          new Propose(pact, taken, dates.earlier(), AgreementRows.endedOn(tx, club, partner)));
    });
  }

  Agreement counter(CounterAgreementRequest request) {
    var wording = AgreementMapper.wording(request.getTerms(), request.getEffectiveDate(),
        request.hasExpirationDate() ? request.getExpirationDate() : null);
    var noticeDays = request.hasNoticeDays() ? request.getNoticeDays() : null;
    return acts.act("CounterAgreement", request, request.getId(), scene -> {
      var pact = scene.file().pact();
      return new Counter(scene.club(), wording, noticeDays, scene.dates().earlier(),
          AgreementRows.endedOn(scene.tx(), pact.proposer(), pact.partner()));
    });
  }

  Agreement approve(ApproveAgreementRequest request) {
    return acts.act("ApproveAgreement", request, request.getId(), scene -> {
      AgreementActs.requireSeen(scene.file().pact().version(),
          request.hasTermsVersion() ? request.getTermsVersion() : null,
          request.hasTermsHash() ? request.getTermsHash() : null);
      return new Approve(scene.club(), scene.dates().later());
    });
  }

  Agreement reject(RejectAgreementRequest request) {
    return acts.act("RejectAgreement", request, request.getId(),
        scene -> new Reject(scene.club(), request.getReason()));
  }

  Agreement withdraw(WithdrawAgreementRequest request) {
    return acts.act("WithdrawAgreement", request, request.getId(), scene -> new Withdraw(scene.club()));
  }

  Agreement suspend(SuspendAgreementRequest request) {
    return acts.act("SuspendAgreement", request, request.getId(),
        scene -> new Suspend(scene.club(), request.getReason()));
  }

  Agreement resume(ResumeAgreementRequest request) {
    return acts.act("ResumeAgreement", request, request.getId(), scene -> new Resume(scene.club()));
  }
}
