package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.Moments.Act;
import org.reciprocalclubs.reciprocal.desk.DeskSettings;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.desk.VisitDesk;

/**
 * Random histories at the desks of two nodes at once: visitors by number and by code, told of later and let
 * in by a manager, each scan now and then sent twice; then the same while visits end, houses close,
 * restrictions come and go and visits are announced. In the order of the events every verdict must be, to the
 * last byte, what a model gives that takes the scans one at a time; and what stands in the tables must follow
 * from it.
 *
 * <p>
 * A history is drawn from its seed; how its threads interleave is not.
 */
class ConcurrentHistoryTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final int HISTORIES = 6;
  private static final int ROUNDS = 8;
  private static final int SCANS = 30;
  private static final int HOURS_BETWEEN_MAX = 30;
  private static final Duration LONGER_THAN_ANY_STAY = Duration.ofDays(10);
  /** What must have happened in some history, or this shows nothing of it. */
  private static final List<Verdict.Code> SEEN = List.of(Verdict.Code.ADMITTED, Verdict.Code.ALREADY_INSIDE,
      Verdict.Code.PASS_ALREADY_SHOWN, Verdict.Code.BANNED, Verdict.Code.SUSPENDED_HERE,
      Verdict.Code.LIMITED,
      Verdict.Code.BOOKING_NEEDED, Verdict.Code.CAP_DAY_REACHED, Verdict.Code.CAP_MONTH_REACHED,
      Verdict.Code.CAP_ROLLING_REACHED, Verdict.Code.HOUSE_FULL_TODAY, Verdict.Code.HOUSE_FULL_NOW,
      Verdict.Code.TOO_MANY_GUESTS);
  private static final Map<Verdict.Code, Integer> COUNTS = new TreeMap<>();
  private static Desks rooms;
  private static int federations;

  private final List<VisitDesk> desks = List.of(desk(), desk());

  @BeforeAll
  static void open() {
    rooms = new Desks(DATABASE);
  }

  @BeforeEach
  void now() {
    DATABASE.admin("update kit.clock set shift_ms = 0");
  }

  @AfterEach
  void close() {
    desks.forEach(desk -> await(desk.close()));
  }

  @AfterAll
  static void everythingHappened() {
    DATABASE.admin("update kit.clock set shift_ms = 0");
    System.out.println("Verdicts of concurrent histories: " + COUNTS);
    if (federations == HISTORIES) {
      assertThat(COUNTS.keySet()).as("verdicts that occur").containsAll(SEEN);
    }
  }

  private static VisitDesk desk() {
    return new VisitDesk(DATABASE.vertx(), DATABASE.store(), DeskSettings.DEFAULTS,
        new SimpleMeterRegistry());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyVerdictIsThatOfOneAtATime(long seed) {
    new History(seed).play();
  }

  /** One that is drawn from a seed; for the test's own thread. */
  private final class History {
    private final Random random;
    private final SmallWorld world;
    private final OneAtATime model;
    private final AtRest rest;
    private final Arrivals arrivals;
    private final Offices offices;

    History(long seed) {
      random = new Random(seed);
      world = SmallWorld.random(new Federation(DATABASE), "R" + ++federations, random);
      model = new OneAtATime(world);
      rest = new AtRest(DATABASE, world);
      arrivals = new Arrivals(desks, world, random);
      offices = new Offices(rooms, DATABASE.store(), world, random);
    }

    void play() {
      for (int round = 0; round < ROUNDS; round++) {
        alone();
        allAtOnce();
        later(Duration.ofHours(random.nextInt(HOURS_BETWEEN_MAX)));
      }
      rest.eventsTold(model);
      var before = platformTime();
      offices.closeHouses();
      rest.houseClosed(before);
      later(LONGER_THAN_ANY_STAY);
      offices.closeHouses();
      rest.everybodyOutside();
      rest.nobodyExpected();
    }

    /** Visitors only, who all take turns: there is one right answer to each. */
    private void alone() {
      var moments = new Moments();
      var scans = arrivals.next(SCANS, platformTime());
      await(arrivals.enter(scans, moments));
      compare(scans, moments);
    }

    private void allAtOnce() {
      var moments = new Moments();
      var now = platformTime();
      var scans = arrivals.next(SCANS, now);
      Future<?> entering = arrivals.enter(scans, moments);
      offices.act(model, moments, now);
      await(entering);
      compare(scans, moments);
    }

    private void compare(List<Scan> scans, Moments moments) {
      var entered = entered(scans, moments);
      assertThat(entered.keySet()).as("scans of which the feed tells")
          .containsExactlyInAnyOrderElementsOf(scans.stream().map(Scan::id).toList());
      model.visits(DATABASE.admin("""
          select * from reciprocal.visit where host = any($1) and announced_at is null""", rest.hosts()),
          entered, moments);
      model.restrictions(DATABASE.admin("select * from reciprocal.restriction where host = any($1)",
          rest.hosts()), moments);
      model.reservations(DATABASE.admin("""
          select r.*, exists (select from kit.event e where e.stream = r.id
                   and (e.type like '%.ReservationConfirmed' or e.type like '%.ReservationKept')) as confirmed
            from reciprocal.reservation r where r.host = any($1)""", rest.hosts()));
      for (var each : entered.values()) {
        model.judge(each);
        COUNTS.merge(each.verdict().getCode(), 1, Integer::sum);
      }
      rest.usedUp(model);
      rest.codesUsedUp(model, arrivals.codes(), platformTime());
    }

    /** In the order in which their events stand. */
    private Map<UUID, Entered> entered(List<Scan> scans, Moments moments) {
      Map<UUID, Entered> entered = new LinkedHashMap<>();
      for (Row row : DATABASE.admin("""
          select e.stream, e.type, e.data, d.inputs
            from kit.event e left join reciprocal.decision d on d.scan = e.stream
           where e.stream = any($1) and e.version = 1 order by e.xid, e.seq""",
          (Object) scans.stream().map(Scan::id).toArray(UUID[]::new))) {
        var scan = arrivals.scan(row.getUUID("stream"));
        var span = Objects.requireNonNull(moments.when(Act.ENTER, scan.id()));
        entered.put(scan.id(), Entered.read(row, scan, world.home(Entered.who(scan).member()), span));
      }
      return entered;
    }
  }

  private static void later(Duration by) {
    DATABASE.admin("update kit.clock set shift_ms = shift_ms + $1", by.toMillis());
  }

  private static Instant platformTime() {
    return DATABASE.admin("select kit.now()").iterator().next().getOffsetDateTime(0).toInstant();
  }
}
