package org.reciprocalclubs.reciprocal;

import org.reciprocalclubs.codecs.reciprocal.v1.Agreement;
import org.reciprocalclubs.codecs.reciprocal.v1.ApproveAmendmentRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ProposeAmendmentRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RejectAmendmentRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RevokeTerminationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.TerminateAgreementRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.WithdrawAmendmentRequest;
import org.reciprocalclubs.reciprocal.rules.Agreement.ApproveAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.ProposeAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.RejectAmendment;
import org.reciprocalclubs.reciprocal.rules.Agreement.RevokeTermination;
import org.reciprocalclubs.reciprocal.rules.Agreement.Terminate;
import org.reciprocalclubs.reciprocal.rules.Agreement.WithdrawAmendment;

/** How clubs change a signed agreement, and how they leave it. Thread-safe. */
final class AmendmentOffice {
  private final AgreementActs acts;

  AmendmentOffice(AgreementActs acts) {
    this.acts = acts;
  }

  Agreement propose(ProposeAmendmentRequest request) {
    var wording = AgreementMapper.wording(request.getTerms(), request.getEffectiveDate(),
        request.hasExpirationDate() ? request.getExpirationDate() : null);
    return acts.act("ProposeAmendment", request, request.getId(),
        scene -> new ProposeAmendment(scene.club(), wording, scene.dates().later()));
  }

  Agreement approve(ApproveAmendmentRequest request) {
    return acts.act("ApproveAmendment", request, request.getId(), scene -> {
      var open = scene.file().pact().course().amendments().open();
      if (open != null) {
        AgreementActs.requireSeen(open.version(),
            request.hasTermsVersion() ? request.getTermsVersion() : null,
            request.hasTermsHash() ? request.getTermsHash() : null);
      }
      return new ApproveAmendment(scene.club(), scene.dates().later());
    });
  }

  Agreement reject(RejectAmendmentRequest request) {
    return acts.act("RejectAmendment", request, request.getId(), scene -> new RejectAmendment(scene.club()));
  }

  Agreement withdraw(WithdrawAmendmentRequest request) {
    return acts.act("WithdrawAmendment", request, request.getId(),
        scene -> new WithdrawAmendment(scene.club()));
  }

  Agreement terminate(TerminateAgreementRequest request) {
    var lastDay = request.hasLastDay() ? TermsMapper.date("lastDay", request.getLastDay()) : null;
    return acts.act("TerminateAgreement", request, request.getId(),
        scene -> new Terminate(scene.club(), lastDay, request.getReason(), scene.dates().later()));
  }

  Agreement revoke(RevokeTerminationRequest request) {
    return acts.act("RevokeTermination", request, request.getId(),
        scene -> new RevokeTermination(scene.club(), scene.dates().later()));
  }
}
