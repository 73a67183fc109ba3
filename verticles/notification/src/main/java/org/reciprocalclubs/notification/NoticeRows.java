package org.reciprocalclubs.notification;

import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.notification.v1.ListNotificationsResponse;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.notification.v1.NotificationCreated;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;

/** The table of notices. Every statement runs under the scope of the notice's club. */
final class NoticeRows {

  private NoticeRows() {}

  /** Whom a notice is to, and of what kind it is: all that its event says of it. */
  private record Addressed(UUID club, UUID person, Notification.Type type) {}

  /** Writes a notice, unless this person was told of this event before. */
  static Optional<UUID> insert(Tx tx, Notice notice, EventMeta meta) {
    var id = Ids.uuid7();
    boolean later = notice.scheduledAt() != null && notice.scheduledAt().isAfter(tx.now());
    int written = tx.query(
        """
            insert into notification.notice (id, club, person, type, status, title, message, channels,
              cause, scheduled_at,
              sent_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, '{IN_APP}', $8, $9, $10, $11) on conflict do nothing""",
        id, notice.club(), notice.person(), notice.text().type(), later ? "PENDING" : "SENT",
        notice.text().title(), notice.text().message(), notice.cause(), notice.scheduledAt(),
        later ? null : tx.now(), tx.now()).rowCount();
    if (written == 0) {
      return Optional.empty();
    }
    if (!later) {
      announce(tx, id, new Addressed(notice.club(), notice.person(), notice.text().type()), meta);
    }
    return Optional.of(id);
  }

  /** What push and subscriptions follow. */
  private static void announce(Tx tx, UUID id, Addressed to, EventMeta meta) {
    var event = NotificationCreated.newBuilder().setNotificationId(id.toString())
        .setUserId(to.person().toString())
        .setClubId(to.club().toString()).setType(to.type()).build();
    tx.append(id, 0, NewEvent.of(to.club(), event, meta));
  }

  /** Shows a scheduled notice; nothing when it is shown already. */
  static void send(Tx tx, UUID id) {
    tx.one("""
        update notification.notice set status = 'SENT', sent_at = $2 where id = $1 and status = 'PENDING'
        returning club, person, type""", id, tx.now())
        .ifPresent(row -> announce(tx, id, new Addressed(row.getUUID("club"), row.getUUID("person"),
            Notification.Type.valueOf(row.getString("type"))), EventMeta.NONE));
  }

  static Optional<Notification> find(Tx tx, UUID person, UUID id) {
    return tx
        .one("""
            select * from notification.notice where id = $1 and person = $2 and sent_at is not null""", id,
            person)
        .map(NoticeRows::read);
  }

  static Notification any(Tx tx, UUID id) {
    return tx.one("select * from notification.notice where id = $1", id).map(NoticeRows::read).orElseThrow();
  }

  static ListNotificationsResponse list(Tx tx, UUID person, boolean unreadOnly, Paging paging) {
    var counted = tx.queryAsync("""
        select count(*) from notification.notice
         where person = $1 and sent_at is not null and (not $2 or read_at is null)""", person, unreadOnly);
    var rows = tx.query("""
        select * from notification.notice
         where person = $1 and sent_at is not null and (not $2 or read_at is null)
           and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
         order by created_at desc, id desc limit $5 offset $6""",
        person, unreadOnly, paging.afterAt(), paging.afterId(), paging.pageSize(), paging.offset());
    var response = ListNotificationsResponse.newBuilder();
    Paging.@Nullable Mark last = null;
    for (Row row : rows) {
      response.addNodes(read(row));
      last = new Paging.Mark(row.getOffsetDateTime("created_at").toInstant(), row.getUUID("id"));
    }
    int total = counted.await().iterator().next().getInteger(0);
    return response.setPageInfo(paging.info(total, response.getNodesCount(), last)).build();
  }

  static int countUnread(Tx tx, UUID person) {
    return tx.one("""
        select count(*) from notification.notice
         where person = $1 and read_at is null and sent_at is not null""", person).orElseThrow()
        .getInteger(0);
  }

  /** Marks what is unread as read: one notice, or all of a person's when no id is given. */
  static List<UUID> markRead(Tx tx, UUID person, @Nullable UUID id) {
    List<UUID> marked = new ArrayList<>();
    tx.query("""
        update notification.notice set status = 'READ', read_at = $3
         where person = $1 and ($2::uuid is null or id = $2) and read_at is null and sent_at is not null
        returning id""", person, id, tx.now()).forEach(row -> marked.add(row.getUUID(0)));
    return marked;
  }

  static Map<UUID, String> clubNames(Tx tx) {
    Map<UUID, String> names = new HashMap<>();
    tx.query("select id, name from auth.clubs_for_desk()")
        .forEach(row -> names.put(row.getUUID(0), row.getString(1)));
    return names;
  }

  private static Notification read(Row row) {
    var wire = Notification.newBuilder().setId(row.getUUID("id").toString())
        .setUserId(row.getUUID("person").toString()).setType(Notification.Type.valueOf(row.getString("type")))
        .setTitle(row.getString("title")).setMessage(row.getString("message"))
        .setStatus(Notification.Status.valueOf(row.getString("status")))
        .setCreatedAt(Times.of(row, "created_at"));
    for (String channel : row.getArrayOfStrings("channels")) {
      wire.addChannels(Notification.Channel.valueOf(channel));
    }
    if (row.getOffsetDateTime("scheduled_at") != null) {
      wire.setScheduledAt(Times.of(row, "scheduled_at"));
    }
    if (row.getOffsetDateTime("sent_at") != null) {
      wire.setSentAt(Times.of(row, "sent_at"));
    }
    if (row.getOffsetDateTime("read_at") != null) {
      wire.setReadAt(Times.of(row, "read_at"));
    }
    return wire.build();
  }
}
