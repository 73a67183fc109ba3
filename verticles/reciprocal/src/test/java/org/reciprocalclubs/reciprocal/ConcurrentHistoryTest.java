package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.OneAtATime.Asked;
import org.reciprocalclubs.reciprocal.desk.Answer;
import org.reciprocalclubs.reciprocal.desk.DeskSettings;
import org.reciprocalclubs.reciprocal.desk.Scan;
import org.reciprocalclubs.reciprocal.desk.VisitDesk;
import org.reciprocalclubs.reciprocal.rules.Request;

/**
 * Random histories at two desks of two nodes at once, each scan now and then sent twice, with visits that end
 * and are undone between and meanwhile. Every verdict must be, to the last byte, what a model gives that takes
 * the scans one at a time in the order of their events; and what members have used up must be what their
 * visits used.
 */
class ConcurrentHistoryTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final int ROUNDS = 8;
  private static final int SCANS = 30;
  private static final int HOURS_BETWEEN_MAX = 30;
  private static Desks office;
  private static int federations;

  private final List<VisitDesk> desks = List.of(desk(), desk());
  private final Map<UUID, Scan> sent = new HashMap<>();

  @BeforeAll
  static void open() {
    office = new Desks(DATABASE);
  }

  @AfterEach
  void close() {
    desks.forEach(desk -> await(desk.close()));
  }

  @AfterAll
  static void asItWas() {
    DATABASE.admin("update kit.clock set shift_ms = 0");
  }

  private static VisitDesk desk() {
    return new VisitDesk(DATABASE.vertx(), DATABASE.store(), DeskSettings.DEFAULTS,
        new SimpleMeterRegistry());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyVerdictIsThatOfOneAtATime(long seed) throws Exception {
    var random = new Random(seed);
    var model = OneAtATime.random(new Federation(DATABASE), "R" + ++federations, random);
    for (int round = 0; round < ROUNDS; round++) {
      compare(model, checkIn(model, random));
      leave(model, random);
      assertUsedUp(model);
      Future<?> entering = together(scans(model, random), random);
      leave(model, random);
      await(entering);
      model.follow(visits(model));
      assertUsedUp(model);
      DATABASE.admin("update kit.clock set shift_ms = shift_ms + $1",
          random.nextInt(HOURS_BETWEEN_MAX) * 3_600_000L);
    }
    assertThat(sent).hasSize(2 * ROUNDS * SCANS);
  }

  private List<Scan> checkIn(OneAtATime model, Random random) {
    var scans = scans(model, random);
    await(together(scans, random));
    return scans;
  }

  private List<Scan> scans(OneAtATime model, Random random) {
    return IntStream.range(0, SCANS).mapToObj(_ -> scan(model.ask(random), random)).toList();
  }

  private Scan scan(Asked asked, Random random) {
    var guests = IntStream.range(0, random.nextInt(3))
        .mapToObj(_ -> new Request.Guest(null, Request.Relation.FRIEND)).toList();
    var scan = new Scan(Ids.uuid7(), asked.host(), new Scan.Who.ById(asked.member()),
        new Request(Instant.EPOCH, "", guests, 0),
        new Scan.Origin(asked.kiosk().requireSubject(), null, new byte[]{1}), Scan.Extras.NONE);
    sent.put(scan.id(), scan);
    return scan;
  }

  /** All at once, at either desk; some at both, where both answers must be the same. */
  private Future<?> together(List<Scan> scans, Random random) {
    List<Future<?>> answers = new ArrayList<>();
    for (Scan scan : scans) {
      var first = random.nextInt(desks.size());
      var answer = desks.get(first).checkIn(scan);
      answers.add(answer);
      if (random.nextInt(4) == 0) {
        answers.add(answer.compose(one -> desks.get(1 - first).checkIn(scan).onSuccess(same(one))));
      } else if (random.nextInt(4) == 0) {
        answers.add(Future.all(answer, desks.get(1 - first).checkIn(scan)));
      }
    }
    return Future.all(answers);
  }

  private static Handler<Answer> same(Answer one) {
    return again -> {
      if (!again.repeated() || !again.response().equals(one.response())) {
        throw new AssertionError("another answer to a repeat: " + again);
      }
    };
  }

  /** In the order in which their events stand, the model must say of each what the desk said. */
  private void compare(OneAtATime model, List<Scan> scans) throws Exception {
    var ids = scans.stream().map(Scan::id).toArray(UUID[]::new);
    int compared = 0;
    for (Row row : DATABASE.admin("""
        select stream, type, data from kit.event where stream = any($1) and version = 1 order by xid, seq""",
        (Object) ids)) {
      var scan = Objects.requireNonNull(sent.get(row.getUUID("stream")));
      var said = said(row);
      assertThat(model.decide(scan, said)).as("scan %s", scan).isEqualTo(said);
      compared++;
    }
    assertThat(compared).isEqualTo(scans.size());
  }

  private static Verdict said(Row event) throws Exception {
    var data = event.getBuffer("data").getBytes();
    return event.getString("type").endsWith("VisitOpened")
        ? VisitOpened.parseFrom(data).getVerdict()
        : CheckInRefused.parseFrom(data).getVerdict();
  }

  /** Some of those inside go, some never were; two may say so at once. */
  private void leave(OneAtATime model, Random random) throws Exception {
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var visit : model.inside()) {
        int what = random.nextInt(6);
        people.submit(() -> end(visit, what));
        people.submit(() -> end(visit, random.nextInt(3)));
      }
    }
    model.follow(visits(model));
  }

  private static void end(OneAtATime.Visited visit, int how) {
    var id = visit.id().toString();
    try {
      switch (how) {
        case 0 -> office.ask(visit.kiosk(), VisitsGrpcClient.AnnulVisit,
            AnnulVisitRequest.newBuilder().setVisitId(id).build());
        case 1 -> office.ask(staff(visit), VisitsGrpcClient.CancelVisit,
            CancelVisitRequest.newBuilder().setId(id).setReason("a mistake").build());
        case 2 -> office.ask(staff(visit), VisitsGrpcClient.CheckOutVisit,
            CheckOutVisitRequest.newBuilder().setVisitId(id).build());
        default -> {
          // stays
        }
      }
    } catch (Problem late) {
      // the other one was first
    }
  }

  private static Caller staff(OneAtATime.Visited visit) {
    return Desks.staff(visit.kiosk().requireClub());
  }

  private static Iterable<Row> visits(OneAtATime model) {
    return DATABASE.admin("select * from reciprocal.visit where host = any($1) order by opened_at, id",
        (Object) model.hosts());
  }

  private static void assertUsedUp(OneAtATime model) {
    Map<OneAtATime.At, OneAtATime.Used> found = new HashMap<>();
    for (Row row : DATABASE.admin("""
        select scope, member, array(select u from unnest(uses) u order by u) as uses, open_visit
          from reciprocal.quota where scope = any($1)""", (Object) model.hosts())) {
      found.put(new OneAtATime.At(row.getUUID("scope"), row.getUUID("member")),
          new OneAtATime.Used(List.of(row.getArrayOfLongs("uses")), row.getUUID("open_visit")));
    }
    found.values().removeIf(used -> used.uses().isEmpty() && used.open() == null);
    assertThat(found).isEqualTo(model.used());
  }
}
