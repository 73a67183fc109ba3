package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.SmallWorld.At;

/** What the tables must say when nobody does anything, whatever happened in which order. */
final class AtRest {
  /** So long after a code was shown a desk may tell of it. */
  private static final Duration TOLD_UNTIL = Duration.ofHours(72);
  private static final Set<String> CALLED_OFF = Set.of("CANCELLED", "DECLINED");

  /** Reservations whose visit is not among the visits as it should be, and such visits without one. */
  private static final String NEVER_BEGAN = """
      select count(*) from reciprocal.reservation r
        full join (select * from reciprocal.visit where announced_at is not null) v on v.id = r.id
       where coalesce(r.host, v.host) = any($1)
         and (v.id is not null) is distinct from (r.state = 'NO_SHOW' or r.state = 'CANCELLED' and exists (
           select from kit.event e where e.stream = r.id
              and (e.type like '%.ReservationConfirmed' or e.type like '%.ReservationReopened')))""";

  private final TestDatabase database;
  private final SmallWorld world;

  AtRest(TestDatabase database, SmallWorld world) {
    this.database = database;
    this.world = world;
  }

  Object hosts() {
    return world.hosts().toArray(UUID[]::new);
  }

  /** What members have used up is what their visits used, and who has left is outside. */
  void usedUp(OneAtATime model) {
    Map<At, Collection<Long>> used = new HashMap<>();
    for (Row row : database.admin("select * from reciprocal.quota where scope = any($1)", hosts())) {
      var at = new At(row.getUUID("scope"), row.getUUID("member"));
      var uses = List.of(row.getArrayOfLongs("uses")).stream().sorted().toList();
      if (!uses.isEmpty()) {
        used.put(at, uses);
      }
      inside(model.of(at), row.getUUID("open_visit"));
    }
    assertThat(used).as("what members have used up").isEqualTo(model.visits().stream()
        .filter(visit -> visit.after().stands())
        .collect(Collectors.groupingBy(Visited::at,
            Collectors.collectingAndThen(Collectors.mapping(visit -> visit.use().packed(),
                Collectors.toList()), all -> all.stream().sorted().toList()))));
  }

  /** Whoever was told to be inside twice may leave once, and comes in again. */
  private static void inside(List<Visited> visits, @Nullable UUID open) {
    var inside = visits.stream().filter(visit -> visit.after().inside()).toList();
    if (open != null) {
      assertThat(inside).extracting(Visited::id).as("visits of a member who counts as inside").contains(open);
    } else {
      assertThat(inside).as("visits of a member who counts as outside")
          .allMatch(visit -> visit.twiceAmong(visits));
    }
  }

  /**
   * Whoever came in by a code has used it up, and nobody else.
   *
   * @param made all codes that there are
   */
  void codesUsedUp(OneAtATime model, Collection<Buffer> made, Instant now) {
    Set<Buffer> kept = new HashSet<>();
    database.admin("select hash from reciprocal.shown_pass where hash = any($1)",
        (Object) made.toArray(Buffer[]::new)).forEach(row -> kept.add(row.getBuffer("hash")));
    assertThat(model.codes().keySet()).as("codes by which somebody came in").containsAll(kept);
    var due = now.minus(TOLD_UNTIL);
    assertThat(kept).as("codes that were used up")
        .containsAll(model.codes().entrySet().stream().filter(code -> code.getValue().isAfter(due))
            .map(Map.Entry::getKey).toList());
  }

  /** Rows of visits say what their events say. */
  void eventsTold(OneAtATime model) {
    for (var host : world.hosts()) {
      database.store().read(Scope.club(host), tx -> {
        for (var visit : model.visits()) {
          if (visit.at().host().equals(host)) {
            var row = VisitRows.find(tx, visit.id()).orElseThrow();
            var events = tx.events(visit.id(), 0);
            assertThat(VisitEvents.fold(events).state()).as("state of %s", visit)
                .isEqualTo(row.getString("state"));
            assertThat(row.getInteger("version")).as("version of %s", visit).isEqualTo(events.size());
          }
        }
        return null;
      });
    }
  }

  /** Whoever must have left has, and nobody is locked out. */
  void houseClosed(Instant before) {
    for (Row row : database.admin("select * from reciprocal.visit where host = any($1)", hosts())) {
      if (row.getString("state").equals("CHECKED_IN")) {
        assertThat(world.house(row.getUUID("host")).closed(row.getOffsetDateTime("opened_at").toInstant(),
            row.getInteger("nights"), before)).as("forgotten in a closed house: %s", row.toJson()).isFalse();
      }
    }
  }

  void everybodyOutside() {
    assertThat(database.count("""
        select count(*) from reciprocal.visit where host = any($1) and state = 'CHECKED_IN'""", hosts()))
        .as("visits that last for ever").isZero();
    assertThat(database.count("""
        select count(*) from reciprocal.quota where scope = any($1) and open_visit is not null""", hosts()))
        .as("members who are locked out").isZero();
  }

  /** When all days are over: whoever came has come, whoever did not is called absent, nobody is expected. */
  void nobodyExpected() {
    Eventually.passes(() -> {
      for (var host : world.hosts()) {
        database.store().read(Scope.club(host), tx -> {
          Map<UUID, Row> announced = new HashMap<>();
          tx.query("select * from reciprocal.reservation where host = $1", host)
              .forEach(row -> announced.put(row.getUUID("id"), row));
          for (Row row : announced.values()) {
            assertThat(ReservationEvents.fold(tx.events(row.getUUID("id"), 0)).state())
                .as("state of %s", row.toJson()).isEqualTo(row.getString("state"));
          }
          came(announced.values(), visitors(host));
          return null;
        });
      }
      assertThat(database.count(NEVER_BEGAN, hosts())).as("visits that never began, and did not").isZero();
      return true;
    });
  }

  private record Day(UUID member, LocalDate day) {}

  private Map<Day, List<UUID>> visitors(UUID host) {
    Map<Day, List<UUID>> visitors = new HashMap<>();
    for (Row row : database.admin("""
        select member, local_day, array_agg(id) as visits from reciprocal.visit
         where host = $1 and state in ('CHECKED_IN', 'CHECKED_OUT') group by member, local_day""", host)) {
      visitors.put(
          new Day(row.getUUID("member"), LocalDate.ofEpochDay(row.getInteger("local_day"))),
          List.of(row.getArrayOfUUIDs("visits")));
    }
    return visitors;
  }

  private static void came(Collection<Row> reservations, Map<Day, List<UUID>> visitors) {
    Map<Day, Integer> kept = new HashMap<>();
    Map<Day, Integer> missed = new HashMap<>();
    for (Row row : reservations) {
      var day = new Day(row.getUUID("member"), row.getLocalDate("day"));
      var state = row.getString("state");
      if (state.equals("CHECKED_IN")) {
        kept.merge(day, 1, Integer::sum);
        assertThat(visitors.getOrDefault(day, List.of())).as("visits of that day for %s", row.toJson())
            .contains(Objects.requireNonNull(row.getUUID("visit")));
      } else if (!CALLED_OFF.contains(state)) {
        assertThat(state).as("whether somebody is still expected: %s", row.toJson())
            .isIn("NO_SHOW", "EXPIRED");
        missed.merge(day, 1, Integer::sum);
      }
    }
    assertThat(kept.values()).as("reservations that one member came by on a day").allMatch(one -> one == 1);
    assertThat(missed.keySet().stream().filter(visitors::containsKey)).as("called absent, though they came")
        .allMatch(kept::containsKey);
  }
}
