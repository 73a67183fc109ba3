package org.reciprocalclubs.reciprocal.desk;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Arrays;
import org.reciprocalclubs.codecs.reciprocal.v1.AdmittedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.Visitor;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.reciprocal.VerdictMapper;
import org.reciprocalclubs.reciprocal.rules.Rule;
import org.reciprocalclubs.reciprocal.rules.Standing;

/**
 * What a kiosk is told. It is made from the event alone, and for names from what a host may know of the
 * visitor, so that a repeat, on whichever node, after whichever crash and whatever became of the membership
 * since, answers the same.
 *
 * @param response the answer
 * @param repeated whether it had been given before
 */
public record Answer(CheckInResponse response, boolean repeated) {
  /** How the codes of standings begin: MEMBER_SUSPENDED says SUSPENDED. */
  private static final String STANDING_CODES = "MEMBER_";

  static Answer opened(VisitOpened event, Instant at, Visitor visitor) {
    var visit = AdmittedVisit.newBuilder().setId(event.getVisitId())
        .setStatus(event.hasLeftAt() ? Visit.Status.CHECKED_OUT : Visit.Status.CHECKED_IN)
        .setCheckInTime(VerdictMapper.timestamp(at)).setAgreement(event.getAgreementId())
        .setTermsVersion(event.getTermsVersion());
    var response = CheckInResponse.newBuilder().setScanId(event.getVisitId()).setVisit(visit)
        .setVerdict(event.getVerdict());
    if (!event.getAlreadyHappened()) {
      return new Answer(response.setDecision(CheckInResponse.Decision.ADMITTED).setVisitor(visitor)
          .setOverridden(event.getOverridden()).build(), false);
    }
    if (Deciding.mayBeKnown(event.getVerdict())) {
      response.setVisitor(visitor);
    }
    return new Answer(response.setDecision(CheckInResponse.Decision.ALREADY_HAPPENED)
        .setFlagged(event.getVerdict().getCode() != Verdict.Code.ADMITTED).build(), false);
  }

  static Answer refused(CheckInRefused event, Visitor visitor) {
    var response = CheckInResponse.newBuilder().setScanId(event.getScanId())
        .setDecision(CheckInResponse.Decision.REFUSED).setVerdict(event.getVerdict())
        .setFlagged(event.getAlreadyHappened());
    if (!visitor.equals(Visitor.getDefaultInstance())) {
      response.setVisitor(visitor);
    }
    return new Answer(response.build(), false);
  }

  /**
   * The answer that was given to this scan id before.
   *
   * @throws Problem CONFLICT, SCAN_ID_REUSED, when another device or another request used the id
   */
  static Answer again(Facts.Prior prior, Scan scan, Visitor visitor) {
    try {
      if (prior.type().equals(VisitOpened.getDescriptor().getFullName())) {
        var event = VisitOpened.parseFrom(prior.data());
        same(scan, event.getActorId(), event.getRequestHash().toByteArray());
        return repeated(opened(event, VerdictMapper.instant(event.getVerdict().getDecidedAt()),
            asThen(visitor, event.getVerdict())));
      }
      if (prior.type().equals(CheckInRefused.getDescriptor().getFullName())) {
        var event = CheckInRefused.parseFrom(prior.data());
        same(scan, event.getActorId(), event.getRequestHash().toByteArray());
        return repeated(refused(event,
            event.getMemberId().isEmpty()
                ? Visitor.getDefaultInstance()
                : asThen(visitor, event.getVerdict())));
      }
    } catch (InvalidProtocolBufferException unreadable) {
      throw Problem.internal(unreadable);
    }
    throw reused();
  }

  /** The visitor with the standing that was judged: the membership may have changed since. */
  private static Visitor asThen(Visitor now, Verdict verdict) {
    var rule = Rule.MEMBER_STANDING.id();
    if (verdict.getRule().equals(rule)) {
      var standing = verdict.getCode().name().substring(STANDING_CODES.length());
      return now.toBuilder().setStanding(standing).build();
    }
    boolean good = verdict.getCheckedList().stream()
        .anyMatch(check -> check.getOk() && check.getRule().equals(rule));
    return good ? now.toBuilder().setStanding(Standing.Status.ACTIVE.name()).build() : now;
  }

  private static void same(Scan scan, String actor, byte[] requestHash) {
    if (!actor.equals(scan.origin().actor().toString())
        || !Arrays.equals(requestHash, scan.origin().requestHash())) {
      throw reused();
    }
  }

  static Problem reused() {
    return Problem.conflict("SCAN_ID_REUSED",
        "This scan id belongs to another check-in; make a new one for each scan.");
  }

  private static Answer repeated(Answer answer) {
    return new Answer(answer.response(), true);
  }
}
