package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Message;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ConfirmReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.DeclineReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListExpectedVisitorsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListExpectedVisitorsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyReservationsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListReservationsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListReservationsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.RequestReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RequestReservationResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.ReservationLists.Filter;
import org.reciprocalclubs.reciprocal.ReservationLists.Whose;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Reservation.Act;
import org.reciprocalclubs.reciprocal.rules.Reservation.Cancel;
import org.reciprocalclubs.reciprocal.rules.Reservation.Confirm;
import org.reciprocalclubs.reciprocal.rules.Reservation.Decline;
import org.reciprocalclubs.reciprocal.rules.Reservation.Later;
import org.reciprocalclubs.reciprocal.rules.Reservation.Plan;
import org.reciprocalclubs.reciprocal.rules.Rule;

/** Visits announced beforehand, by members and by both clubs. Thread-safe. */
final class ReservationOffice {
  private static final String SELF = "member.self";
  private static final String FACTS = "select * from reciprocal.facts_for_reservation($1, $2, $3, $4)";

  private final Store store;

  ReservationOffice(Store store) {
    this.store = store;
  }

  RequestReservationResponse request(RequestReservationRequest request) {
    var asked = ReservationMapper.read(request);
    var call = CallContext.current();
    if (asked.who() == null && !call.caller().holds(SELF)) {
      throw Problem.validation("member", "Say whom it is for, by club and number.");
    }
    if (asked.who() != null && call.caller().person() != null) {
      throw Problem.unauthorized("A member announces their own visits.");
    }
    var scope = asked.who() == null ? mine() : scope();
    return store.transact(scope,
        tx -> Once.answer(tx, "RequestReservation", ReservationMapper.nameless(request),
            RequestReservationResponse.getDefaultInstance(), () -> request(tx, asked, call)));
  }

  private static RequestReservationResponse request(Tx tx, ReservationMapper.Asked asked, CallContext call) {
    var who = asked.who();
    var facts = tx.one(FACTS, asked.host(), who == null ? null : who.clubCode(),
        who == null ? null : who.number(), asked.day()).orElseThrow(ReservationOffice::nothingAgreed);
    if (facts.getUUID("agreement") == null) {
      throw nothingAgreed();
    }
    if (facts.getUUID("member") == null) {
      throw Refusals.notAdmitted(judged(facts, asked, today(facts)));
    }
    var about = announced(facts, asked);
    var file = ReservationFile.create(about);
    var events = file.decide(command(tx, facts, about.plan()));
    var verdict = judged(facts, asked, asked.day());
    if (verdict.getCode() != Verdict.Code.ADMITTED) {
      throw Refusals.notAdmitted(verdict);
    }
    file.write(tx, events, call);
    ReservationCalendar.plan(tx, about.id(), about.plan().ends());
    var made = read(tx, about.id()).toBuilder();
    made.getGuestsBuilderList().forEach(guest -> guest.clearName());
    return RequestReservationResponse.newBuilder().setReservation(made).setVerdict(verdict).build();
  }

  private static Announced announced(Row facts, ReservationMapper.Asked asked) {
    var zone = ZoneId.of(facts.getString("host_zone"));
    var plan = new Plan(asked.host(), facts.getUUID("home"), facts.getUUID("member"), asked.day(),
        BookingTerms.ends(facts, asked.day(), zone), BookingTerms.of(facts).approval());
    return new Announced(Ids.uuid7(), plan, facts.getUUID("person"), asked.time(),
        asked.wire().getNights(), asked.wire().getFacility(), asked.wire().getGuestsList());
  }

  private static org.reciprocalclubs.reciprocal.rules.Reservation.Request command(Tx tx, Row facts,
      Plan plan) {
    var others = tx.one("select * from reciprocal.reservations_of_member($1, $2, $3)", plan.member(),
        plan.host(), plan.day()).orElseThrow();
    var act = act(tx, plan.member(), facts.getOffsetDateTime("now").toInstant());
    return new org.reciprocalclubs.reciprocal.rules.Reservation.Request(act, plan, today(facts),
        others.getInteger("live"), others.getBoolean("taken"));
  }

