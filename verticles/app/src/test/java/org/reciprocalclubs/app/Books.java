package org.reciprocalclubs.app;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A house's database, read as the superuser to whom no row is hidden. */
final class Books implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final PgConnection connection;

  Books(House house) throws Exception {
    var options = new PgConnectOptions().setHost("127.0.0.1").setPort(house.portBase() + 432)
        .setDatabase("clubs").setUser("postgres")
        .setPassword(Files.readString(house.data().resolve("secrets/postgres.password")).strip());
    connection = PgConnection.connect(vertx, options).await();
  }

  private List<Row> rows(String sql, Object... binds) {
    List<Row> rows = new ArrayList<>();
    connection.preparedQuery(sql).execute(Tuple.from(binds)).await().forEach(rows::add);
    return rows;
  }

  /** Who came in or was turned away, left, or changed in what lets them in: in the order of writing. */
  List<Row> doorEvents() {
    return rows("""
        select stream, version, type, club, partner, data, at from kit.event
         where type like 'reciprocalclubs.reciprocal.%' or type like '%.MemberStandingChanged'
            or type like '%.LetterIssued' or type like '%.LetterRevoked'
         order by seq""");
  }

  /** Waits until everything that happened was told to whom it concerns, so that no further event follows. */
  void awaitQuiet() throws Exception {
    Eventually.holds("every notice is written", () -> rows("""
        select 1 from kit.event e join kit.position p on p.follower = 'notification.visits'
         where (e.xid::text::bigint, e.seq) > (p.xid, p.seq) and e.type like '%.v1.%'
           and (e.type like '%.Visit%' or e.type like '%.CheckInRefused') limit 1""").isEmpty());
  }

  /** What each club must have been told outside, by message id: events of the audit trail stay inside. */
  Map<String, UUID> announcements() {
    Map<String, UUID> expected = new HashMap<>();
    for (var row : rows(
        """
            select id, club from kit.event where type not like 'reciprocalclubs.audit.%'
            union all
            select id, partner from kit.event
             where type not like 'reciprocalclubs.audit.%'
               and partner is not null and partner <> club and partner <> '00000000-0000-0000-0000-000000000000'""")) {
      expected.put(row.getUUID(0) + "/" + row.getUUID(1), row.getUUID(1));
    }
    return expected;
  }

  /**
   * Zones in which PostgreSQL's edition of the world's clocks and the JDK's differ in that month: a country may have
   * changed its law after one of the two was made. The platform goes by the JDK's; PostgreSQL cannot recount there.
   */
  Set<String> zonesToldOtherwise(Set<ZoneId> zones, YearMonth month) {
    Set<String> otherwise = new TreeSet<>();
    for (var row : rows(
        """
            select z, i at time zone 'UTC', i at time zone z from unnest($1::text[]) z,
              generate_series(($2::date - interval '2 days') at time zone 'UTC',
                ($2::date + interval '34 days') at time zone 'UTC', interval '1 hour') i""",
        zones.stream().map(ZoneId::getId).toArray(String[]::new), month.atDay(1))) {
      var local = row.getLocalDateTime(1).atOffset(ZoneOffset.UTC)
          .atZoneSameInstant(ZoneId.of(row.getString(0)));
      if (!local.toLocalDateTime().equals(row.getLocalDateTime(2))) {
        otherwise.add(row.getString(0));
      }
    }
    return otherwise;
  }

  /**
   * Visits beyond a cap, counted by PostgreSQL's own calendar but in these zones.
   *
   * @param lower by how much the caps are taken lower than they were signed
   */
  List<String> beyondCaps(List<RealFederation.Agreement> agreements, Set<String> without, int lower) {
    return rows(
        """
            with cap as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) c(agreement, a_day, a_month, a_year)),
            used as (select v.host, v.member, c.*, v.opened_at at time zone h.time_zone as moment
                       from reciprocal.visit v join cap c using (agreement) join auth.club h on h.id = v.host
                      where v.state in ('CHECKED_IN', 'CHECKED_OUT') and h.time_zone <> all($5))
            select 'day', host, member, count(*) from used group by host, member, a_day, date_trunc('day', moment)
              having count(*) > a_day
            union all
            select 'month', host, member, count(*) from used group by host, member, a_month, date_trunc('month', moment)
              having count(*) > a_month
            union all
            select 'year', host, member, count(*) from used group by host, member, a_year, date_trunc('year', moment)
              having count(*) > a_year""",
        agreements.stream().map(RealFederation.Agreement::id).toArray(UUID[]::new),
        caps(agreements, "day", lower), caps(agreements, "month", lower), caps(agreements, "year", lower),
        without.toArray(String[]::new)).stream()
        .map(Row::deepToString).toList();
  }

  private static @Nullable Integer[] caps(List<RealFederation.Agreement> agreements, String period,
      int lower) {
    return agreements.stream().map(each -> each.proposal().getJsonObject("terms").getJsonObject("caps"))
        .map(caps -> caps == null || !caps.containsKey(period)
            ? null
            : (Integer) (caps.getInteger(period) - lower))
        .toArray(Integer[]::new);
  }

  /** Each member's visits per host, by the host's days: host, member. Without hosts in these zones. */
  Map<List<UUID>, List<LocalDate>> visits(Set<String> without) {
    Map<List<UUID>, List<LocalDate>> found = new HashMap<>();
    for (var row : rows("""
        select v.host, v.member, (v.opened_at at time zone h.time_zone)::date from reciprocal.visit v
          join auth.club h on h.id = v.host
         where h.time_zone <> all($1) and v.announced_at is null order by v.opened_at, v.id""",
        (Object) without.toArray(String[]::new))) {
      found.computeIfAbsent(List.of(row.getUUID(0), row.getUUID(1)), _ -> new ArrayList<>())
          .add(row.getLocalDate(2));
    }
    return found;
  }

  /**
   * Visits without exactly one entry in their stream, refusals with a visit, days that the quota counts
   * otherwise, reservations of which the visits tell otherwise, and visits whose day (but in these zones) or state is not what their events say.
   */
  List<String> contradictions(Set<String> without) {
    return rows(
        """
            select 'entries', stream::text from kit.event
             where type like '%.VisitOpened' or type like '%.CheckInRefused' group by stream having count(*) > 1
            union all
            select 'no visit', e.stream::text from kit.event e left join reciprocal.visit v on v.id = e.stream
             where e.type like '%.VisitOpened' and v.id is null
            union all
            select 'no entry', v.id::text from reciprocal.visit v
             where v.announced_at is null and not exists (select from kit.event e where e.stream = v.id and e.type like '%.VisitOpened')
            union all
            select 'local day', v.id::text from reciprocal.visit v join auth.club h on h.id = v.host
             where h.time_zone <> all($1) and v.local_day <> (v.opened_at at time zone h.time_zone)::date - date '1970-01-01'
            union all
            select 'state', v.id::text from reciprocal.visit v
             where (v.state = 'CHECKED_OUT') <> exists (
               select from kit.event e where e.stream = v.id and e.type like '%.VisitClosed')
            union all
            select 'reservation', r.id::text from reciprocal.reservation r
             where r.state in ('REQUESTED', 'CONFIRMED') or (r.state = 'CHECKED_IN') <> exists (
               select from reciprocal.visit v where v.host = r.host and v.member = r.member
                  and v.local_day = r.day - date '1970-01-01' and v.announced_at is null)
            union all
            select 'never began', r.id::text from reciprocal.reservation r
             where (r.state = 'NO_SHOW') <> exists (
               select from reciprocal.visit v where v.id = r.id and v.state = 'NO_SHOW')
            union all
            select 'quota', coalesce(q.member, v.member)::text from reciprocal.quota q
              full join (select host, member, array_agg(local_day order by local_day) as days
                           from reciprocal.visit where announced_at is null
                          group by host, member) v on v.host = q.scope and v.member = q.member
             where coalesce(v.days, '{}') is distinct from
                   coalesce((select array_agg(u >> 45 order by u) from unnest(q.uses) u)::int[], '{}')""",
        (Object) without.toArray(String[]::new)).stream()
        .map(Row::deepToString).toList();
  }

  /** What is to stand on the ledger and does not: transactions, anchors, leaves under none. */
  long unrecorded() {
    return rows("""
        select (select count(*) from ledger.transaction where next_try_at is not null)
             + (select count(*) from ledger.anchor where confirmed_at is null)
             + (select size from ledger.tree) - (select coalesce(max(size), 0) from ledger.anchor)""")
        .getFirst().getLong(0);
  }

  /** Transactions that were tried and are not over. */
  long triedInVain() {
    return rows("select count(*) from ledger.transaction where next_try_at is not null and attempts > 0")
        .getFirst().getLong(0);
  }

  /** Ids of the ledger's transactions, or reasons where there are none, of rows in that state. */
  List<String> transactions(String state) {
    return rows("select coalesce(tx, error) from ledger.transaction where state = $1", state).stream()
        .map(row -> row.getString(0)).toList();
  }

  /** How many leaves of the log tell of these visits. */
  int leavesOf(List<String> visits) {
    return rows("select count(*) from ledger.leaf where stream = any($1)",
        (Object) visits.stream().map(UUID::fromString).toArray(UUID[]::new)).getFirst().getInteger(0);
  }

  /** Leaves that are under no anchor that stands, or under several. */
  List<String> leavesUnderOtherThanOneAnchor() {
    return rows("""
        select l.index, count(a.size) from ledger.leaf l
          left join ledger.anchor a on a.confirmed_at is not null
            and l.index >= a.previous_size and l.index < a.size
         group by l.index having count(a.size) <> 1""").stream().map(Row::deepToString).toList();
  }

  @Override
  public void close() {
    connection.close().await();
    vertx.close().await();
  }
}
