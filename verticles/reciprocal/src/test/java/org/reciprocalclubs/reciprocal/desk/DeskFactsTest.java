package org.reciprocalclubs.reciprocal.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.codecs.ProtoJson;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse.Decision;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.Federation;
import org.reciprocalclubs.reciprocal.TermsMapper;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Entry;
import org.reciprocalclubs.reciprocal.rules.Opening;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** What terms ask for beyond the agreement and the history, as the desk finds it in the rooms' real tables. */
class DeskFactsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static final LocalDate TODAY = LocalDate.now(ZoneId.of("America/Los_Angeles"));
  private static final Terms LETTER = Terms.OPEN.with(Entry.FREE.with(new Entry.LetterNeeded(null)));
  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private VisitDesk desk;
  private UUID host;
  private UUID home;
  private String homeCode;

  @BeforeEach
  void twoClubs() {
    desk = open();
    host = federation.club("FH" + ++clubs);
    homeCode = "FM" + clubs;
    home = federation.club(homeCode);
  }

  @AfterEach
  void close() {
    TestDatabase.await(desk.close());
  }

  @Test
  void aLetterOpensTheDoorUntilItIsRevoked() {
    federation.agreement(host, home, LETTER);
    var member = federation.member(home, "1");
    assertThat(code("1")).isEqualTo(Verdict.Code.LETTER_NEEDED);
    federation.letter(member, home, federation.club("FX" + clubs), TODAY, 0);
    assertThat(code("1")).as("a letter to another host").isEqualTo(Verdict.Code.LETTER_NEEDED);
    var letter = federation.letter(member, home, null, TODAY, 0);
    federation.letter(member, home, host, TODAY.minusDays(1), 0);
    assertThat(code("1")).as("a newer one that has ended").isEqualTo(Verdict.Code.ADMITTED);

    DATABASE.admin("update member.letter set revoked_at = now() where id = $1", letter);
    leave();
    assertThat(code("1")).isEqualTo(Verdict.Code.LETTER_NEEDED);
  }

  @Test
  void aLetterSaysHowManyGuestsTheHomeClubConsentsTo() {
    federation.agreement(host, home,
        Terms.OPEN.with(Coverage.ALL.with(new Coverage.Guests(4, null, true, null))));
    var member = federation.member(home, "1");
    federation.letter(member, home, host, TODAY.plusDays(2), 1);
    assertThat(checkIn(host, "1", 2).response().getVerdict().getCode()).isNotEqualTo(Verdict.Code.ADMITTED);
    assertThat(checkIn(host, "1", 1).response().getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @ParameterizedTest
  @CsvSource({"47.6,-122.3,45.5,-122.7,US,CLUB_TOO_NEAR", "47.6,-122.3,40.7,-74.0,US,ADMITTED",
      "47.6,-122.3,,,US,DISTANCE_UNKNOWN"})
  void theClubsLieAsFarApartAsTheEarthIsRound(double lat, double lon, @Nullable Double otherLat,
      @Nullable Double otherLon, String country, Verdict.Code expected) {
    place(host, lat, lon, "US");
    place(home, otherLat, otherLon, country);
    federation.agreement(host, home, residence(new Entry.Residence(300, false, false, List.of())));
    federation.member(home, "1");
    assertThat(code("1")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"Zürich,Switzerland,RESIDENT", "zurich,che,RESIDENT", "Basel,CH,RESIDENT",
      "Zurich,United States,ADMITTED", "Paris,France,ADMITTED", ",,ADMITTED", "Zürich,Elsewhere,RESIDENT"})
  void residentsOfTheHostsCountryOrOfNamedCitiesAreTold(@Nullable String city, @Nullable String country,
      Verdict.Code expected) {
    place(host, 47.3, 8.5, "CH");
    federation.agreement(host, home, residence(new Entry.Residence(null, false, true, List.of("Zürich"))));
    var member = federation.member(home, "1");
    if (city != null) {
      DATABASE.admin("""
          update member.person set street = 's', region = 'r', postal_code = '1', city = $2, country = $3
           where member = $1""", member, city, country);
    }
    assertThat(code("1")).isEqualTo(expected);
  }

  @Test
  void theLastPlaceInTheHouseIsGivenOnceAlsoByDesksOfTwoNodes() {
    federation.agreement(host, home, Terms.OPEN.with(Entry.FREE.with(new Entry.Capacity(null, 5))));
    for (int i = 0; i < 24; i++) {
      federation.member(home, "" + i);
    }
    var other = open();
    List<Future<Answer>> races = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      races.add((i % 2 == 0 ? desk : other).checkIn(scan(host, "" + i, i % 3 == 0 ? 1 : 0)));
    }
    TestDatabase.await(Future.all(races));
    TestDatabase.await(other.close());
    assertThat(DATABASE.count("""
        select sum(1 + guests) from reciprocal.visit where host = $1 and state = 'CHECKED_IN'""", host))
        .isEqualTo(5);
    assertThat(races).extracting(race -> race.result().response().getVerdict().getCode())
        .contains(Verdict.Code.HOUSE_FULL_NOW);
  }

  @Test
  void aProgrammeCountsVisitsToAllHostsAlsoWhenTheyComeAtOnce() {
    federation.rules(home, "PROGRAMME", Terms.OPEN.with(new Caps(null, 3, null)));
    federation.member(home, "1");
    var hosts = new ArrayList<UUID>();
    for (int i = 0; i < 8; i++) {
      hosts.add(federation.club("P" + i + "F" + clubs));
      federation.agreement(hosts.get(i), home, Terms.OPEN);
    }
    var other = open();
    List<Future<Answer>> races = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      races.add((i % 2 == 0 ? desk : other).checkIn(scan(hosts.get(i), "1", 0)));
    }
    TestDatabase.await(Future.all(races));
    TestDatabase.await(other.close());
    assertThat(races)
        .filteredOn(race -> race.result().response().getDecision() == Decision.ADMITTED).hasSize(3);
    var refused = races.stream().map(race -> race.result().response().getVerdict())
        .filter(verdict -> verdict.getCode() != Verdict.Code.ADMITTED).findFirst().orElseThrow();
    assertThat(refused.getRule()).isEqualTo("programme.caps.month");
  }

  @Test
  void aClosedHouseIsClosedWhateverTheAgreementSays() {
    federation.agreement(host, home, Terms.OPEN);
    federation.member(home, "1");
    federation.rules(host, "HOUSE",
        Terms.OPEN
            .with(Opening.ALWAYS.withBlackouts(new Opening.Blackout(TODAY, TODAY.plusDays(1), "Works"))));
    var verdict = checkIn(host, "1", 0).response().getVerdict();
    assertThat(verdict.getCode()).isEqualTo(Verdict.Code.BLACKOUT);
    assertThat(verdict.getRule()).startsWith("house.");
  }

  @ParameterizedTest
  @CsvSource({"BAN,,0,BANNED", "SUSPENSION,1,0,SUSPENDED_HERE", "SUSPENSION,-2,0,ADMITTED",
      "LIMITATION,,1,LIMITED", "LIMITATION,,0,ADMITTED"})
  void whatAHostPutsOnAVisitorHoldsAtItsDesk(String kind, @Nullable Integer days, int guests,
      Verdict.Code expected) {
    federation.agreement(host, home, Terms.OPEN);
    var member = federation.member(home, "1");
    federation.member(home, "2");
    var id = federation.restriction(host, home, member, kind, days == null ? null : TODAY.plusDays(days));
    assertThat(checkIn(host, "1", guests).response().getVerdict().getCode()).isEqualTo(expected);
    assertThat(code("2")).isEqualTo(Verdict.Code.ADMITTED);

    leave();
    DATABASE.admin("update reciprocal.restriction set lifted_at = now() where id = $1", id);
    assertThat(checkIn(host, "1", guests).response().getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void whatAHostPutsOnAClubHoldsForAllItsMembers() {
    federation.agreement(host, home, Terms.OPEN);
    federation.member(home, "1");
    federation.restriction(host, home, null, "BAN", null);
    assertThat(code("1")).isEqualTo(Verdict.Code.BANNED);
  }

  @Test
  void documentsMayBeALetterThatThePlatformSeesItself() {
    federation.agreement(host, home,
        Terms.OPEN.with(Entry.FREE.withDocuments(Set.of(Entry.Document.LETTER))));
    var member = federation.member(home, "1");
    assertThat(code("1")).isEqualTo(Verdict.Code.DOCUMENTS_MISSING);
    federation.letter(member, home, host, TODAY.plusDays(1), 0);
    assertThat(code("1")).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void aFeeIsWaivedWhileTheHomeClubIsClosed() {
    var fees = TermsMapper.read(new ProtoJson(ProtoJson.Limits.DEFAULT).read("""
        {"fees":{"currency":"USD","lines":[{"amount":"1500","basis":"PER_VISIT"}],
                 "waivers":[{"when":"HOME_CLUB_CLOSED"}]}}""",
        org.reciprocalclubs.codecs.reciprocal.v1.Terms.getDefaultInstance()));
    federation.agreement(host, home, fees);
    federation.member(home, "1");
    federation.member(home, "2");
    assertThat(checkIn(host, "1", 0).response().getVerdict().getFee().getAmount()).isEqualTo(1_500);
    federation.rules(home, "HOUSE",
        Terms.OPEN
            .with(Opening.ALWAYS.withBlackouts(new Opening.Blackout(TODAY, TODAY.plusDays(1), "Works"))));
    assertThat(checkIn(host, "2", 0).response().getVerdict().getFee().getAmount()).isZero();
  }

  @Test
  void aHouseIsClosedOnADayWithoutHours() {
    var always = EnumSet.allOf(DayOfWeek.class);
    always.remove(TODAY.getDayOfWeek());
    var hours = Opening.ALWAYS.withHours(new Opening.Window(always, LocalTime.of(8, 0), LocalTime.of(20, 0)));
    assertThat(hours.closedOn(TODAY)).isTrue();
    assertThat(hours.closedOn(TODAY.plusDays(1))).isFalse();
    assertThat(Opening.ALWAYS.closedOn(TODAY)).isFalse();
  }

  private static VisitDesk open() {
    return new VisitDesk(DATABASE.vertx(), DATABASE.store(), DeskSettings.DEFAULTS,
        new SimpleMeterRegistry());
  }

  private static Terms residence(Entry.Residence residence) {
    return Terms.OPEN.with(Entry.FREE.with(residence));
  }

  private static void place(UUID club, @Nullable Double lat, @Nullable Double lon, String country) {
    DATABASE.admin("update auth.club set latitude = $2, longitude = $3, country = $4 where id = $1", club,
        lat,
        lon, country);
  }

  /** Everybody goes home. */
  private void leave() {
    DATABASE.admin("update reciprocal.quota set open_visit = null where scope = $1", host);
  }

  private Verdict.Code code(String number) {
    return checkIn(host, number, 0).response().getVerdict().getCode();
  }

  private Answer checkIn(UUID at, String number, int guests) {
    return TestDatabase.await(desk.checkIn(scan(at, number, guests)));
  }

  private Scan scan(UUID at, String number, int guests) {
    var id = Ids.uuid7();
    var party = new ArrayList<Request.Guest>();
    for (int i = 0; i < guests; i++) {
      party.add(new Request.Guest(null, Request.Relation.FRIEND));
    }
    return new Scan(id, at, new Scan.Who.ByNumber(homeCode, number), new Request(Instant.EPOCH, "", party, 0),
        new Scan.Origin(Ids.uuid7(), null, new byte[]{1}), Scan.Extras.NONE);
  }
}
