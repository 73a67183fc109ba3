package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.PreviewVerdictResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Rule;
import org.reciprocalclubs.reciprocal.rules.Rulebook;

/** Answers members who ask before they travel: the rules of the door, without writing. Thread-safe. */
final class VerdictOffice {
  private static final DateTimeFormatter HOUR_MINUTE = DateTimeFormatter.ofPattern("HH:mm");

  private final Store store;

  VerdictOffice(Store store) {
    this.store = store;
  }

  PreviewVerdictResponse preview(PreviewVerdictRequest request) {
    var host = ScanMapper.id("clubId", request.getClubId());
    var date = TermsMapper.date("date", request.getDate());
    var time = request.hasTime() ? TermsMapper.time("time", request.getTime()) : null;
    var party = party(request);
    var caller = CallContext.current().caller();
    var mine = Scope.person(caller.requireClub(), caller.requireSubject());
    return store.read(mine, tx -> tx.one("select * from reciprocal.my_facts_on($1, $2)", host, date)
        .map(facts -> answer(tx, facts, party, new When(date, time)))
        .orElseGet(() -> nothingAgreed(time)));
  }

  /** What is asked for, in the words of a check-in. Who asks has a pass to show. */
  private static Request party(PreviewVerdictRequest request) {
    var asked = ScanMapper.party(CheckInRequest.newBuilder().setFacility(request.getFacility())
        .setNights(request.getNights()).addAllGuests(request.getGuestsList())
        .putAllAttributes(request.getAttributesMap()).addAllDocuments(request.getDocumentsList()).build());
    var shown = EnumSet.of(Entry.Document.PASS);
    shown.addAll(asked.particulars().documents());
    return asked
        .with(asked.particulars().withDocuments(shown.toArray(Entry.Document[]::new)));
  }

  private static PreviewVerdictResponse answer(Tx tx, Row facts, Request party, When when) {
    var zone = ZoneId.of(facts.getString("host_zone"));
    var today = LocalDate.ofInstant(facts.getOffsetDateTime("now").toInstant(), zone);
    if (when.date().isBefore(today) || when.date().isAfter(today.plusDays(Rulebook.HORIZON_DAYS))) {
      throw Problem.validation("date", "A day from today to " + Rulebook.HORIZON_DAYS + " days ahead.");
    }
    var booking = BookingTerms.of(facts);
    var mine = booking.asked()
        ? ReservationRows.ofDay(tx, facts.getUUID("member"), facts.getUUID("host"), when.date()).orElse(null)
        : null;
    var particulars = party.particulars().booked(mine == null ? null : ReservationRows.booked(mine));
    var judged = DayVerdict.of(facts, party.with(particulars), when.date(), when.time());
    var answer = told(facts, judged.verdict(), HOUR_MINUTE.format(judged.at().atZone(zone)));
    if (booking.asked()) {
      var advice = booking.advice(when.date());
      answer.setBooking(mine == null ? advice : advice.setReservationId(mine.getUUID("id").toString()));
    }
    return answer.build();
  }

  /** The day and, where it was said, the time, by the host's calendar and clock. */
  private record When(LocalDate date, @Nullable LocalTime time) {}

  private static PreviewVerdictResponse.Builder told(Row facts, Verdict verdict, String time) {
    var answer = PreviewVerdictResponse.newBuilder().setVerdict(verdict).setTime(time);
    var terms = AgreementRows.terms(facts.getBuffer("terms"));
    if (terms.hasDressCode()) {
      answer.setDressCode(terms.getDressCode());
    }
    if (terms.hasSpecialConditions()) {
      answer.setSpecialConditions(terms.getSpecialConditions());
    }
    if (facts.getBuffer("house_terms") != null) {
      answer.setHouse(AgreementRows.terms(facts.getBuffer("house_terms")));
    }
    return answer;
  }

  /** The same for a club that there is and for one that there is not. */
  private static PreviewVerdictResponse nothingAgreed(@Nullable LocalTime time) {
    var verdict = VerdictMapper.beforeRules(Verdict.Code.NO_AGREEMENT, Rule.AGREEMENT.id(), Instant.EPOCH);
    return PreviewVerdictResponse.newBuilder().setVerdict(verdict.toBuilder().clearDecidedAt())
        .setTime(time == null ? "" : HOUR_MINUTE.format(time)).build();
  }
}
