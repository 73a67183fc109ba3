package org.reciprocalclubs.reciprocal;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ImposeRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.LiftRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListRestrictionsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListRestrictionsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.Restriction;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionImposed;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionLifted;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.rules.Facility;

/**
 * What a house puts on visitors and takes off them; each restriction is a stream. The reason is in the row
 * only, where it can be removed. Thread-safe.
 */
final class RestrictionOffice {
  /** On one member or one club at a time: a desk reads them all at every scan. */
  static final int LIVE_MAX = 20;
  static final int REASON_LENGTH_MAX = 1_000;
  /** At other clubs' numbers, by one person, all that look up members together. */
  static final int LOOKS_PER_MINUTE = 60;

  private final Store store;

  RestrictionOffice(Store store) {
    this.store = store;
  }

  Restriction impose(ImposeRestrictionRequest request) {
    if (Stream.of(request.hasVisitId(), request.hasMember(), request.hasClubCode())
        .filter(said -> said).count() != 1) {
      throw Problem.validation("visitId", "Say a visit, a member, or a club; one of them.");
    }
    var reason = request.getReason().strip();
    if (reason.isEmpty() || reason.length() > REASON_LENGTH_MAX) {
      throw Problem.validation("reason", "Say why, in at most " + REASON_LENGTH_MAX + " characters.");
    }
    var call = CallContext.current();
    var named = request.hasMember() ? named(request.getMember(), call) : null;
    return store.transact(Scope.of(call.caller()),
        tx -> Once.answer(tx, "ImposeRestriction", request, Restriction.getDefaultInstance(), () -> {
          var host = call.caller().requireClub();
          var whom = named == null ? whom(tx, request, host) : named;
          var today = ClubZone.today(tx, host);
          var rule = rule(request, today);
          tx.query("select pg_advisory_xact_lock(hashtextextended($1, 0))",
              "restriction:" + host + ":" + whom.home());
          return impose(tx, new Imposing(host, whom, rule, reason, today), call);
        }));
  }

  /** @param member null for all of the club */
  private record Whom(UUID home, @Nullable UUID member) {}

  private record Imposing(UUID host, Whom whom, org.reciprocalclubs.reciprocal.rules.Restriction rule,
      String reason, LocalDate today) {}

  private static Restriction impose(Tx tx, Imposing imposing, CallContext call) {
    if (RestrictionRows.live(tx, imposing.whom().home(), imposing.whom().member(),
        imposing.today()) >= LIVE_MAX) {
      throw Problem.refused("RESTRICTIONS_TOO_MANY",
          "At most " + LIVE_MAX + " hold at a time; lift one first.");
    }
    var rule = imposing.rule();
    var event = RestrictionImposed.newBuilder().setRestrictionId(rule.id().toString())
        .setVisitingClubId(imposing.host().toString()).setClubId(imposing.whom().home().toString())
        .setKind(Restriction.Kind.valueOf(rule.kind().name()))
        .addAllFacilities(new TreeSet<>(rule.facilities())).setNoGuests(rule.noGuests());
    if (imposing.whom().member() != null) {
      event.setMemberId(imposing.whom().member().toString());
    }
    if (rule.lastDay() != null) {
      event.setLastDay(rule.lastDay().toString());
    }
    tx.append(rule.id(), 0,
        NewEvent.between(imposing.host(), imposing.whom().home(), event.build(), EventMeta.of(call)));
    RestrictionRows.insert(tx, event.build(), imposing.reason(), call.caller().requireSubject());
    return RestrictionRows.find(tx, rule.id()).orElseThrow();
  }

  Restriction lift(LiftRestrictionRequest request) {
    var id = ScanMapper.id("id", request.getId());
    var call = CallContext.current();
    return store.transact(Scope.of(call.caller()),
        tx -> Once.answer(tx, "LiftRestriction", request, Restriction.getDefaultInstance(), () -> {
          var found = RestrictionRows.find(tx, id).orElseThrow(RestrictionOffice::none);
          if (found.hasLiftedAt()) {
            return found;
          }
          var host = call.caller().requireClub();
          var event = RestrictionLifted.newBuilder().setRestrictionId(id.toString())
              .setVisitingClubId(host.toString()).setClubId(found.getClubId()).build();
          tx.append(id, 1,
              NewEvent.between(host, UUID.fromString(found.getClubId()), event, EventMeta.of(call)));
          RestrictionRows.lift(tx, id);
          return RestrictionRows.find(tx, id).orElseThrow();
        }));
  }

