package org.reciprocalclubs.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.notification.Post.CITY;
import static org.reciprocalclubs.notification.Post.HARBOUR;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.notification.v1.CountUnreadRequest;
import org.reciprocalclubs.codecs.notification.v1.CreateNotificationRequest;
import org.reciprocalclubs.codecs.notification.v1.GetNotificationRequest;
import org.reciprocalclubs.codecs.notification.v1.MarkAllNotificationsReadRequest;
import org.reciprocalclubs.codecs.notification.v1.MarkNotificationReadRequest;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.notification.v1.NotificationsGrpcClient;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

class InboxTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "notification");
  private static Post post;

  @BeforeAll
  static void open() {
    post = new Post(DATABASE);
  }

  private static CreateNotificationRequest.Builder letter(UUID... people) {
    return CreateNotificationRequest.newBuilder().setType(Notification.Type.SYSTEM).setTitle("The bar")
        .setMessage("It is open.").addAllUserIds(List.of(people).stream().map(UUID::toString).toList());
  }

  private static List<Notification> write(CreateNotificationRequest.Builder letter) {
    return post.ask(Post.office(CITY), NotificationsGrpcClient.CreateNotification, letter.build())
        .getNotificationsList();
  }

  private static int unread(UUID user) {
    return post.ask(Post.person(CITY, user), NotificationsGrpcClient.CountUnread,
        CountUnreadRequest.getDefaultInstance()).getCount();
  }

  @Test
  void an_office_writes_to_many_and_each_reads_their_own() {
    var people = IntStream.range(0, 50).mapToObj(_ -> post.member(CITY)).toArray(UUID[]::new);

    var written = write(letter(people));

    assertThat(written).hasSize(50).extracting(Notification::getUserId)
        .containsExactly(List.of(people).stream().map(UUID::toString).toArray(String[]::new));
    assertThat(post.inbox(CITY, people[7]).getNodesList()).containsExactly(written.get(7));
    assertThatThrownBy(() -> post.ask(Post.person(CITY, people[8]), NotificationsGrpcClient.GetNotification,
        GetNotificationRequest.newBuilder().setId(written.get(7).getId()).build()))
        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("NOT_FOUND"));
  }

  @Test
  void a_stranger_among_the_recipients_keeps_the_whole_letter_in() {
    var own = post.member(CITY);
    var foreign = post.member(HARBOUR);

    assertThatThrownBy(() -> write(letter(own, foreign)))
        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code()).isEqualTo("NOT_FOUND"));
    assertThat(post.inbox(CITY, own).getNodesCount()).isZero();
  }

  @Test
  void the_same_key_writes_once() {
    var person = post.member(CITY);
    var office = Post.office(CITY);

    var first = post.ask(office, "letter-1", NotificationsGrpcClient.CreateNotification,
        letter(person).build());
    var again = post.ask(office, "letter-1", NotificationsGrpcClient.CreateNotification,
        letter(person).build());

    assertThat(again).isEqualTo(first);
    assertThat(post.inbox(CITY, person).getNodesCount()).isEqualTo(1);
  }

  @Test
  void reading_one_and_then_all_counts_down_and_is_an_event_each_once() {
    var person = post.member(CITY);
    for (int i = 0; i < 5; i++) {
      write(letter(person));
    }
    var first = post.inbox(CITY, person).getNodes(0).getId();
    var me = Post.person(CITY, person);
    var one = MarkNotificationReadRequest.newBuilder().setId(first).build();

    assertThat(post.ask(me, NotificationsGrpcClient.MarkNotificationRead, one).getStatus())
        .isEqualTo(Notification.Status.READ);
    post.ask(me, NotificationsGrpcClient.MarkNotificationRead, one);
    assertThat(unread(person)).isEqualTo(4);
    var all = MarkAllNotificationsReadRequest.getDefaultInstance();
    assertThat(post.ask(me, NotificationsGrpcClient.MarkAllNotificationsRead, all).getMarked()).isEqualTo(4);
    assertThat(post.ask(me, NotificationsGrpcClient.MarkAllNotificationsRead, all).getMarked()).isZero();
    assertThat(unread(person)).isZero();
    assertThat(DATABASE.count("""
        select count(*) from kit.event e join notification.notice n on n.id = e.stream
         where n.person = $1 and e.version = 2""", person)).isEqualTo(5);
  }

  @Test
  void more_than_one_transaction_holds_are_all_marked() {
    var person = post.member(CITY);
    DATABASE.admin(
        """
            insert into notification.notice (id, club, person, type, status, title, message, channels, sent_at, created_at)
            select gen_random_uuid(), $1, $2, 'SYSTEM', 'SENT', 'Old', 'Old', '{IN_APP}', now(), now()
              from generate_series(1, $3)""",
        CITY, person, NoticeDesk.MARKED_AT_ONCE + 3);

    assertThat(post.ask(Post.person(CITY, person), NotificationsGrpcClient.MarkAllNotificationsRead,
        MarkAllNotificationsReadRequest.getDefaultInstance()).getMarked())
        .isEqualTo(NoticeDesk.MARKED_AT_ONCE + 3);
    assertThat(unread(person)).isZero();
  }

  @Test
  void a_letter_for_later_is_shown_when_its_time_has_come_and_not_before() throws Exception {
    var person = post.member(CITY);
    var tomorrow = Instant.now().plus(Duration.ofDays(1));
    var written = write(
        letter(person).setScheduledAt(Timestamp.newBuilder().setSeconds(tomorrow.getEpochSecond())));
    assertThat(written.getFirst().getStatus()).isEqualTo(Notification.Status.PENDING);
    assertThat(post.inbox(CITY, person).getNodesCount()).isZero();

    new TimeOffset(DATABASE.store(), false).set(Duration.ofHours(25));

    assertThat(post.inbox(CITY, person, 1).getNodes(0).getId()).isEqualTo(written.getFirst().getId());
    new TimeOffset(DATABASE.store(), false).set(Duration.ZERO);
  }

  @Test
  void what_cannot_be_sent_is_refused_with_the_field_that_is_wrong() {
    var person = post.member(CITY);
    refused("userIds", letter());
    refused("userIds", letter().addUserIds("nobody"));
    refused("title", letter(person).setTitle(" "));
    refused("title", letter(person).setTitle("x".repeat(NoticeDesk.TITLE_MAX + 1)));
    refused("message", letter(person).setMessage(""));
    refused("type", letter(person).setType(Notification.Type.TYPE_UNSPECIFIED));
    refused("channels", letter(person).addChannels(Notification.Channel.SMS));
  }

  private static void refused(String field, CreateNotificationRequest.Builder letter) {
    assertThatThrownBy(() -> write(letter)).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.field()).isEqualTo(field));
  }
}
