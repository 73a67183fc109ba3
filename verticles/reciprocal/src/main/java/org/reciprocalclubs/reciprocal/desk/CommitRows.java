package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitFee;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.kit.store.Columns;
import org.reciprocalclubs.reciprocal.rules.Canonical;
import org.reciprocalclubs.reciprocal.rules.Clubs;
import org.reciprocalclubs.reciprocal.rules.Inputs;
import org.reciprocalclubs.reciprocal.rules.Standing;

/**
 * The arrays that {@code reciprocal.desk_commit} takes: one per column, one element per event; null where a
 * refusal has nothing to say. And what {@code reciprocal.desk_consume} takes, which uses up the codes of
 * those who come in, and {@code reciprocal.desk_guests}, which keeps the names of those who come along.
 */
final class CommitRows {
  /** How services are joined into one text, since arrays of arrays must be rectangular. */
  private static final String UNIT_SEPARATOR = "\u001f";
  private static final int OF_ENTRIES = 28;
  static final int BINDS = OF_ENTRIES + 3;
  static final String SQL = "select reciprocal.desk_commit(" + places(1, OF_ENTRIES)
      + "), reciprocal.desk_consume(" + places(OF_ENTRIES + 1, 2) + "), reciprocal.desk_guests("
      + places(BINDS, 1) + ")";

  private record Entry(Scan scan, Outcome.Writing writing) {
    <T> @Nullable T ofVisit(Function<VisitOpened, @Nullable T> value) {
      return ofAdmission(admission -> value.apply(admission.event()));
    }

    <T> @Nullable T ofAdmission(Function<Outcome.Admission, @Nullable T> value) {
      var admission = writing.admission();
      return admission == null ? null : value.apply(admission);
    }

    <T> @Nullable T ofDecision(Function<Inputs, @Nullable T> value) {
      return writing.decided() == null ? null : value.apply(writing.decided());
    }

    <T> @Nullable T ofCode(Function<Scan.Shown, T> value) {
      var shown = scan.shown();
      return shown == null || writing.admission() == null ? null : value.apply(shown);
    }

