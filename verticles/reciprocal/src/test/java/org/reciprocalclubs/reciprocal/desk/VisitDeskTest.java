package org.reciprocalclubs.reciprocal.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse.Decision;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreFailed;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.Federation;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Terms;

class VisitDeskTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final UUID KIOSK = Ids.uuid7();
  private static final Terms FOUR_A_MONTH = Terms.OPEN.with(new Caps(null, 4, null));
  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private VisitDesk desk;
  private UUID host;
  private UUID home;
  private String homeCode;

  @BeforeEach
  void twoClubs() {
    desk = new VisitDesk(DATABASE.vertx(), DATABASE.store(), DeskSettings.DEFAULTS,
        new SimpleMeterRegistry());
    host = federation.club("HOST" + ++clubs);
    homeCode = "HOME" + clubs;
    home = federation.club(homeCode);
  }

  @AfterEach
  void close() {
    TestDatabase.await(desk.close());
  }

  @Test
  void aMemberOfAPartnerClubIsAdmittedAndTheVisitIsOnDisk() {
    federation.agreement(host, home, FOUR_A_MONTH);
    var member = federation.member(home, "100");

    var answer = checkIn(byNumber("100"));

    assertThat(answer.response().getDecision()).isEqualTo(Decision.ADMITTED);
    assertThat(answer.response().getVerdict().getLeft().getMonth()).isEqualTo(3);
    assertThat(answer.response().getVisitor().getName()).isEqualTo("Ada No100");
    assertThat(answer.repeated()).isFalse();
    assertThat(visits(member)).isOne();
    assertThat(
        DATABASE.count("select count(*) from kit.event where stream = $1 and club = $2 and partner = $3",
            UUID.fromString(answer.response().getScanId()), host, home))
        .isOne();
  }

  @Test
  void theSameScanSentAgainIsAnsweredTheSameAndIsOneVisit() {
    federation.agreement(host, home, FOUR_A_MONTH);
    var member = federation.member(home, "100");
    var scan = byNumber("100");

    var first = checkIn(scan);
    var second = checkIn(scan);
    var together = Future.all(desk.checkIn(scan), desk.checkIn(scan));

    assertThat(second.response()).isEqualTo(first.response());
    assertThat(second.repeated()).isTrue();
    TestDatabase.await(together);
    assertThat(together.<Answer>resultAt(1).response()).isEqualTo(first.response());
    assertThat(visits(member)).isOne();
  }

  @Test
  void aRepeatIsTheSameWhateverBecameOfTheMembershipSince() {
    federation.agreement(host, home, FOUR_A_MONTH);
    federation.member(home, "100");
    federation.member(home, "101", "SUSPENDED", null);
    var scans = List.of(byNumber("100"), byNumber("101"), byNumber("102"));
    var first = scans.stream().map(this::checkIn).map(Answer::response).toList();

    DATABASE.admin("update member.member set state = 'RESIGNED' where club = $1", home);
    federation.member(home, "102");

    assertThat(scans.stream().map(this::checkIn).map(Answer::response).toList()).isEqualTo(first);
  }

  @Test
  void anotherRequestOrDeviceUnderTheSameScanIdIsAConflict() {
    federation.agreement(host, home, FOUR_A_MONTH);
    federation.member(home, "100");
    var scan = byNumber("100");
    checkIn(scan);

    var otherContent = new Scan(scan.id(), host, scan.who(), scan.party(),
        new Scan.Origin(KIOSK, null, new byte[]{9}), Scan.Extras.NONE);
    var otherDevice = new Scan(scan.id(), host, scan.who(), scan.party(),
        new Scan.Origin(Ids.uuid7(), null, scan.origin().requestHash()), Scan.Extras.NONE);

    for (var reused : List.of(otherContent, otherDevice)) {
      assertThatThrownBy(() -> checkIn(reused)).isInstanceOfSatisfying(Problem.class,
          problem -> assertThat(problem.code()).isEqualTo("SCAN_ID_REUSED"));
    }
  }

  @Test
  void manyKiosksRacingForTheLastVisitsAdmitExactlyAsManyAsTheTermsAllow() {
    federation.agreement(host, home, Terms.OPEN.with(new Caps(3, null, null)));
    var member = federation.member(home, "100");
    List<Future<Answer>> races = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      races.add(desk.checkIn(byNumber("100")));
    }
    TestDatabase.await(Future.all(races));

    long admitted = races.stream().filter(race -> race.result().response().getDecision() == Decision.ADMITTED)
        .count();
    assertThat(admitted).as("a visitor who is inside is not admitted again").isOne();
    assertThat(visits(member)).isOne();
    assertThat(DATABASE.count("select cardinality(uses) from reciprocal.quota where member = $1", member))
        .isOne();
  }

  @Test
  void twoDesksOfTwoProcessesRacingForTheLastVisitAdmitExactlyOne() {
    federation.agreement(host, home, Terms.OPEN.with(new Caps(1, null, null)));
    var other = new VisitDesk(DATABASE.vertx(), DATABASE.store(), DeskSettings.DEFAULTS,
        new SimpleMeterRegistry());
    for (int round = 0; round < 20; round++) {
      var member = federation.member(home, "r" + round);
      var one = desk.checkIn(byNumber("r" + round));
      var two = other.checkIn(byNumber("r" + round));
      TestDatabase.await(Future.all(one, two));
      assertThat(visits(member)).isOne();
    }
    TestDatabase.await(other.close());
  }

  @Test
  void aScanThatTwoProcessesDeliverAtOnceIsOneVisitWithOneAnswer() {
    federation.agreement(host, home, FOUR_A_MONTH);
    var other = new VisitDesk(DATABASE.vertx(), DATABASE.store(), DeskSettings.DEFAULTS,
        new SimpleMeterRegistry());
    for (int round = 0; round < 20; round++) {
      boolean known = round % 2 == 0;
      if (known) {
        federation.member(home, "s" + round);
      }
      var scan = byNumber("s" + round);
      var one = desk.checkIn(scan);
      var two = other.checkIn(scan);
      TestDatabase.await(Future.all(one, two));
      assertThat(one.result().response()).isEqualTo(two.result().response());
      assertThat(DATABASE.count("select count(*) from kit.event where stream = $1", scan.id())).isOne();
      assertThat(DATABASE.count("select count(*) from reciprocal.visit where id = $1", scan.id()))
          .isEqualTo(known ? 1 : 0);
    }
    TestDatabase.await(other.close());
  }

  @Test
  void aRefusalSaysWhyAndIsKeptAsAnEvent() {
    federation.agreement(host, home, FOUR_A_MONTH);
    federation.member(home, "100", "SUSPENDED", null);

    var answer = checkIn(byNumber("100"));

    assertThat(answer.response().getDecision()).isEqualTo(Decision.REFUSED);
    assertThat(answer.response().getVerdict().getCode()).isEqualTo(Verdict.Code.MEMBER_SUSPENDED);
    assertThat(answer.response().hasVisit()).isFalse();
    assertThat(
        DATABASE.count("select count(*) from kit.event where stream = $1 and type like '%CheckInRefused'",
            UUID.fromString(answer.response().getScanId())))
        .isOne();
  }

  @Test
  void aClubWithoutAnAgreementLearnsNothingOfAnothersMembers() {
    federation.member(home, "100");

    var known = checkIn(byNumber("100")).response();
    var unknown = checkIn(byNumber("999")).response();

    assertThat(known.getVerdict().getCode()).isEqualTo(Verdict.Code.NO_AGREEMENT);
    assertThat(known.hasVisitor()).isFalse();
    assertThat(unknown.getVerdict().getCode()).isEqualTo(Verdict.Code.NO_AGREEMENT);
    assertThat(DATABASE.count("select count(*) from kit.event where stream = $1 and partner is not null",
        UUID.fromString(known.getScanId()))).isZero();
  }

  @Test
  void whoComesAloneAfterARushIsAnsweredToo() {
    federation.member(home, "5");
    for (int rush = 0; rush < 2; rush++) {
      TestDatabase
          .await(Future.all(IntStream.range(0, 100).mapToObj(_ -> desk.checkIn(byNumber("5"))).toList()));
      // a busy desk waits a moment for company; by now it has given up
      TestDatabase.await(DATABASE.vertx().timer(DeskSettings.DEFAULTS.gather().toMillis() * 10));
      assertThat(checkIn(byNumber("5")).response().getDecision()).isEqualTo(Decision.REFUSED);
    }
  }

  @Test
  void aFullDeskTellsWhoSendsMostToWaitAndServesTheOthers() {
    federation.agreement(host, home, Terms.OPEN);
    var quiet = federation.club("QUIET" + clubs);
    federation.agreement(quiet, home, Terms.OPEN);
    var small = new VisitDesk(DATABASE.vertx(), DATABASE.store(),
        new DeskSettings(1, 4, 4, Duration.ofMillis(1), 16, Duration.ofMillis(200)),
        new SimpleMeterRegistry());
    List<Scan> rush = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      federation.member(home, "r" + i);
      rush.add(byNumber("r" + i));
    }
    federation.member(home, "q");

    var answers = rush.stream().map(small::checkIn).toList();
    var other = small.checkIn(scan(quiet, "q"));
    TestDatabase.await(Future.join(answers).transform(_ -> other));

    assertThat(other.result().response().getDecision()).isEqualTo(Decision.ADMITTED);
    var shed = IntStream.range(0, 60).filter(i -> answers.get(i).failed()).toArray();
    assertThat(shed).hasSizeGreaterThan(20);
    for (int i : shed) {
      assertThat(answers.get(i).cause()).isInstanceOfSatisfying(Problem.class, full -> {
        assertThat(full.code()).isEqualTo("DESK_FULL");
        assertThat(full.kind().httpStatus()).isEqualTo(429);
        assertThat(full.retryAfter()).isEqualTo(Duration.ofMillis(200));
      });
      var again = TestDatabase.await(small.checkIn(rush.get(i)));
      assertThat(again.response().getDecision()).isEqualTo(Decision.ADMITTED);
      assertThat(again.repeated()).isFalse();
    }
    TestDatabase.await(small.close());
  }

  @Test
  void aBatchHoldsScansOfManyHostsAndAnswersEachByItsOwnTerms() {
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      var other = federation.club("M" + clubs + "X" + i, i % 2 == 0 ? "Europe/Rome" : "Asia/Tokyo");
      federation.agreement(other, home, FOUR_A_MONTH);
      federation.member(home, "b" + i);
      answers.add(desk.checkIn(scan(other, "b" + i)));
    }
    TestDatabase.await(Future.all(answers));
    assertThat(answers).allMatch(answer -> answer.result().response().getDecision() == Decision.ADMITTED);
  }

  @Test
  void nobodyWritesThroughTheDeskWhatIsNotAnEntry() {
    var sql = """
        select reciprocal.desk_commit(now(), array[gen_random_uuid()], array[gen_random_uuid()],
          array['reciprocalclubs.reciprocal.v1.AgreementProposed'], array[$1::uuid], array[$2::uuid], array[''::bytea],
          array[$1::uuid], array['x'], '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',
          '{}', '{}', '{}', '{}', '{}', '{}')""";
    assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(host), tx -> tx.query(sql, host, home)))
        .isInstanceOfSatisfying(StoreFailed.class,
            refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
  }

  private Answer checkIn(Scan scan) {
    return TestDatabase.await(desk.checkIn(scan));
  }

  private Scan byNumber(String number) {
    return scan(host, number);
  }

  private Scan scan(UUID at, String number) {
    return new Scan(Ids.uuid7(), at, new Scan.Who.ByNumber(homeCode, number), Request.alone(Instant.EPOCH),
        new Scan.Origin(KIOSK, "test", new byte[]{1, 2, 3}), Scan.Extras.NONE);
  }

  private static long visits(UUID member) {
    return DATABASE.count("select count(*) from reciprocal.visit where member = $1", member);
  }
}
