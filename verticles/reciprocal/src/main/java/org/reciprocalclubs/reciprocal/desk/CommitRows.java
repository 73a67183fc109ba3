package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.SettlementRoute;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitFee;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;

/** The arrays that {@code reciprocal.desk_commit} takes: one per column, one element per row. */
final class CommitRows {
  /** How services are joined into one text, since arrays of arrays must be rectangular. */
  private static final String UNIT_SEPARATOR = "\u001f";
  static final String SQL = "select reciprocal.desk_commit(" + places(28) + ")";

  private record Event(Scan scan, Outcome.Writing writing) {}

  private record Visit(Scan scan, Outcome.Writing writing, Outcome.Admission admission) {
    VisitOpened event() {
      return admission.event();
    }

    VisitFee fee() {
      return event().getVerdict().getFee();
    }
  }

  private final List<Event> events = new ArrayList<>();
  private final List<Visit> visits = new ArrayList<>();

  void add(Outcome outcome) {
    var writing = outcome.writing();
    if (writing != null) {
      events.add(new Event(outcome.scan(), writing));
      if (writing.admission() != null) {
        visits.add(new Visit(outcome.scan(), writing, writing.admission()));
      }
    }
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  Tuple binds(Instant at) {
    var binds = Tuple.tuple().addOffsetDateTime(at.atOffset(ZoneOffset.UTC));
    events(binds);
    visits(binds);
    return binds;
  }

  private void events(Tuple binds) {
    binds.addValue(column(events, UUID.class, each -> each.writing.id()))
        .addValue(column(events, UUID.class, each -> each.scan.id()))
        .addValue(
            column(events, String.class, each -> each.writing.event().getDescriptorForType().getFullName()))
        .addValue(column(events, UUID.class, each -> each.scan.host()))
        .addValue(column(events, UUID.class, each -> each.writing.home()))
        .addValue(column(events, Buffer.class, each -> Buffer.buffer(each.writing.event().toByteArray())))
        .addValue(column(events, UUID.class, each -> each.scan.origin().actor()))
        .addValue(column(events, String.class, each -> each.scan.origin().correlation()));
  }

  private void visits(Tuple binds) {
    binds.addValue(column(visits, UUID.class, each -> each.scan.id()))
        .addValue(column(visits, UUID.class, each -> each.scan.host()))
        .addValue(column(visits, UUID.class, each -> each.writing.home()))
        .addValue(column(visits, UUID.class, each -> each.admission.member()))
        .addValue(column(visits, UUID.class, each -> each.admission.person()))
        .addValue(column(visits, UUID.class, each -> each.admission.agreement()))
        .addValue(column(visits, Integer.class, each -> each.event().getTermsVersion()))
        .addValue(column(visits, Integer.class, each -> each.admission.localDay()))
        .addValue(column(visits, Integer.class, each -> each.event().getGuests()))
        .addValue(column(visits, Integer.class, each -> each.event().getNights()))
        .addValue(column(visits, UUID.class, each -> each.scan.origin().actor()))
        .addValue(column(visits, String.class,
            each -> each.event().hasFacility() ? each.event().getFacility() : null))
        .addValue(column(visits, String.class, each -> services(each.event())))
        .addValue(column(visits, Long.class,
            each -> each.event().hasCost() ? each.event().getCost().getAmount() : null))
        .addValue(column(visits, String.class,
            each -> each.event().hasCost() ? each.event().getCost().getCurrency() : null));
    fees(binds);
  }

  private void fees(Tuple binds) {
    binds.addValue(column(visits, Long.class, each -> each.fee().getAmount()))
        .addValue(column(visits, String.class, each -> each.fee().getCurrency()))
        .addValue(column(visits, String.class, each -> each.fee().getReason()))
        .addValue(column(visits, String.class,
            each -> each.fee().getRoute() == SettlementRoute.SETTLEMENT_ROUTE_UNSPECIFIED
                ? null
                : each.fee().getRoute().name()));
  }

  private static @Nullable String services(VisitOpened event) {
    return event.getServicesCount() == 0 ? null : String.join(UNIT_SEPARATOR, event.getServicesList());
  }

  @SuppressWarnings("unchecked") // an array of that type is what newInstance makes
  private static <R, T> @Nullable T[] column(List<R> rows, Class<T> type, Function<R, @Nullable T> value) {
    @Nullable
    T[] column = (@Nullable T[]) Array.newInstance(type, rows.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }

  private static String places(int count) {
    var places = new StringBuilder("$1");
    for (int i = 2; i <= count; i++) {
      places.append(", $").append(i);
    }
    return places.toString();
  }
}
