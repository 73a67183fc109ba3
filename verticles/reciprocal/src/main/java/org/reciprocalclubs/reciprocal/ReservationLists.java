package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.ExpectedVisitor;
import org.reciprocalclubs.codecs.reciprocal.v1.ListExpectedVisitorsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListReservationsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest.Role;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Lists of reservations, newest first. Every statement runs under the caller's own scope. The texts put
 * together are constants; what a caller says is bound.
 */
final class ReservationLists {

  /** Who can be expected in a day and still be listed; a club with more looks at the list of reservations. */
  private static final int EXPECTED_MAX = 2000;
  private static final String NARROWED = """
      ($1::text is null or state = $1) and ($2::date is null or day >= $2)
      and ($3::date is null or day <= $3)""";
  private static final String PAGE = """
      ($5::timestamptz is null or (requested_at, id) < ($5, $6::uuid))
      order by requested_at desc, id desc limit $7 offset $8""";

  private ReservationLists() {}

  /**
   * Which are wanted; null does not narrow.
   *
   * @param from first day of the host, included
   * @param to last day of the host, included
   */
  record Filter(Whose whose, @Nullable String state, @Nullable LocalDate from, @Nullable LocalDate to) {
    static Filter of(Whose whose, Reservation.State state, String from, String to) {
      return new Filter(whose, switch (state) {
        case STATE_UNSPECIFIED, UNRECOGNIZED -> null;
        case REQUESTED, CONFIRMED, DECLINED, CANCELLED, CHECKED_IN, NO_SHOW, EXPIRED -> state.name();
      }, from.isEmpty() ? null : TermsMapper.date("from", from),
          to.isEmpty() ? null : TermsMapper.date("to", to));
    }
  }

  /** By whom they are read. */
  enum Whose {
    HOST("host = $4"), HOME("home = $4"), EITHER("(host = $4 or home = $4)"), PERSON("person = $4");

    private final String condition;

    Whose(String condition) {
      this.condition = condition;
    }

    static Whose of(Role role) {
      return switch (role) {
        case HOST -> HOST;
        case HOME -> HOME;
        case ROLE_UNSPECIFIED, UNRECOGNIZED, EITHER -> EITHER;
      };
    }
  }

  /** Who is expected at the acting club today, with what a host may know of each. */
  static ListExpectedVisitorsResponse expected(Tx tx) {
    List<Row> rows = new ArrayList<>();
    tx.query(
        """
            select r.*, w.* from reciprocal.visitors_expected($1) w
              join reciprocal.reservation r on r.id = w.reservation
             order by r.arrival nulls last, r.id""",
        EXPECTED_MAX).forEach(rows::add);
    var reservations = ReservationRows.read(tx, rows);
    var response = ListExpectedVisitorsResponse.newBuilder();
    int heads = 0;
    for (int i = 0; i < rows.size(); i++) {
      response.addExpected(ExpectedVisitor.newBuilder().setReservation(reservations.get(i))
          .setVisitor(VisitRows.visitor(rows.get(i))));
      heads += 1 + rows.get(i).getInteger("guests");
    }
    return response.setHeads(heads).build();
  }

  /** @param who the club, or the person, whose they are */
  static ListReservationsResponse list(Tx tx, Filter filter, UUID who, Paging paging) {
    String narrowed = " from reciprocal.reservation where " + filter.whose().condition + " and " + NARROWED;
    var counted = tx.queryAsync("select count(*)::int" + narrowed, filter.state(), filter.from(), filter.to(),
        who);
    List<Row> rows = new ArrayList<>();
    tx.query("select *" + narrowed + " and " + PAGE, filter.state(), filter.from(), filter.to(), who,
        paging.afterAt(), paging.afterId(), paging.pageSize(), paging.offset()).forEach(rows::add);
    var last = rows.isEmpty()
        ? null
        : new Paging.Mark(rows.getLast().getOffsetDateTime("requested_at").toInstant(),
            rows.getLast().getUUID("id"));
    int total = counted.await().iterator().next().getInteger(0);
    return ListReservationsResponse.newBuilder().addAllNodes(ReservationRows.read(tx, rows))
        .setPageInfo(paging.info(total, rows.size(), last)).build();
  }
}