    <T> @Nullable T ofFee(Function<VisitFee, @Nullable T> value) {
      return ofVisit(visit -> value.apply(visit.getVerdict().getFee()));
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private @Nullable Outcome last;

  void add(Outcome outcome) {
    var writing = outcome.writing();
    if (writing != null) {
      last = outcome;
      entries.add(new Entry(outcome.scan(), writing));
    }
  }

  /** The only outcome there is, of a batch of one. */
  Outcome only() {
    return Objects.requireNonNull(last);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  Tuple binds(Instant at) {
    var binds = Tuple.tuple().addOffsetDateTime(at.atOffset(ZoneOffset.UTC));
    events(binds);
    visits(binds);
    fees(binds);
    decisions(binds);
    codes(binds);
    return binds.addValue(guests());
  }

  private void events(Tuple binds) {
    binds.addValue(column(UUID.class, each -> each.writing.id()))
        .addValue(column(UUID.class, each -> each.scan.id()))
        .addValue(column(String.class, each -> each.writing.event().getDescriptorForType().getFullName()))
        .addValue(column(UUID.class, each -> each.scan.host()))
        .addValue(column(UUID.class, each -> each.writing.home()))
        .addValue(column(Buffer.class, each -> Buffer.buffer(each.writing.event().toByteArray())))
        .addValue(column(UUID.class, each -> each.scan.origin().actor()))
        .addValue(column(String.class, each -> each.scan.origin().correlation()));
  }

  private void visits(Tuple binds) {
    binds.addValue(column(UUID.class, each -> each.ofAdmission(Outcome.Admission::member)))
        .addValue(column(UUID.class, each -> each.ofAdmission(Outcome.Admission::person)))
        .addValue(column(UUID.class, each -> each.ofAdmission(Outcome.Admission::agreement)))
        .addValue(column(Integer.class, each -> each.ofVisit(VisitOpened::getTermsVersion)))
        .addValue(column(Integer.class, each -> each.ofAdmission(admission -> admission.use().day())))
        .addValue(column(Long.class, each -> each.ofAdmission(admission -> admission.use().packed())))
        .addValue(column(Integer.class, each -> each.ofVisit(VisitOpened::getGuests)))
        .addValue(column(Integer.class, each -> each.ofVisit(VisitOpened::getNights)))
        .addValue(column(String.class,
            each -> each.ofVisit(visit -> visit.hasFacility() ? visit.getFacility() : null)))
        .addValue(column(String.class, each -> each.ofVisit(CommitRows::services)))
        .addValue(column(Long.class,
            each -> each.ofVisit(visit -> visit.hasCost() ? visit.getCost().getAmount() : null)))
        .addValue(column(String.class,
            each -> each.ofVisit(visit -> visit.hasCost() ? visit.getCost().getCurrency() : null)));
  }

  private void fees(Tuple binds) {
    binds.addValue(column(Long.class, each -> each.ofFee(VisitFee::getAmount)))
        .addValue(column(String.class, each -> each.ofFee(VisitFee::getCurrency)))
        .addValue(column(String.class, each -> each.ofFee(VisitFee::getReason)))
        .addValue(column(String.class, each -> each.ofFee(CommitRows::route)));
  }

  private void decisions(Tuple binds) {
    binds.addValue(column(UUID.class, each -> each.ofDecision(CommitRows::home)))
        .addValue(column(UUID.class, each -> each.ofDecision(CommitRows::member)))
        .addValue(column(Buffer.class,
            each -> each.ofDecision(inputs -> Buffer.buffer(Canonical.inputs(inputs)))));
  }

  private static @Nullable UUID home(Inputs inputs) {
    var home = inputs.clubs().home().id();
    return home.equals(Clubs.NOBODY) ? null : home;
  }

  private static @Nullable UUID member(Inputs inputs) {
    return inputs.standing() instanceof Standing.Known known ? known.member() : null;
  }

  /**
   * Only an admission uses a code up. After a refusal the desk may ask again with the same one, for a smaller
   * party, say: a code that let nobody in is worth no less than before, and the member still stands there.
   */
  private void codes(Tuple binds) {
    binds.addValue(column(Buffer.class, each -> each.ofCode(Scan.Shown::hash)))
        .addValue(column(OffsetDateTime.class,
            each -> each.ofCode(shown -> shown.until().plus(Told.AGE_MAX).atOffset(ZoneOffset.UTC))));
  }

  /** Null where nobody who comes in has named anybody: then the function is not called. */
  private @Nullable JsonArray guests() {
    var guests = new JsonArray();
    for (var entry : entries) {
      if (entry.writing.admission() != null) {
        entry.scan.extras().named()
            .forEach(guest -> guests.add(guest(entry.scan.id(), guests.size(), guest)));
      }
    }
    return guests.isEmpty() ? null : guests;
  }

  private static JsonObject guest(UUID visit, int place, Guest guest) {
    return new JsonObject().put("visit", visit.toString()).put("ord", place).put("name", guest.getName())
        .put("age", guest.hasAge() ? guest.getAge() : null).put("relation", guest.getRelation().name())
        .put("paying", guest.getPaying());
  }

  private static @Nullable String route(VisitFee fee) {
    return fee.getRoute() == SettlementRoute.SETTLEMENT_ROUTE_UNSPECIFIED ? null : fee.getRoute().name();
  }

  private static @Nullable String services(VisitOpened event) {
    return event.getServicesCount() == 0 ? null : String.join(UNIT_SEPARATOR, event.getServicesList());
  }

  private <T> @Nullable T[] column(Class<T> type, Function<Entry, @Nullable T> value) {
    return Columns.of(entries, type, value);
  }

  /** So many places of a statement, from that one on. */
  static String places(int first, int count) {
    var places = new StringBuilder("$").append(first);
    for (int i = 1; i < count; i++) {
      places.append(", $").append(first + i);
    }
    return places.toString();
  }
}
