package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitSort;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;

/**
 * Lists of visits. Every statement runs under the caller's own scope, and each half of a club's list walks
 * its own index; what is rare has an index of its own, which a statement meets only by saying so in constant
 * words. The texts put together are constants; what a caller says is bound.
 */
final class VisitLists {
  /** What sorts a list; the index carries all of it, so that only rows of the page are fetched. */
  private static final String KEYS = "v.id, v.opened_at, v.closed_at, v.cost_currency, v.cost_minor";
  /** What every list is narrowed by, $1 to $8; a time is always looked up in the index. */
  private static final String NARROWED = """
      ($1::text[] is null or v.state = any($1)) and ($2::uuid is null or v.member = $2)
      and ($3::text is null or v.facility = $3) and ($4::boolean is null or v.verified = $4)
      and ($5::int is null or v.local_day >= $5) and ($6::int is null or v.local_day <= $6)
      and v.opened_at >= coalesce($7::timestamptz, '-infinity')
      and v.opened_at < coalesce($8::timestamptz, 'infinity')
      """;
  private static final String INSIDE = " and v.state = 'CHECKED_IN'";
  private static final String UNDONE = " and v.state not in ('CHECKED_IN', 'CHECKED_OUT')";
  private static final String VERIFIED = " and v.verified";
  private static final String ALL = "reciprocal.visit v";
  /** A member's visits are few, so they are taken whole, by the index of persons. */
  private static final String OF_MEMBER = """
      (select m.* from reciprocal.visit m
        where m.person = any ((select reciprocal.persons_of_member($2))::uuid[]) and m.member = $2
        offset 0) v""";
  private static final String TO_HOST = "v.host = $9";
  private static final String BY_HOME = "v.home = $9";
  private static final String BY_PERSON = "v.person = $9";
  private static final String OF_ALL = " and $10::uuid is null";

  private VisitLists() {}

  /** A part of a page: how many rows at most, after how many. */
  private record Part(@Nullable UUID after, int limit, int offset) {}

  /** Visits to a club, by its members, or both. */
  static ListVisitsResponse ofClub(Tx tx, UUID club, VisitFilter filter, Paging paging) {
    filter.requireSortable(tx.now());
    return page(tx, halves(filter), binds(filter, club), filter.order(), paging);
  }

  /** A member's own visits; few enough to be sorted by anything. */
  static ListVisitsResponse ofPerson(Tx tx, UUID person, VisitFilter filter, Paging paging) {
    return page(tx, ofOne(filter), binds(filter, person), filter.order(), paging);
  }

  /** The first of {@link #ofClub}, as many as that. */
  static List<Visit> firstOfClub(Tx tx, UUID club, VisitFilter filter, int limit) {
    filter.requireSortable(tx.now());
    planAnew(tx);
    return visits(rows(tx, halves(filter), binds(filter, club), filter.order(),
        new Part(null, limit, 0)));
  }

  /** The first of {@link #ofPerson}, as many as that. */
  static List<Visit> firstOfPerson(Tx tx, UUID person, VisitFilter filter, int limit) {
    planAnew(tx);
    return visits(rows(tx, ofOne(filter), binds(filter, person), filter.order(),
        new Part(null, limit, 0)));
  }

  private static Half toHost(VisitFilter filter) {
    return new Half(TO_HOST, " and v.home = $10", filter);
  }

  private static Half byHome(VisitFilter filter) {
    return new Half(BY_HOME, " and v.host = $10", filter);
  }

  private static List<Half> halves(VisitFilter filter) {
    return switch (filter.of().role()) {
      case HOST -> List.of(toHost(filter));
      case HOME -> List.of(byHome(filter));
      case ROLE_UNSPECIFIED, UNRECOGNIZED, EITHER -> List.of(toHost(filter), byHome(filter));
    };
  }

  private static List<Half> ofOne(VisitFilter filter) {
    return List.of(new Half(BY_PERSON, " and v.host = $10", filter));
  }

