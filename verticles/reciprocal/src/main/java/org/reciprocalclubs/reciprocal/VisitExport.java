package org.reciprocalclubs.reciprocal;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.reciprocalclubs.codecs.kit.v1.Money;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitBill;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsFile;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.csv.CsvWriter;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** The lists of visits as files for spreadsheets. Thread-safe. */
final class VisitExport {
  /** About a megabyte: what one answer between processes may hold. */
  static final int ROWS_MAX = 5_000;
  private static final List<String> NAMES = List.of("id", "state", "member_id", "home_club_id",
      "host_club_id", "check_in_time", "check_out_time", "facility", "guests", "services", "cost_minor",
      "cost_currency", "fee_minor", "fee_currency", "fee_reason", "fee_route", "verified", "agreement_id",
      "terms_version", "payment_methods", "due", "visitor_pays", "home_pays", "home_pays_most");

  private final Store store;

  VisitExport(Store store) {
    this.store = store;
  }

  VisitsFile ofClub(ListVisitsRequest request) {
    var filter = VisitFilter.of(request);
    var caller = CallContext.current().caller();
    return file(Scope.of(caller),
        (tx, limit) -> VisitLists.firstOfClub(tx, caller.requireClub(), filter, limit));
  }

  VisitsFile ofMine(ListMyVisitsRequest request) {
    var filter = VisitFilter.of(request);
    var caller = CallContext.current().caller();
    UUID me = caller.requireSubject();
    return file(Scope.person(caller.requireClub(), me),
        (tx, limit) -> VisitLists.firstOfPerson(tx, me, filter, limit));
  }

  private VisitsFile file(Scope scope, BiFunction<Tx, Integer, List<Visit>> first) {
    return store.read(scope, tx -> {
      var visits = first.apply(tx, ROWS_MAX + 1);
      if (visits.size() > ROWS_MAX) {
        throw Problem.of(ErrorCode.VALIDATION_ERROR, "EXPORT_TOO_LONG",
            "A file has at most " + ROWS_MAX + " visits; give a shorter time.").field("from");
      }
      var day = LocalDate.ofInstant(tx.now(), ZoneOffset.UTC);
      return VisitsFile.newBuilder().setFilename("visits-" + day + ".csv").setContent(content(visits))
          .addAllVisitIds(visits.stream().map(Visit::getId).toList()).build();
    });
  }

  private static String content(List<Visit> visits) {
    var csv = new CsvWriter(NAMES);
    for (var visit : visits) {
      csv.plain(visit.getId()).plain(visit.getState()).plain(visit.getMemberId()).plain(visit.getClubId())
          .plain(visit.getVisitingClubId()).plain(time(visit.getCheckInTime()))
          .plain(visit.hasCheckOutTime() ? time(visit.getCheckOutTime()) : "").text(visit.getFacility())
          .plain(String.valueOf(visit.getGuests())).text(String.join("; ", visit.getServicesList()));
      money(csv, visit.hasCost(), visit.getCost());
      var fee = visit.getFee();
      money(csv, visit.hasFee(), Money.newBuilder().setAmount(fee.getAmount()).setCurrency(fee.getCurrency())
          .build());
      csv.plain(fee.getReason())
          .plain(fee.getRoute() == SettlementRoute.SETTLEMENT_ROUTE_UNSPECIFIED ? "" : fee.getRoute().name())
          .plain(String.valueOf(visit.getVerified())).plain(visit.getAgreementId())
          .plain(visit.getNeverBegan() ? "" : String.valueOf(visit.getTermsVersion()));
      bill(csv, visit.getBill());
      csv.end();
    }
    return csv.content();
  }

  /** Several of a kind in one cell, apart by semicolons, as services are. */
  private static void bill(CsvWriter csv, VisitBill bill) {
    csv.plain(bill.getFee().getMethodsList().stream().map(Enum::name).collect(Collectors.joining("; ")))
        .plain(amounts(bill.getDueList())).plain(amounts(bill.getVisitorPaysList()))
        .plain(amounts(bill.getHomePaysList()))
        .plain(bill.hasHomePaysMost() ? amounts(List.of(bill.getHomePaysMost())) : "");
  }

  private static String amounts(List<Money> amounts) {
    return amounts.stream().map(each -> each.getAmount() + " " + each.getCurrency())
        .collect(Collectors.joining("; "));
  }

  private static void money(CsvWriter csv, boolean known, Money money) {
    csv.plain(known ? String.valueOf(money.getAmount()) : "").plain(known ? money.getCurrency() : "");
  }

  private static String time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
  }
}
