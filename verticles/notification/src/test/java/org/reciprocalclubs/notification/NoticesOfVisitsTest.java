package org.reciprocalclubs.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.notification.Post.CITY;
import static org.reciprocalclubs.notification.Post.HARBOUR;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.FactorAdded;
import org.reciprocalclubs.codecs.auth.v1.FactorRemoved;
import org.reciprocalclubs.codecs.auth.v1.PasskeyAdded;
import org.reciprocalclubs.codecs.auth.v1.PasskeyRemoved;
import org.reciprocalclubs.codecs.auth.v1.PasskeySuspected;
import org.reciprocalclubs.codecs.auth.v1.RecoveryCodeUsed;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.codecs.auth.v1.UserFactorsRemoved;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.reciprocal.v1.Allowance;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRefused;
import org.reciprocalclubs.codecs.reciprocal.v1.PassesWhen;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationCancelled;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationConfirmed;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationDeclined;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationExpired;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationMissed;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitAnnulled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitCancelled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitClosed;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.StoreFailed;
import org.reciprocalclubs.kit.store.TestDatabase;

class NoticesOfVisitsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "notification");
  private static Post post;

  @BeforeAll
  static void open() {
    post = new Post(DATABASE);
  }

  @Test
  void a_member_reads_of_an_admission_where_it_was_and_what_is_left() throws Exception {
    var user = post.member(HARBOUR);
    var verdict = Verdict.newBuilder().setLeft(Allowance.newBuilder().setMonth(3));

    post.happened(HARBOUR, CITY, VisitOpened.newBuilder().setVisitingClubId(CITY.toString())
        .setClubId(HARBOUR.toString()).setUserId(user.toString()).setVerdict(verdict).build());

    var notice = post.inbox(HARBOUR, user, 1).getNodes(0);
    assertThat(notice.getTitle()).isEqualTo("Welcome to City Club");
    assertThat(notice.getMessage()).contains("Visits left this month: 3");
    assertThat(notice.getType()).isEqualTo(Notification.Type.VISIT);
    assertThat(notice.getStatus()).isEqualTo(Notification.Status.SENT);
  }

  @Test
  void a_refusal_says_why_in_numbers_and_from_when_it_would_be_possible() throws Exception {
    var user = post.member(HARBOUR);
    var verdict = Verdict.newBuilder().setCode(Verdict.Code.CAP_MONTH_REACHED).setRule("caps.month")
        .putNumbers("used", 4).putNumbers("limit", 4)
        .setPassesWhen(PassesWhen.newBuilder().setFrom("2026-07-01"));

    post.happened(HARBOUR, CITY, CheckInRefused.newBuilder().setVisitingClubId(CITY.toString())
        .setClubId(HARBOUR.toString()).setUserId(user.toString()).setVerdict(verdict).build());

    var notice = post.inbox(HARBOUR, user, 1).getNodes(0);
    assertThat(notice.getTitle()).isEqualTo("Not admitted at City Club");
    assertThat(notice.getMessage()).isEqualTo(
        "At most 4 visits are allowed in a month; 4 used. It would be possible from 2026-07-01.");
  }

  @Test
  void whoever_is_signed_out_by_others_than_themselves_is_told() throws Exception {
    var user = post.member(HARBOUR);
    for (var cause : SessionEnded.Cause.values()) {
      if (cause != SessionEnded.Cause.UNRECOGNIZED) {
        post.happened(HARBOUR, HARBOUR, SessionEnded.newBuilder().setUserId(user.toString())
            .setClubId(HARBOUR.toString()).setCause(cause).build());
      }
    }
    var inbox = post.inbox(HARBOUR, user, 3);
    assertThat(inbox.getNodesList()).extracting(Notification::getTitle).containsExactlyInAnyOrder(
        "You were signed out of one place", "Your club's office signed you out", "You were signed out");
    assertThat(inbox.getNodesList()).extracting(Notification::getType)
        .containsOnly(Notification.Type.SECURITY);
  }

  @Test
  void a_person_hears_of_changes_to_their_second_factors() throws Exception {
    var user = post.member(HARBOUR);
    var harbour = HARBOUR.toString();
    post.happened(HARBOUR, HARBOUR,
        FactorAdded.newBuilder().setUserId(user.toString()).setClubId(harbour).build());
    post.happened(HARBOUR, HARBOUR,
        RecoveryCodeUsed.newBuilder().setUserId(user.toString()).setClubId(harbour).setLeft(9).build());
    post.happened(HARBOUR, HARBOUR,
        FactorRemoved.newBuilder().setUserId(user.toString()).setClubId(harbour).build());
    post.happened(HARBOUR, HARBOUR,
        UserFactorsRemoved.newBuilder().setUserId(user.toString()).setClubId(harbour).build());
    post.happened(HARBOUR, HARBOUR,
        PasskeyAdded.newBuilder().setUserId(user.toString()).setClubId(harbour).build());
    post.happened(HARBOUR, HARBOUR,
        PasskeySuspected.newBuilder().setUserId(user.toString()).setClubId(harbour).build());
    post.happened(HARBOUR, HARBOUR,
        PasskeyRemoved.newBuilder().setUserId(user.toString()).setClubId(harbour).build());
    var inbox = post.inbox(HARBOUR, user, 7);
    assertThat(inbox.getNodesList()).extracting(Notification::getTitle).containsExactlyInAnyOrder(
        "A passkey was added", "There may be a copy of a passkey", "A passkey was removed",
        "A second factor was added", "A recovery code was used", "A second factor was removed",
        "Your club's office removed your second factors");
    assertThat(inbox.getNodesList()).allMatch(each -> each.getType() == Notification.Type.SECURITY)
        .anyMatch(each -> each.getMessage().contains("codes that are left: 9"));
  }

  @Test
  void a_member_hears_what_became_of_a_reservation() throws Exception {
    var user = post.member(HARBOUR);
    var city = CITY.toString();
    var harbour = HARBOUR.toString();
    post.happened(HARBOUR, CITY, ReservationConfirmed.newBuilder().setVisitingClubId(city)
        .setClubId(harbour).setUserId(user.toString()).setDay("2026-07-01").build());
    post.happened(HARBOUR, CITY, ReservationDeclined.newBuilder().setVisitingClubId(city)
        .setClubId(harbour).setUserId(user.toString()).setDay("2026-07-02")
        .setReason(Reservation.DeclineReason.FULLY_BOOKED).build());
    post.happened(HARBOUR, CITY, ReservationCancelled.newBuilder().setVisitingClubId(city)
        .setClubId(harbour).setUserId(user.toString()).setDay("2026-07-03")
        .setBy(Reservation.RequestedBy.MEMBER).build());
    post.happened(HARBOUR, CITY, ReservationCancelled.newBuilder().setVisitingClubId(city)
        .setClubId(harbour).setUserId(user.toString()).setDay("2026-07-04")
        .setBy(Reservation.RequestedBy.HOST_CLUB).build());
    post.happened(HARBOUR, CITY, ReservationExpired.newBuilder().setVisitingClubId(city)
        .setClubId(harbour).setUserId(user.toString()).setDay("2026-07-05").build());
    post.happened(HARBOUR, CITY, ReservationMissed.newBuilder().setVisitingClubId(city)
        .setClubId(harbour).setUserId(user.toString()).setDay("2026-07-06").build());

    assertThat(post.inbox(HARBOUR, user, 5).getNodesList().reversed()).extracting(Notification::getTitle)
        .containsExactly("Reservation confirmed at City Club", "Reservation declined at City Club",
            "Reservation cancelled at City Club", "No answer from City Club",
            "You were expected at City Club");
    assertThat(post.inbox(HARBOUR, user, 5).getNodesList()).extracting(Notification::getMessage)
        .anySatisfy(text -> assertThat(text).contains("2026-07-02", "fully booked"));
  }

  @Test
  void who_forgot_to_check_out_hears_that_the_house_closed_and_who_was_told_of_later_hears_it_once()
      throws Exception {
    var user = post.member(HARBOUR);
    var closed = VisitClosed.newBuilder().setVisitingClubId(CITY.toString()).setClubId(HARBOUR.toString())
        .setUserId(user.toString()).setLeftAt(Timestamp.newBuilder().setSeconds(1_781_600_000));
    post.happened(HARBOUR, CITY, closed.setCause(VisitClosed.Cause.ALREADY_OVER).build());
    post.happened(HARBOUR, CITY, closed.setCause(VisitClosed.Cause.AUTOMATIC).build());

    assertThat(post.inbox(HARBOUR, user, 1).getNodesList()).extracting(Notification::getMessage)
        .containsExactly("You were checked out when the house closed.");
  }

  @Test
  void every_refusal_has_words_of_its_own() {
    for (var code : Verdict.Code.values()) {
      if (code.compareTo(Verdict.Code.ADMITTED) > 0 && code != Verdict.Code.UNRECOGNIZED) {
        assertThat(RefusalTexts.of(Verdict.newBuilder().setCode(code).setRule("rule").build()))
            .as(code.name()).endsWith(".").doesNotContain("rule");
      }
    }
  }

  @Test
  void leaving_undoing_and_cancelling_are_told_as_well() throws Exception {
    var user = post.member(HARBOUR);
    List<Message> events = List.of(
        VisitClosed.newBuilder().setVisitingClubId(CITY.toString()).setClubId(HARBOUR.toString())
            .setUserId(user.toString()).build(),
        VisitAnnulled.newBuilder().setVisitingClubId(CITY.toString()).setClubId(HARBOUR.toString())
            .setUserId(user.toString()).build(),
        VisitCancelled.newBuilder().setVisitingClubId(CITY.toString()).setClubId(HARBOUR.toString())
            .setUserId(user.toString()).build());

    events.forEach(event -> post.happened(HARBOUR, CITY, event));

    assertThat(post.inbox(HARBOUR, user, 3).getNodesList()).extracting(Notification::getTitle)
        .containsExactlyInAnyOrder("Thank you for visiting City Club", "Check-in undone at City Club",
            "Visit cancelled at City Club");
  }

  @Test
  void many_visits_to_many_clubs_are_each_told_once_and_only_to_their_own_member() throws Exception {
    List<UUID> users = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      var home = i % 2 == 0 ? HARBOUR : CITY;
      var host = i % 2 == 0 ? CITY : HARBOUR;
      var user = post.member(home);
      users.add(user);
      post.happened(home, host, VisitOpened.newBuilder().setVisitingClubId(host.toString())
          .setClubId(home.toString()).setUserId(user.toString()).build());
    }

    for (int i = 0; i < users.size(); i++) {
      var home = i % 2 == 0 ? HARBOUR : CITY;
      assertThat(post.inbox(home, users.get(i), 1).getNodesList()).extracting(Notification::getUserId)
          .containsExactly(users.get(i).toString());
      assertThat(post.inbox(home.equals(CITY) ? HARBOUR : CITY, users.get(i)).getNodesCount()).isZero();
    }
    assertThat(DATABASE.count("""
        select count(*) from notification.notice n where person = any($1) and not exists
          (select from kit.event e where e.stream = n.id and e.version = 1 and e.club = n.club)""",
        (Object) users.toArray(UUID[]::new))).as("each is announced to push").isZero();
  }

  @Test
  void an_unknown_visitor_is_told_nothing() throws Exception {
    post.happened(HARBOUR, CITY, CheckInRefused.newBuilder().setVisitingClubId(CITY.toString()).build());
    var last = post.member(HARBOUR);
    post.happened(HARBOUR, CITY, VisitOpened.newBuilder().setVisitingClubId(CITY.toString())
        .setClubId(HARBOUR.toString()).setUserId(last.toString()).build());

    assertThat(post.inbox(HARBOUR, last, 1).getNodesCount()).isEqualTo(1);
    assertThat(DATABASE.count("""
        select count(*) from notification.notice where person not in (select user_id from member.member)"""))
        .isZero();
  }

  @Test
  void nobody_is_told_of_what_their_club_does_not_see() {
    var user = post.member(CITY);
    var event = UUID.randomUUID();
    var stream = UUID.randomUUID();
    DATABASE.admin("""
        insert into kit.event (id, stream, version, type, club, data, at)
        values ($1, $2, 1, 'reciprocalclubs.reciprocal.v1.AgreementProposed', $3, '', now())""", event,
        stream,
        CITY);
    var tell = """
        select notification.tell(now(), array[gen_random_uuid()], array[$1::uuid], array[$5::uuid],
          array['VISIT'], array['title'], array['message'], array[$2::uuid], array[$3::uuid], array[$4::int],
          array[gen_random_uuid()], array[''::bytea], '{}', '{}', '{}')""";

    for (Object[] binds : new Object[][]{{HARBOUR, event, stream, 1, user}, {CITY, event, stream, 2, user},
        {CITY, UUID.randomUUID(), stream, 1, user}}) {
      assertThatThrownBy(() -> DATABASE.store().perform(Scope.club(HARBOUR), tx -> tx.query(tell, binds)))
          .isInstanceOfSatisfying(StoreFailed.class,
              refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
    }
    DATABASE.store().perform(Scope.club(HARBOUR), tx -> tx.query(tell, CITY, event, stream, 1, user));
    assertThat(DATABASE.count("select count(*) from notification.notice where cause = $1", event)).isOne();
  }
}
