package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.kiosk;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse.Decision;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** Whoever forgot to check out is checked out when the house closes. */
class ClosingsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static final ZoneId SEATTLE = ZoneId.of("America/Los_Angeles");
  private static final LocalDateTime NOON = LocalDate.now(SEATTLE).plusDays(1).atTime(12, 0);
  private static Desks desks;
  private static int pairs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private String home;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void oneAgreement() {
    host = federation.club("HOST" + ++pairs);
    home = "HOME" + pairs;
    var club = federation.club(home);
    federation.agreement(host, club, Terms.OPEN);
    federation.member(club, "1");
    federation.member(club, "2");
    clock(NOON);
  }

  @AfterEach
  void clockAsItWas() {
    DATABASE.admin("update kit.clock set shift_ms = 0");
  }

  private static void clock(LocalDateTime to) {
    DATABASE.admin(
        """
            update kit.clock set shift_ms = (extract(epoch from $1::timestamptz - clock_timestamp()) * 1000)::bigint""",
        to.atZone(SEATTLE).toOffsetDateTime());
  }

  private void hours(UUID club) {
    federation.rules(club, "HOUSE", Terms.OPEN.with(Opening.ALWAYS.withHours(new Opening.Window(
        EnumSet.allOf(DayOfWeek.class), LocalTime.of(11, 0), LocalTime.of(23, 0)))));
  }

  private UUID checkIn(String number) {
    return checkIn(number, 0);
  }

  private UUID checkIn(String number, int nights) {
    var answer = desks.ask(kiosk(host), VisitsGrpcClient.CheckIn, CheckInRequest.newBuilder()
        .setScanId(Ids.uuid7().toString()).setNights(nights)
        .setMember(MemberReference.newBuilder().setClub(home).setNumber(number)).build());
    assertThat(answer.getDecision()).isEqualTo(Decision.ADMITTED);
    return UUID.fromString(answer.getScanId());
  }

  private Visit visit(UUID id) {
    return desks.ask(staff(host), VisitsGrpcClient.GetVisit,
        GetVisitRequest.newBuilder().setId(id.toString()).build());
  }

  @Test
  void nobodyIsCheckedOutBeforeAndEverybodyAfter() throws Exception {
    hours(host);
    var one = checkIn("1");
    var two = checkIn("2");
    clock(NOON.withHour(22).withMinute(59));
    close();
    assertThat(visit(one).getStatus()).isEqualTo(Visit.Status.CHECKED_IN);

    clock(NOON.withHour(23).plusHours(30));
    close();
    for (var id : new UUID[]{one, two}) {
      var visit = visit(id);
      assertThat(visit.getStatus()).isEqualTo(Visit.Status.CHECKED_OUT);
      assertThat(visit.getClosedByHouse()).isTrue();
      assertThat(VerdictMapper.instant(visit.getCheckOutTime()))
          .isEqualTo(NOON.withHour(23).atZone(SEATTLE).toInstant());
    }
    var event = VisitClosed.parseFrom(DATABASE
        .admin("select data from kit.event where stream = $1 and version = 2", one).iterator().next()
        .getBuffer(0).getBytes());
    assertThat(event.getActorId()).isEmpty();
    assertThat(event.hasLeftAt()).isTrue();
    assertThat(event.getCause()).isEqualTo(VisitClosed.Cause.AUTOMATIC);
    clock(NOON.plusDays(3));
    assertThat(checkIn("1")).as("the member is outside again").isNotNull();
  }

  @Test
  void aHouseWithoutHoursIsLeftADayAfterSomebodyCameSoThatTheyCanComeAgain() {
    var id = checkIn("1");
    clock(NOON.plusHours(23).plusMinutes(59));
    close();
    assertThat(visit(id).getStatus()).isEqualTo(Visit.Status.CHECKED_IN);

    clock(NOON.plusHours(30));
    close();
    var visit = visit(id);
    assertThat(visit.getStatus()).isEqualTo(Visit.Status.CHECKED_OUT);
    assertThat(visit.getClosedByHouse()).isTrue();
    assertThat(Duration.between(VerdictMapper.instant(visit.getCheckInTime()),
        VerdictMapper.instant(visit.getCheckOutTime()))).isEqualTo(Duration.ofHours(24));
    assertThat(checkIn("1")).as("the member is outside again").isNotNull();
  }

  @Test
  void whoStaysTheNightIsLeftThatManyDaysLater() {
    var id = checkIn("1", 2);
    clock(NOON.plusDays(2).plusHours(23));
    close();
    assertThat(visit(id).getStatus()).isEqualTo(Visit.Status.CHECKED_IN);
    clock(NOON.plusDays(3).plusHours(1));
    close();
    assertThat(visit(id).getStatus()).isEqualTo(Visit.Status.CHECKED_OUT);
  }

  @Test
  void twoProcessesThatLookAtOnceEndAVisitOnce() throws Exception {
    hours(host);
    var id = checkIn("1");
    clock(NOON.plusDays(1));
    var failed = new AtomicBoolean();
    var both = new Thread[2];
    for (int i = 0; i < both.length; i++) {
      both[i] = Thread.ofVirtual().start(() -> {
        try {
          new Closings(DATABASE.store(), VisitSettings.DEFAULTS.stayMax()).turn();
        } catch (RuntimeException unexpected) {
          failed.set(true);
        }
      });
    }
    for (Thread each : both) {
      each.join();
    }
    assertThat(failed).isFalse();
    assertThat(visit(id).getStatus()).isEqualTo(Visit.Status.CHECKED_OUT);
    assertThat(DATABASE.count("select count(*) from kit.event where stream = $1", id)).isEqualTo(2);
  }

  private static void close() {
    new Closings(DATABASE.store(), VisitSettings.DEFAULTS.stayMax()).turn();
  }
}
