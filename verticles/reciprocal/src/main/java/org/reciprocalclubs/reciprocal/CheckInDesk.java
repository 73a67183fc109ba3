package org.reciprocalclubs.reciprocal;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.OverrideCheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RecordVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.reciprocal.desk.Answer;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.desk.VisitDesk;
import org.reciprocalclubs.reciprocal.rules.Bill;
import org.reciprocalclubs.reciprocal.rules.Request;

/**
 * The ways to the desk: kiosks' checkIn, a manager's word beside it, and recordVisit of apps that know
 * members by id. Thread-safe.
 */
final class CheckInDesk {
  private final Store store;
  private final VisitDesk desk;
  private final PassReader passes;

  CheckInDesk(Store store, VisitDesk desk, PassReader passes) {
    this.store = store;
    this.desk = desk;
    this.passes = passes;
  }

  /** A refusal is an answer. */
  Future<CheckInResponse> checkIn(CheckInRequest request) {
    var call = CallContext.current();
    return who(request).compose(who -> desk.checkIn(ScanMapper.read(request, who, call)))
        .map(answer -> told(answer, call));
  }

  /** A manager's word beside it; a refusal that it does not reach is an answer, too. */
  CheckInResponse override(OverrideCheckInRequest request) {
    var call = CallContext.current();
    var who = who(request.getCheckIn()).await();
    return told(desk.checkIn(ScanMapper.override(request, who, call)).await(), call);
  }

  private static CheckInResponse told(Answer answer, CallContext call) {
    if (answer.repeated()) {
      call.markHit();
    }
    return answer.response();
  }

  private Future<Scan.Who> who(CheckInRequest request) {
    boolean byPass = !request.getPass().isEmpty();
    if (byPass == request.hasMember()) {
      throw Problem.validation("pass", "Give either a pass or a member's club and number, not both.");
    }
    return byPass
        ? passes.read(request.getPass(), ScanMapper.happened(request))
        : Future.succeededFuture(ScanMapper.byNumber(request));
  }

  /**
   * A refusal is the error REFUSED. Under an idempotency key the visit's id follows from the key, so that a
   * repeat meets its own visit; without one, the same request of the same actor within {@link #SAME_VISIT} is
   * the open visit. One with another bill is none, and meets the desk: the member is inside.
   */
  Visit recordVisit(RecordVisitRequest request) {
    var call = CallContext.current();
    var host = call.caller().requireClub();
    if (!host.equals(ScanMapper.id("visitingClubId", request.getVisitingClubId()))) {
      throw Problem.unauthorized("A club records the visits to itself.");
    }
    var member = ScanMapper.id("memberId", request.getMemberId());
    var bill = VisitEvents.bill(request.getServicesList(), request.hasCost() ? request.getCost() : null);
    var actor = call.caller().requireSubject();
    if (call.idempotencyKey() == null) {
      var before = justRecorded(host, member, actor).filter(visit -> asBilled(visit, request));
      before.ifPresent(_ -> call.markHit());
      return before.orElseGet(() -> record(scan(Ids.uuid7(), member, bill, request), call));
    }
    return record(scan(fromKey(host, actor, call.idempotencyKey()), member, bill, request), call);
  }

  private static Scan scan(UUID id, UUID member, Bill bill, RecordVisitRequest request) {
    var call = CallContext.current();
    return new Scan(id, call.caller().requireClub(), new Scan.Who.ById(member), Request.alone(Instant.EPOCH),
        new Scan.Origin(call.caller().requireSubject(), call.correlationId(), Once.hash(request)),
        new Scan.Extras(null, bill));
  }

  private Visit record(Scan scan, CallContext call) {
    var answer = decide(scan, call);
    if (answer.getDecision() == CheckInResponse.Decision.REFUSED) {
      throw Refusals.notAdmitted(answer.getVerdict());
    }
    return store.read(Scope.of(call.caller()), tx -> VisitRows.find(tx, scan.id())).map(VisitRows::read)
        .orElseThrow(VisitFile::none);
  }

  /** Here the scan id stands for an idempotency key, and so does its misuse. */
  private CheckInResponse decide(Scan scan, CallContext call) {
    try {
      return told(desk.checkIn(scan).await(), call);
    } catch (Problem problem) {
      throw problem.code().equals("SCAN_ID_REUSED")
          ? Problem.of(ErrorCode.REFUSED, "IDEMPOTENCY_KEY_REUSED",
              "This idempotency key was used for another request.")
          : problem;
    }
  }

  static final Duration SAME_VISIT = Duration.ofSeconds(60);

  /** The open visit that the same actor just recorded for this member. */
  private Optional<Visit> justRecorded(UUID host, UUID member, UUID actor) {
    return store.read(Scope.club(host),
        tx -> tx.one(
            """
                select * from reciprocal.visit
                 where host = $1 and member = $2 and actor = $3
                   and state = 'CHECKED_IN' and opened_at > $4""",
            host, member, actor, tx.now().minus(SAME_VISIT)))
        .map(VisitRows::read);
  }

  private static boolean asBilled(Visit visit, RecordVisitRequest request) {
    return visit.getServicesList().equals(request.getServicesList()) && visit.hasCost() == request.hasCost()
        && visit.getCost().equals(request.getCost());
  }

  /** A UUID of version 8 (RFC 9562) from the caller and the key: the same for a repeat, on every node. */
  private static UUID fromKey(UUID host, UUID actor, String key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((host + " " + actor + " RecordVisit " + key).getBytes(StandardCharsets.UTF_8));
      var bytes = ByteBuffer.wrap(digest.digest());
      long high = bytes.getLong() & ~0xf000L | 0x8000L;
      long low = bytes.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every Java platform has SHA-256", impossible);
    }
  }
}
