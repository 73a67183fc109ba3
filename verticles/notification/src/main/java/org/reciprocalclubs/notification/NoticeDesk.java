package org.reciprocalclubs.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.notification.v1.CountUnreadRequest;
import org.reciprocalclubs.codecs.notification.v1.CountUnreadResponse;
import org.reciprocalclubs.codecs.notification.v1.CreateNotificationRequest;
import org.reciprocalclubs.codecs.notification.v1.CreateNotificationResponse;
import org.reciprocalclubs.codecs.notification.v1.GetNotificationRequest;
import org.reciprocalclubs.codecs.notification.v1.ListNotificationsRequest;
import org.reciprocalclubs.codecs.notification.v1.ListNotificationsResponse;
import org.reciprocalclubs.codecs.notification.v1.MarkAllNotificationsReadRequest;
import org.reciprocalclubs.codecs.notification.v1.MarkAllNotificationsReadResponse;
import org.reciprocalclubs.codecs.notification.v1.MarkNotificationReadRequest;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.notification.v1.NotificationRead;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Uuids;
import org.reciprocalclubs.kit.store.Appended;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Jobs;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Once;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** The rpcs of notices: everyone reads their own, an office writes to people of its club. Thread-safe. */
final class NoticeDesk {
  static final int RECIPIENTS_MAX = 1000;
  /** Notices that one transaction marks as read. */
  static final int MARKED_AT_ONCE = 500;
  static final int TITLE_MAX = 200;
  static final int MESSAGE_MAX = 4000;
  /** Kind of the job that shows a scheduled notice. */
  static final String SEND = "notification.send";

  private final Store store;

  NoticeDesk(Store store) {
    this.store = store;
  }

  ListNotificationsResponse list(ListNotificationsRequest request) {
    var paging = Paging.of(request.getPagination());
    return store.read(mine(), tx -> NoticeRows.list(tx, me(), request.getUnreadOnly(), paging));
  }

  Notification get(GetNotificationRequest request) {
    var id = Uuids.read("id", request.getId());
    return store.read(mine(), tx -> NoticeRows.find(tx, me(), id)).orElseThrow(NoticeDesk::none);
  }

  CountUnreadResponse count(CountUnreadRequest request) {
    int count = store.read(mine(), tx -> NoticeRows.countUnread(tx, me()));
    return CountUnreadResponse.newBuilder().setCount(count).build();
  }

  Notification markRead(MarkNotificationReadRequest request) {
    var id = Uuids.read("id", request.getId());
    return store.transact(mine(), tx -> {
      mark(tx, id);
      return NoticeRows.find(tx, me(), id).orElseThrow(NoticeDesk::none);
    });
  }

  /** In transactions of a bounded size, oldest first: sent again after a failure it goes on. */
  MarkAllNotificationsReadResponse markAllRead(MarkAllNotificationsReadRequest request) {
    int marked = 0;
    int now;
    do {
      now = store.transact(mine(), tx -> mark(tx, null).size());
      marked += now;
    } while (now == MARKED_AT_ONCE);
    return MarkAllNotificationsReadResponse.newBuilder().setDone(true).setMarked(marked).build();
  }

  /** A notice has two events in its life: it was shown, it was read. */
  private static List<UUID> mark(Tx tx, @Nullable UUID id) {
    var call = CallContext.current();
    var club = call.caller().requireClub();
    var marked = NoticeRows.markRead(tx, me(), id, MARKED_AT_ONCE);
    tx.append(marked.stream().map(each -> new Appended(each, 2, NewEvent.of(club,
        NotificationRead.newBuilder().setNotificationId(each.toString()).setUserId(me().toString())
            .setClubId(club.toString()).build(),
        meta(call)))).toList());
    return marked;
  }

  private static EventMeta meta(CallContext call) {
    return EventMeta.of(call);
  }

  CreateNotificationResponse create(CreateNotificationRequest request) {
    var text = text(request);
    var people = people(request);
    var scheduledAt = request.hasScheduledAt()
        ? Dates.instant("scheduledAt", request.getScheduledAt())
        : null;
    return store.transact(Scope.of(CallContext.current().caller()),
        tx -> Once.answer(tx, "CreateNotification", request, CreateNotificationResponse.getDefaultInstance(),
            () -> write(tx, people, text, scheduledAt)));
  }

  private static CreateNotificationResponse write(Tx tx, List<UUID> people, Notice.Text text,
      @Nullable Instant scheduledAt) {
    var call = CallContext.current();
    var club = call.caller().requireClub();
    requireOwn(tx, club, people);
    var notices = people.stream()
        .map(person -> new Notice(club, person, text, scheduledAt, meta(call))).toList();
    var written = NoticeRows.all(tx, NoticeRows.insert(tx, club, notices));
    for (var notice : written) {
      if (scheduledAt != null && notice.getStatus() == Notification.Status.PENDING) {
        Jobs.schedule(tx, club, SEND, scheduledAt,
            GetNotificationRequest.newBuilder().setId(notice.getId()).build().toByteArray());
      }
    }
    return CreateNotificationResponse.newBuilder().addAllNotifications(written).build();
  }

  private static void requireOwn(Tx tx, UUID club, List<UUID> people) {
    int strangers = tx.one("""
        select count(*) from unnest($1::uuid[]) as p (id)
         where not exists (select from member.memberships_of_person_for_desk(p.id) m where m.club = $2)""",
        people.toArray(UUID[]::new), club).orElseThrow().getInteger(0);
    if (strangers > 0) {
      throw Problem.notFound("There is no such person in your club.").field("userIds");
    }
  }

  private static Notice.Text text(CreateNotificationRequest request) {
    if (request.getType().getNumber() < 1) {
      throw Problem.validation("type", "Say what kind of notice it is, such as SYSTEM.");
    }
    if (request.getTitle().isBlank() || request.getTitle().length() > TITLE_MAX) {
      throw Problem.validation("title", "A title has 1 to " + TITLE_MAX + " characters.");
    }
    if (request.getMessage().isBlank() || request.getMessage().length() > MESSAGE_MAX) {
      throw Problem.validation("message", "A message has 1 to " + MESSAGE_MAX + " characters.");
    }
    for (var channel : request.getChannelsList()) {
      if (channel != Notification.Channel.IN_APP) {
        throw Problem.of(ErrorCode.VALIDATION_ERROR, "CHANNEL_UNAVAILABLE",
            "Only in-app notices are carried at present.").field("channels");
      }
    }
    return new Notice.Text(request.getType(), request.getTitle(), request.getMessage());
  }

  private static List<UUID> people(CreateNotificationRequest request) {
    if (request.getUserIdsCount() == 0 || request.getUserIdsCount() > RECIPIENTS_MAX) {
      throw Problem.validation("userIds", "Write to 1 to " + RECIPIENTS_MAX + " people at a time.");
    }
    return request.getUserIdsList().stream().map(text -> Uuids.read("userIds", text)).distinct().toList();
  }

  private static UUID me() {
    return CallContext.current().caller().requireSubject();
  }

  private static Scope mine() {
    return Scope.person(CallContext.current().caller().requireClub(), me());
  }

  private static Problem none() {
    return Problem.notFound("There is no such notice.");
  }
}