  /** As announced now, with whatever there is to show at the door. */
  private static Verdict judged(Row facts, ReservationMapper.Asked asked, LocalDate day) {
    Set<Entry.Document> shown = EnumSet.complementOf(EnumSet.of(Entry.Document.LETTER));
    var now = facts.getOffsetDateTime("now").toInstant();
    var booked = new Request.Booked(now, asked.party().guests().size());
    var particulars = Request.Particulars.NONE.withDocuments(shown.toArray(Entry.Document[]::new));
    return DayVerdict.of(facts, asked.party().with(particulars.booked(booked)), day, asked.time()).verdict();
  }

  private static LocalDate today(Row facts) {
    return LocalDate.ofInstant(facts.getOffsetDateTime("now").toInstant(),
        ZoneId.of(facts.getString("host_zone")));
  }

  /** The same for a club that there is and for one that there is not. */
  private static Problem nothingAgreed() {
    return Refusals.notAdmitted(
        VerdictMapper.beforeRules(Verdict.Code.NO_AGREEMENT, Rule.AGREEMENT.id(), Instant.EPOCH));
  }

  Reservation confirm(ConfirmReservationRequest request) {
    return on("ConfirmReservation", request, request.getId(), Confirm::new, DayCapacity::require);
  }

  Reservation decline(DeclineReservationRequest request) {
    var reason = ReservationMapper.read(request.getReason());
    return on("DeclineReservation", request, request.getId(), act -> new Decline(act, reason),
        (_, _) -> {});
  }

  Reservation cancel(CancelReservationRequest request) {
    return on("CancelReservation", request, request.getId(), Cancel::new, (_, _) -> {});
  }

  /** @param possible throws why what was decided cannot be */
  private Reservation on(String operation, Message request, String text, Function<Act, Later> command,
      BiConsumer<Tx, Reservation> possible) {
    var id = ScanMapper.id("id", text);
    var call = CallContext.current();
    return store.transact(scope(),
        tx -> Once.answer(tx, operation, request, Reservation.getDefaultInstance(), () -> {
          var file = ReservationFile.open(tx, id);
          var act = act(tx, file.about().plan().member(), tx.now());
          var events = file.decide(command.apply(act));
          if (!events.isEmpty()) {
            possible.accept(tx, read(tx, id));
          }
          file.write(tx, events, call);
          return read(tx, id);
        }));
  }

  /** @param member whose reservation it is: a person sees none but their own */
  private static Act act(Tx tx, UUID member, Instant at) {
    @Nullable
    UUID self = tx.scope().person() == null ? null : member;
    return new Act(CallContext.current().caller().requireClub(), self, at);
  }

  Reservation get(GetReservationRequest request) {
    var id = ScanMapper.id("id", request.getId());
    return store.read(scope(), tx -> read(tx, id));
  }

  private static Reservation read(Tx tx, UUID id) {
    var row = ReservationRows.find(tx, id).orElseThrow(ReservationFile::none);
    return ReservationRows.read(tx, List.of(row)).getFirst();
  }

  ListReservationsResponse list(ListReservationsRequest request) {
    var paging = Paging.of(request.getPagination());
    var club = CallContext.current().caller().requireClub();
    var filter = Filter.of(Whose.of(request.getRole()), request.getState(), request.getFrom(),
        request.getTo());
    return store.read(scope(), tx -> ReservationLists.list(tx, filter, club, paging));
  }

  ListExpectedVisitorsResponse expected(ListExpectedVisitorsRequest request) {
    return store.read(scope(), ReservationLists::expected);
  }

  ListReservationsResponse listMine(ListMyReservationsRequest request) {
    var paging = Paging.of(request.getPagination());
    var person = CallContext.current().caller().requireSubject();
    var filter = Filter.of(Whose.PERSON, request.getState(), request.getFrom(), request.getTo());
    return store.read(mine(), tx -> ReservationLists.list(tx, filter, person, paging));
  }

  /** Of somebody as a member, whatever else they are in the club. */
  private static Scope mine() {
    var caller = CallContext.current().caller();
    return Scope.person(caller.requireClub(), caller.requireSubject());
  }

  private static Scope scope() {
    return Scope.of(CallContext.current().caller());
  }
}