  Restriction get(GetRestrictionRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return store.read(Scope.of(CallContext.current().caller()), tx -> RestrictionRows.find(tx, id))
        .orElseThrow(RestrictionOffice::none);
  }

  ListRestrictionsResponse list(ListRestrictionsRequest request) {
    var paging = Paging.of(request.getPagination());
    var caller = CallContext.current().caller();
    return store.read(Scope.of(caller), tx -> RestrictionRows.list(tx,
        request.getLiveOnly() ? ClubZone.today(tx, caller.requireClub()) : null, paging));
  }

  /**
   * Who has that number. The look is committed, whatever it found: that is the audit, and what the limit
   * counts.
   */
  private Whom named(MemberReference member, CallContext call) {
    var who = (Scan.Who.ByNumber) ScanMapper.byNumber(
        CheckInRequest.newBuilder().setMember(member).build());
    var look = store.transact(Scope.of(call.caller()),
        tx -> tx.one("select * from reciprocal.visitor_by_number($1, $2, $3, $4)",
            call.caller().requireSubject(), who.clubCode(), who.number(), LOOKS_PER_MINUTE).orElseThrow());
    return switch (look.getString("outcome")) {
      case "FOUND" -> new Whom(look.getUUID("home"), look.getUUID("member"));
      case "RATE_LIMITED" -> throw Problem.rateLimited(Duration.ofMinutes(1));
      default -> throw Problem
          .notFound("There is no such member of a club that yours has, or had, an agreement with.")
          .field("member");
    };
  }

  private static Whom whom(Tx tx, ImposeRestrictionRequest request, UUID host) {
    if (request.hasVisitId()) {
      var row = tx.one("select home, member from reciprocal.visit where id = $1 and host = $2",
          ScanMapper.id("visitId", request.getVisitId()), host)
          .orElseThrow(() -> Problem.notFound("There is no such visit to your club.").field("visitId"));
      return new Whom(row.getUUID("home"), row.getUUID("member"));
    }
    var home = tx.one("select c.id from auth.clubs_for_desk() c where c.code = $1", request.getClubCode())
        .orElseThrow(() -> Problem.notFound("There is no such club in the federation.").field("clubCode"))
        .getUUID("id");
    if (home.equals(host)) {
      throw Problem.validation("clubCode", "Your own members are not visitors.");
    }
    return new Whom(home, null);
  }

  private static org.reciprocalclubs.reciprocal.rules.Restriction rule(ImposeRestrictionRequest request,
      LocalDate today) {
    var kind = switch (request.getKind()) {
      case BAN -> org.reciprocalclubs.reciprocal.rules.Restriction.Kind.BAN;
      case SUSPENSION -> org.reciprocalclubs.reciprocal.rules.Restriction.Kind.SUSPENSION;
      case LIMITATION -> org.reciprocalclubs.reciprocal.rules.Restriction.Kind.LIMITATION;
      case KIND_UNSPECIFIED, UNRECOGNIZED ->
        throw Problem.validation("kind", "BAN, SUSPENSION or LIMITATION.");
    };
    var rule = new org.reciprocalclubs.reciprocal.rules.Restriction(Ids.uuid7(), kind,
        request.hasLastDay() ? TermsMapper.date("lastDay", request.getLastDay()) : null,
        facilities(request.getFacilitiesList()), request.getNoGuests());
    rule.problems(today).stream().findFirst().ifPresent(problem -> {
      throw Problem.validation(problem.field(), problem.text());
    });
    return rule;
  }

  private static Set<String> facilities(List<String> names) {
    Set<String> facilities = new TreeSet<>();
    for (var each : names) {
      var name = Facility.named(each);
      facilities.add(name == null ? each : name);
    }
    return facilities;
  }

  private static Problem none() {
    return Problem.notFound("There is no such restriction.");
  }
}