  /**
   * One index's part of a list.
   *
   * @param whose the index it walks
   * @param partner how the other club is told in it
   */
  private record Half(String whose, String partner, VisitFilter filter) {
    String from() {
      return " from " + (filter.of().member() == null ? ALL : OF_MEMBER) + " where " + whose
          + (filter.of().partner() == null ? OF_ALL : partner) + " and " + NARROWED + rare();
    }

    private String rare() {
      var states = filter.states();
      String rare = states == null ? "" : switch (states[0]) {
        case "CHECKED_IN" -> INSIDE;
        case "CHECKED_OUT" -> "";
        default -> UNDONE;
      };
      return Boolean.TRUE.equals(filter.verified()) ? rare + VERIFIED : rare;
    }
  }

  private static List<@Nullable Object> binds(VisitFilter filter, UUID whose) {
    var began = filter.began();
    return Arrays.asList(filter.states(), filter.of().member(), filter.of().facility(), filter.verified(),
        began.firstDay(), began.lastDay(), began.earliest(), began.latest(), whose, filter.of().partner());
  }

  private static ListVisitsResponse page(Tx tx, List<Half> halves, List<@Nullable Object> binds,
      VisitFilter.Order order, Paging paging) {
    planAnew(tx);
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

  /**
   * A plan for any time whatever takes every time for a short one, and sorts a year to find a page of it.
   */
  private static void planAnew(Tx tx) {
    tx.queryAsync("set local plan_cache_mode to force_custom_plan");
  }

  /**
   * No further than {@link Paging#COUNTED_MAX}: a club of some years has hundreds of thousands. The newest,
   * so that the index is walked no further either.
   */
  private static String counting(List<Half> halves) {
    int most = Paging.COUNTED_MAX + 1;
    var parts = halves.stream().map(half -> "(select v.id" + half.from()
        + " order by v.opened_at desc, v.id desc limit " + most + ")").toList();
    return "select least(count(*), " + most + ")::int from (" + String.join(" union all ", parts) + ") v";
  }

  private static Iterable<Row> rows(Tx tx, List<Half> halves, List<@Nullable Object> binds,
      VisitFilter.Order order, Part part) {
    var all = new ArrayList<@Nullable Object>(binds);
    all.addAll(Arrays.asList(part.after(), part.limit(), part.offset()));
    return tx.query(sql(halves, order), all.toArray());
  }

  /** The cursor is a row, whose place is read anew: the list goes on from where that row stands now. */
  private static String sql(List<Half> halves, VisitFilter.Order order) {
    String way = order.ascending() ? " asc" : " desc";
    String sorted = " order by " + String.join(way + ", ", key(order.by())) + way;
    String key = String.join(", ", key(order.by()));
    String beyond = " and ($11::uuid is null or (" + key + ") " + (order.ascending() ? ">" : "<")
        + " (select "
        + key.replace("v.", "c.") + " from reciprocal.visit c where c.id = $11))";
    var parts = halves.stream()
        .map(half -> "(select " + KEYS + half.from() + beyond + sorted + " limit $12::int + $13::int)")
        .toList();
    return "select v.*, r.stars, r.comment, r.rated_at from (select v.id from ("
        + String.join(" union all ", parts) + ") v" + sorted + " limit $12::int offset $13::int) page"
        + " join reciprocal.visit v on v.id = page.id"
        + " left join reciprocal.visit_rating r on r.visit = v.id" + sorted;
  }

  /** Only amounts of one currency compare: by currency, then by amount; those without come first. */
  private static List<String> key(VisitSort by) {
    return switch (by) {
      case VISIT_SORT_UNSPECIFIED, UNRECOGNIZED, CHECK_IN_TIME -> List.of("v.opened_at", "v.id");
      case CHECK_OUT_TIME -> List.of("coalesce(v.closed_at, 'infinity'::timestamptz)", "v.id");
      case COST ->
        List.of("coalesce(v.cost_currency, '') collate \"C\"", "coalesce(v.cost_minor, 0)", "v.id");
    };
  }

  private static List<Visit> visits(Iterable<Row> rows) {
    var visits = new ArrayList<Visit>();
    rows.forEach(row -> visits.add(VisitRows.read(row)));
    return visits;
  }
}
