package org.reciprocalclubs.reciprocal.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse.Decision;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreAway;
import org.reciprocalclubs.kit.store.StoreSettings;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.Federation;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** The desk while its connections break, its database is away, and it is closed. */
class DeskFaultTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final int MANY = 200;
  private static final int ROUNDS = 5;
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private String homeCode;

  @BeforeEach
  void twoClubsAndTheirMembers() {
    host = federation.club("HOST" + ++clubs);
    homeCode = "HOME" + clubs;
    var home = federation.club(homeCode);
    federation.agreement(host, home, Terms.OPEN);
    for (int i = 0; i < MANY; i++) {
      federation.member(home, "m" + i);
    }
  }

  @Test
  void aDeskThatIsClosedEndsWhatItBeganAndAnswersEveryone() {
    var before = sessions();
    var desk = desk(DATABASE.store(),
        new DeskSettings(1, 1, 1, Duration.ofMillis(1), 4096, Duration.ofMillis(200)));
    TestDatabase.await(desk.checkIn(scan(0)));
    var opened = sessions();
    opened.removeAll(before);
    List<Future<Answer>> asked = askAll(desk);
    TestDatabase.await(desk.close());
    asked.add(desk.checkIn(scan(1)));
    TestDatabase.await(Future.join(asked).otherwiseEmpty());

    assertThat(asked).allMatch(Future::isComplete);
    var refused = asked.stream().filter(Future::failed).toList();
    assertThat(refused).isNotEmpty().allSatisfy(each -> assertThat(each.cause())
        .isInstanceOfSatisfying(Problem.class, said -> assertThat(said.code()).isEqualTo("DESK_CLOSED")));
    assertThat(onDisk()).isEqualTo(1 + asked.size() - refused.size());
    assertThat(opened).hasSize(1);
    assertThat(gone(opened)).as("the desk's connection is closed").isTrue();
  }

  /** A server needs a moment to take a session off its list. */
  private static boolean gone(Set<Integer> sessions) {
    boolean gone = false;
    for (long end = System.nanoTime() + PATIENCE_NANOS; !gone && System.nanoTime() < end;) {
      gone = sessions().stream().noneMatch(sessions::contains);
    }
    return gone;
  }

  @Test
  void aConnectionThatBreaksUnderABatchIsReplacedAndNobodyNotices() {
    var desk = desk(DATABASE.store(), DeskSettings.DEFAULTS);
    TestDatabase.await(desk.checkIn(scan(0)));
    long cut = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var asked = askAll(desk);
      cut += cutAll();
      TestDatabase.await(Future.all(asked));
      // One that was cut when all was answered is noticed now, not under the next batch: a desk tries twice.
      TestDatabase.await(desk.checkIn(scan(0)));
    }
    System.out.println("connections cut under the desk: " + cut);
    assertThat(cut).isGreaterThanOrEqualTo(ROUNDS);
    assertThat(onDisk()).isEqualTo(1L + ROUNDS * (MANY + 1));
    assertThat(DATABASE.count("select count(*) from reciprocal.visit where host = $1", host)).isEqualTo(MANY);
    TestDatabase.await(desk.close());
  }

  /** Cuts what is there; a desk that was cut a moment ago needs another to be there again. */
  private static long cutAll() {
    long cut = 0;
    for (long end = System.nanoTime() + PATIENCE_NANOS; cut == 0 && System.nanoTime() < end;) {
      for (int pid : sessions()) {
        cut += DATABASE.count("select pg_terminate_backend($1)::int", pid);
      }
    }
    return cut;
  }

  @Test
  void anOutageIsToldToAllAtOnceAndEndsWhenTheDatabaseIsBack() {
    var vertx = DATABASE.vertx();
    NetServer place = vertx.createNetServer().connectHandler(NetSocket::close);
    TestDatabase.await(place.listen(0, "127.0.0.1"));
    int port = place.actualPort();
    TestDatabase.await(place.close());
    var settings = DATABASE.settings();
    var store = Store.open(vertx, StoreSettings.of(
        StoreSettings.Server.tcp("127.0.0.1", port, settings.server().database()), settings.passwords()));
    var desk = desk(store, new DeskSettings(1, 128, 24, Duration.ofMillis(2), 4096, Duration.ofSeconds(1)));

    var asked = askAll(desk);
    // one answer each a second would take minutes
    TestDatabase.await(Future.join(asked).otherwiseEmpty());
    assertThat(asked)
        .allSatisfy(each -> assertThat(each.cause()).isInstanceOf(StoreAway.class));

    var back = gateway(port);
    var answer = Future.<Answer>failedFuture("not asked yet");
    for (long end = System.nanoTime() + PATIENCE_NANOS; answer.failed() && System.nanoTime() < end;) {
      answer = desk.checkIn(scan(7));
      TestDatabase.await(answer.otherwiseEmpty());
    }
    assertThat(answer.result().response().getDecision()).isEqualTo(Decision.ADMITTED);
    TestDatabase.await(desk.close());
    TestDatabase.await(store.close());
    TestDatabase.await(back.close());
  }

  /** Lets through to the real server. */
  private static NetServer gateway(int port) {
    var vertx = DATABASE.vertx();
    var client = vertx.createNetClient();
    var server = vertx.createNetServer().connectHandler(near -> {
      near.pause();
      client.connect(DATABASE.settings().server().port(), "127.0.0.1").onSuccess(far -> {
        near.handler(far::write).closeHandler(_ -> far.close());
        far.handler(near::write).closeHandler(_ -> near.close());
        near.resume();
      });
    });
    TestDatabase.await(server.listen(port, "127.0.0.1"));
    return server;
  }

  private VisitDesk desk(Store store, DeskSettings settings) {
    return new VisitDesk(DATABASE.vertx(), store, settings, new SimpleMeterRegistry());
  }

  private List<Future<Answer>> askAll(VisitDesk desk) {
    List<Future<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      asked.add(desk.checkIn(scan(i)));
    }
    return asked;
  }

  private static Set<Integer> sessions() {
    Set<Integer> pids = new HashSet<>();
    DATABASE
        .admin(
            "select pid from pg_stat_activity where usename = 'clubs_app' and datname = current_database()")
        .forEach(row -> pids.add(row.getInteger(0)));
    return pids;
  }

  private long onDisk() {
    return DATABASE.count("select count(*) from kit.event where club = $1", host);
  }

  private Scan scan(int member) {
    return new Scan(Ids.uuid7(), host, new Scan.Who.ByNumber(homeCode, "m" + member),
        Request.alone(Instant.EPOCH), new Scan.Origin(Ids.uuid7(), "test", new byte[]{1}), Scan.Extras.NONE);
  }
}
