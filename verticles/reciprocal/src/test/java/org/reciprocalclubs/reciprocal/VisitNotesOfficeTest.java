package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.reciprocal.Desks.member;
import static org.reciprocalclubs.reciprocal.Desks.staff;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.kit.v1.Money;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CorrectVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.DeleteVisitCommentRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitHistoryRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.MemberReference;
import org.reciprocalclubs.codecs.reciprocal.v1.RateVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RecordVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitHistoryEntry;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.reciprocal.rules.Caps;
import org.reciprocalclubs.reciprocal.rules.Coverage;
import org.reciprocalclubs.reciprocal.rules.Terms;

class VisitNotesOfficeTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static Desks desks;
  private static int pairs;

  private final Federation federation = new Federation(DATABASE);
  private UUID host;
  private UUID home;
  private Caller ada;
  private Visit visit;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void oneVisitThatHasEnded() {
    host = federation.club("HOST" + ++pairs);
    home = federation.club("HOME" + pairs);
    federation.agreement(host, home, Terms.OPEN);
    var visitor = federation.member(home, "100");
    ada = member(home, Federation.person(visitor));
    visit = desks.ask(staff(host), VisitsGrpcClient.RecordVisit, RecordVisitRequest.newBuilder()
        .setMemberId(visitor.toString()).setVisitingClubId(host.toString()).addServices("Lunch").build());
    visit = desks.ask(staff(host), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(visit.getId()).build());
  }

  private CorrectVisitRequest.Builder correction() {
    return CorrectVisitRequest.newBuilder().setId(visit.getId()).setReason("Ada was billed for Bob");
  }

  private RateVisitRequest rating(int stars, String comment) {
    return RateVisitRequest.newBuilder().setId(visit.getId()).setStars(stars).setComment(comment).build();
  }

  private Visit get(Caller caller) {
    return desks.ask(caller, VisitsGrpcClient.GetVisit,
        GetVisitRequest.newBuilder().setId(visit.getId()).build());
  }

  @Test
  void a_correction_changes_what_is_read_and_both_clubs_read_what_was_before_and_why() {
    var corrected = desks.ask(staff(host), VisitsGrpcClient.CorrectVisit, correction().setGuests(2)
        .setNoServices(true).setCost(Money.newBuilder().setAmount(900).setCurrency("USD"))
        .setCheckOutTime(visit.getCheckInTime()).build());

    assertThat(corrected.getCorrected()).isTrue();
    assertThat(corrected.getServicesList()).isEmpty();
    assertThat(corrected.getGuests()).isEqualTo(2);
    assertThat(corrected.getCheckOutTime()).isEqualTo(visit.getCheckInTime());
    assertThat(get(ada)).isEqualTo(corrected);
    for (var club : new UUID[]{host, home}) {
      var entries = desks.ask(staff(club), VisitsGrpcClient.ListVisitHistory,
          ListVisitHistoryRequest.newBuilder().setId(visit.getId()).build()).getEntriesList();
      assertThat(entries).extracting(VisitHistoryEntry::getType).containsExactly("VisitOpened",
          "VisitClosed", "VisitCorrected");
      assertThat(entries.getFirst().getServicesList()).containsExactly("Lunch");
      assertThat(entries.getLast().getCorrectsVersion()).isEqualTo(2);
      assertThat(entries.getLast().getReason()).isEqualTo("Ada was billed for Bob");
      assertThat(entries.getLast().getCost().getAmount()).isEqualTo(900);
    }
  }

  @Test
  void guests_that_were_not_there_are_given_back_to_the_years_cap() {
    var guests = Terms.OPEN.with(Caps.NONE.withGuestsYear(5));
    var other = federation.club("OTHER" + pairs);
    federation.agreement(other, home, guests);
    var kiosk = Desks.kiosk(other);
    var five = withGuests(5).build();
    var answer = desks.ask(kiosk, VisitsGrpcClient.CheckIn, five);
    desks.ask(staff(other), VisitsGrpcClient.CheckOutVisit,
        CheckOutVisitRequest.newBuilder().setVisitId(answer.getScanId()).build());
    assertThat(desks.ask(kiosk, VisitsGrpcClient.CheckIn, withGuests(1).build()).getVerdict().getCode())
        .isEqualTo(Verdict.Code.CAP_GUESTS_YEAR_REACHED);

    desks.ask(staff(other), VisitsGrpcClient.CorrectVisit,
        correction().setId(answer.getScanId()).setGuests(0).build());

    var id = UUID.fromString(answer.getScanId());
    assertThat(DATABASE.count(
        """
            select count(*) from reciprocal.visit v
              join reciprocal.quota q on q.member = v.member and q.scope = v.host
             where v.id = $1 and q.uses = array[v.used] and (v.used >> 30) & 63 = 0""",
        id)).isOne();
    var next = desks.ask(kiosk, VisitsGrpcClient.CheckIn, withGuests(4).build());
    assertThat(next.getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    desks.ask(staff(other), VisitsGrpcClient.CorrectVisit,
        correction().setId(next.getScanId()).setGuests(5).build());
    assertThat(DATABASE.count("""
        select sum((u >> 30) & 63)::bigint from reciprocal.quota q cross join lateral unnest(q.uses) u
         where q.scope = $1""", other)).isEqualTo(5);
  }

  @Test
  void family_stays_uncounted_when_fewer_came_than_were_written_down() {
    var other = federation.club("FAMILY" + pairs);
    federation.agreement(other, home, Terms.OPEN
        .with(Coverage.ALL.with(new Coverage.Guests(null, 25, false, null))));
    var request = withGuests(1);
    for (int age = 8; age < 11; age++) {
      request.addGuests(Guest.newBuilder().setRelation(Guest.Relation.CHILD).setAge(age));
    }
    var id = desks.ask(Desks.kiosk(other), VisitsGrpcClient.CheckIn, request.build()).getScanId();
    var counted = "select sum((u >> 30) & 63)::bigint from reciprocal.quota q cross join lateral unnest(q.uses) u"
        + " where q.scope = $1";
    assertThat(DATABASE.count(counted, other)).isOne();

    desks.ask(staff(other), VisitsGrpcClient.CorrectVisit, correction().setId(id).setGuests(2).build());

    assertThat(DATABASE.count(counted, other)).isZero();
  }

  private CheckInRequest.Builder withGuests(int count) {
    var scan = CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString())
        .setMember(MemberReference.newBuilder().setClub("HOME" + pairs).setNumber("100"));
    for (int i = 0; i < count; i++) {
      scan.addGuests(Guest.newBuilder().setRelation(Guest.Relation.FRIEND));
    }
    return scan;
  }

  @Test
  void why_a_visit_was_corrected_is_in_no_event() {
    desks.ask(staff(host), VisitsGrpcClient.CorrectVisit, correction().setGuests(1).build());
    desks.ask(ada, VisitsGrpcClient.RateVisit, rating(1, "Ada was billed for Bob"));

    var events = DATABASE.store().read(Scope.club(host), tx -> tx.events(UUID.fromString(visit.getId()), 0));
    assertThat(events).hasSize(4)
        .noneMatch(event -> new String(event.data(), StandardCharsets.UTF_8).contains("billed"));
  }

  @Test
  void only_the_host_corrects_with_a_reason_and_a_third_club_finds_nothing() {
    desks.refused("UNAUTHORIZED", staff(home), VisitsGrpcClient.CorrectVisit,
        correction().setGuests(1).build());
    desks.refused("VALIDATION_ERROR", staff(host), VisitsGrpcClient.CorrectVisit,
        correction().setGuests(1).setReason(" ").build());
    desks.refused("VALIDATION_ERROR", staff(host), VisitsGrpcClient.CorrectVisit, correction().build());
    var third = staff(federation.club("THIRD" + pairs));
    desks.refused("NOT_FOUND", third, VisitsGrpcClient.CorrectVisit, correction().setGuests(1).build());
    desks.refused("NOT_FOUND", third, VisitsGrpcClient.ListVisitHistory,
        ListVisitHistoryRequest.newBuilder().setId(visit.getId()).build());
  }

  @Test
  void a_member_rates_their_visit_twice_and_both_clubs_see_the_last() {
    desks.ask(ada, VisitsGrpcClient.RateVisit, rating(2, "Cold soup"));
    var rated = desks.ask(ada, VisitsGrpcClient.RateVisit, rating(4, "Warm after all"));

    assertThat(rated.getRating().getStars()).isEqualTo(4);
    assertThat(get(staff(host)).getRating().getComment()).isEqualTo("Warm after all");
    assertThat(desks.ask(staff(home), VisitsGrpcClient.ListVisits, ListVisitsRequest.getDefaultInstance())
        .getNodes(0).getRating()).isEqualTo(rated.getRating());
    desks.refused("RATED_ALREADY", ada, VisitsGrpcClient.RateVisit, rating(1, ""));
  }

  @Test
  void the_words_of_a_rating_can_be_taken_back() {
    desks.ask(ada, VisitsGrpcClient.RateVisit, rating(2, "Cold soup"));
    var after = desks.ask(ada, VisitsGrpcClient.DeleteVisitComment,
        DeleteVisitCommentRequest.newBuilder().setId(visit.getId()).build());

    assertThat(after.getRating().getStars()).isEqualTo(2);
    assertThat(after.getRating().hasComment()).isFalse();
  }

  @Test
  void nobody_rates_anothers_visit_and_nobody_after_ninety_days() {
    var bob = member(home, Federation.person(federation.member(home, "101")));
    desks.refused("NOT_FOUND", bob, VisitsGrpcClient.RateVisit, rating(5, ""));
    var clock = new TimeOffset(DATABASE.store(), false);
    try {
      clock.set(Duration.ofDays(91));
      desks.refused("RATING_TOO_LATE", ada, VisitsGrpcClient.RateVisit, rating(5, ""));
    } finally {
      clock.set(Duration.ZERO);
    }
  }
}
