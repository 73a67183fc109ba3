package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest.Role;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitSort;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Lists of visits. Every statement runs under the caller's own scope, and each half of a club's list walks
 * its own index. The texts put together are constants; what a caller says is bound.
 */
final class VisitLists {
  /** Only amounts of one currency compare: by currency, then by amount; those without come first. */
  private static final String COST = "((coalesce(v.cost_currency, '') ||"
      + " lpad(coalesce(v.cost_minor, 0)::text, 19, '0')) collate \"C\")";
  /** What every list is narrowed by, $1 to $8. */
  private static final String NARROWED = """
      ($1::text[] is null or v.state = any($1)) and ($2::uuid is null or v.member = $2)
      and ($3::text is null or v.facility = $3) and ($4::boolean is null or v.verified = $4)
      and ($5::int is null or v.local_day >= $5) and ($6::int is null or v.local_day <= $6)
      and ($7::timestamptz is null or v.opened_at >= $7) and ($8::timestamptz is null or v.opened_at < $8)
      """;
  private static final String TO_HOST = "v.host = $9 and ($10::uuid is null or v.home = $10)";
  private static final String BY_HOME = "v.home = $9 and ($10::uuid is null or v.host = $10)";
  private static final String BY_PERSON = "v.person = $9 and ($10::uuid is null or v.host = $10)";

  private VisitLists() {}

  /** A part of a page: how many rows at most, after how many. */
  private record Part(@Nullable UUID after, int limit, int offset) {}

  /** Visits to a club, by its members, or both. */
  static ListVisitsResponse ofClub(Tx tx, UUID club, VisitFilter filter, Paging paging) {
    filter.requireSortable(tx.now());
    return page(tx, halves(filter.of().role()), binds(filter, club), filter.order(), paging);
  }

  /** A member's own visits; few enough to be sorted by anything. */
  static ListVisitsResponse ofPerson(Tx tx, UUID person, VisitFilter filter, Paging paging) {
    return page(tx, List.of(BY_PERSON), binds(filter, person), filter.order(), paging);
  }

  /** The first of {@link #ofClub}, as many as that. */
  static List<Visit> firstOfClub(Tx tx, UUID club, VisitFilter filter, int limit) {
    filter.requireSortable(tx.now());
    return visits(rows(tx, halves(filter.of().role()), binds(filter, club), filter.order(),
        new Part(null, limit, 0)));
  }

  /** The first of {@link #ofPerson}, as many as that. */
  static List<Visit> firstOfPerson(Tx tx, UUID person, VisitFilter filter, int limit) {
    return visits(rows(tx, List.of(BY_PERSON), binds(filter, person), filter.order(),
        new Part(null, limit, 0)));
  }

  private static List<String> halves(Role role) {
    return switch (role) {
      case HOST -> List.of(TO_HOST);
      case HOME -> List.of(BY_HOME);
      case ROLE_UNSPECIFIED, UNRECOGNIZED, EITHER -> List.of(TO_HOST, BY_HOME);
    };
  }

  private static List<@Nullable Object> binds(VisitFilter filter, UUID whose) {
    var began = filter.began();
    return Arrays.asList(filter.states(), filter.of().member(), filter.of().facility(), filter.verified(),
        began.firstDay(), began.lastDay(), began.from(), began.to(), whose, filter.of().partner());
  }

  private static ListVisitsResponse page(Tx tx, List<String> halves, List<@Nullable Object> binds,
      VisitFilter.Order order, Paging paging) {
    var counted = tx.queryAsync(counting(halves), binds.toArray());
    var rows = rows(tx, halves, binds, order,
        new Part(paging.afterId(), paging.pageSize(), paging.offset()));
    var response = ListVisitsResponse.newBuilder();
    Paging.Mark last = null;
    for (Row row : rows) {
      response.addNodes(VisitRows.read(row));
      last = new Paging.Mark(row.getOffsetDateTime("opened_at").toInstant(), row.getUUID("id"));
    }
    int total = counted.await().iterator().next().getInteger(0);
    return response.setPageInfo(paging.infoOfLong(total, response.getNodesCount(), last)).build();
  }

  /** No further than {@link Paging#COUNTED_MAX}: a club of some years has hundreds of thousands. */
  private static String counting(List<String> halves) {
    int most = Paging.COUNTED_MAX + 1;
    var parts = halves.stream().map(half -> "(select v.id from reciprocal.visit v where " + half + " and "
        + NARROWED + " limit " + most + ")").toList();
    return "select least(count(*), " + most + ")::int from (" + String.join(" union all ", parts) + ") v";
  }

  private static Iterable<Row> rows(Tx tx, List<String> halves, List<@Nullable Object> binds,
      VisitFilter.Order order, Part part) {
    var all = new ArrayList<@Nullable Object>(binds);
    all.addAll(Arrays.asList(part.after(), part.limit(), part.offset()));
    return tx.query(sql(halves, order), all.toArray());
  }

  /** The cursor is a row, whose place is read anew: the list goes on from where that row stands now. */
  private static String sql(List<String> halves, VisitFilter.Order order) {
    String key = key(order.by());
    String way = order.ascending() ? " asc" : " desc";
    String sorted = " order by " + key + way + ", v.id" + way;
    String beyond = order.ascending() ? ">" : "<";
    var parts = halves.stream().map(half -> "(select v.* from reciprocal.visit v where " + half + " and "
        + NARROWED + " and ($11::uuid is null or (" + key + ", v.id) " + beyond
        + " (select " + key.replace("v.", "c.") + ", c.id from reciprocal.visit c where c.id = $11))"
        + sorted + " limit $12::int + $13::int)").toList();
    return "select v.*, r.stars, r.comment, r.rated_at from (" + String.join(" union all ", parts)
        + ") v left join reciprocal.visit_rating r on r.visit = v.id" + sorted
        + " limit $12::int offset $13::int";
  }

  private static String key(VisitSort by) {
    return switch (by) {
      case VISIT_SORT_UNSPECIFIED, UNRECOGNIZED, CHECK_IN_TIME -> "v.opened_at";
      case CHECK_OUT_TIME -> "coalesce(v.closed_at, 'infinity'::timestamptz)";
      case COST -> COST;
    };
  }

  private static List<Visit> visits(Iterable<Row> rows) {
    var visits = new ArrayList<Visit>();
    rows.forEach(row -> visits.add(VisitRows.read(row)));
    return visits;
  }
}
