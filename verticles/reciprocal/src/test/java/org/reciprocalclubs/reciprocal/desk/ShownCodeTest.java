package org.reciprocalclubs.reciprocal.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.pass.PassOutcome;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreFailed;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.Federation;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** A code that a phone showed opens one door once. */
class ShownCodeTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final UUID KIOSK = Ids.uuid7();
  private static final Terms NO_GUESTS = Terms.OPEN
      .with(Coverage.ALL.with(new Coverage.Guests(0, null, false, null)));
  private static int clubs;
  private static long nonces;

  private final Federation federation = new Federation(DATABASE);
  private VisitDesk desk;
  private VisitDesk other;
  private UUID host;
  private UUID otherHost;
  private UUID home;

  @BeforeEach
  void threeClubsAndTwoNodes() {
    desk = open();
    other = open();
    host = federation.club("SH" + ++clubs);
    otherHost = federation.club("SO" + clubs);
    home = federation.club("SM" + clubs);
    federation.agreement(host, home, NO_GUESTS);
    federation.agreement(otherHost, home, Terms.OPEN);
  }

  @AfterEach
  void close() {
    TestDatabase.await(desk.close());
    TestDatabase.await(other.close());
  }

  @Test
  void oneCodeAtTwoHostsAndOnTwoNodesAtOnceIsOneAdmission() {
    for (int round = 0; round < 8; round++) {
      var pass = pass(federation.member(home, "r" + round));
      List<Future<Answer>> races = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        races.add((i % 2 == 0 ? desk : other).checkIn(scan(i % 3 == 0 ? otherHost : host, pass, 0)));
      }
      TestDatabase.await(Future.all(races));
      var codes = races.stream().map(race -> race.result().response().getVerdict().getCode()).toList();
      assertThat(codes).containsOnly(Verdict.Code.ADMITTED, Verdict.Code.PASS_ALREADY_SHOWN)
          .containsOnlyOnce(Verdict.Code.ADMITTED);
      assertThat(DATABASE.count("select count(*) from reciprocal.visit where member = $1", pass.member()))
          .isOne();
    }
  }

  @Test
  void aCodeIsUsedUpForTheNextBatchToo() {
    var pass = pass(federation.member(home, "1"));
    assertThat(code(scan(host, pass, 0))).isEqualTo(Verdict.Code.ADMITTED);
    var again = TestDatabase.await(other.checkIn(scan(otherHost, pass, 0))).response();
    assertThat(again.getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_ALREADY_SHOWN);
    assertThat(again.getVerdict().getRule()).isEqualTo("pass");
    assertThat(again.hasVisitor()).as("a code that proves nothing tells no name").isFalse();
    assertThat(code(scan(otherHost, pass(pass.member()), 0))).as("the phone's next code")
        .isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void theSameScanSentAgainIsAnsweredAsBefore() {
    var scan = scan(host, pass(federation.member(home, "1")), 0);
    var first = TestDatabase.await(desk.checkIn(scan));
    var second = TestDatabase.await(other.checkIn(scan));
    assertThat(first.response().getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(second.response()).isEqualTo(first.response());
    assertThat(second.repeated()).isTrue();
  }

  @Test
  void aRefusalUsesNothingUp() {
    var pass = pass(federation.member(home, "1"));
    assertThat(code(scan(host, pass, 2))).isEqualTo(Verdict.Code.TOO_MANY_GUESTS);
    assertThat(kept(pass)).isZero();
    assertThat(code(scan(host, pass, 0))).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(kept(pass)).isOne();
  }

  @Test
  void aVisitorByNumberUsesNoCodeUp() {
    federation.member(home, "1");
    long before = DATABASE.count("select count(*) from reciprocal.shown_pass");
    assertThat(code(new Scan(Ids.uuid7(), host, new Scan.Who.ByNumber("SM" + clubs, "1"),
        Request.alone(Instant.EPOCH), new Scan.Origin(KIOSK, null, new byte[]{1}), Scan.Extras.NONE)))
        .isEqualTo(Verdict.Code.ADMITTED);
    assertThat(DATABASE.count("select count(*) from reciprocal.shown_pass")).isEqualTo(before);
  }

  @Test
  void whichCodesWereShownIsNobodysToReadOrForget() {
    for (var sql : List.of("select * from reciprocal.shown_pass", "delete from reciprocal.shown_pass")) {
      assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(host), tx -> tx.query(sql)))
          .isInstanceOfSatisfying(StoreFailed.class,
              refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
    }
  }

  private static VisitDesk open() {
    return new VisitDesk(DATABASE.vertx(), DATABASE.store(), DeskSettings.DEFAULTS,
        new SimpleMeterRegistry());
  }

  private Verdict.Code code(Scan scan) {
    return TestDatabase.await(desk.checkIn(scan)).response().getVerdict().getCode();
  }

  private Scan.Who.ByPass pass(UUID member) {
    var now = Instant.now();
    var authentic = new PassOutcome.Authentic(home, member, "1", now, now, ++nonces);
    return new Scan.Who.ByPass(home, member, authentic.issuedAt(),
        new Scan.Shown(Buffer.buffer(authentic.showing()), authentic.shownUntil()));
  }

  private static Scan scan(UUID at, Scan.Who.ByPass pass, int guests) {
    var alone = Request.alone(Instant.EPOCH);
    var party = new Request(alone.at(), alone.facility(),
        Collections.nCopies(guests, new Request.Guest(30, Request.Relation.FRIEND, false)), 0,
        alone.particulars());
    return new Scan(Ids.uuid7(), at, pass, party, new Scan.Origin(KIOSK, "test", new byte[]{1, 2, 3}),
        Scan.Extras.NONE);
  }

  private static long kept(Scan.Who.ByPass pass) {
    return DATABASE.count("select count(*) from reciprocal.shown_pass where hash = $1", pass.shown().hash());
  }
}
