package org.reciprocalclubs.notification;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.notification.v1.ListNotificationsResponse;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.notification.v1.NotificationCreated;
import org.reciprocalclubs.kit.store.Appended;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Paging;
import org.reciprocalclubs.kit.store.Tx;

/** The table of notices. Every statement runs under the scope of the notice's club. */
final class NoticeRows {

  private NoticeRows() {}

  private static final String INSERT = """
      insert into notification.notice (id, club, person, type, status, title, message, channels,
        scheduled_at, sent_at, created_at)
      select id, $1, person, type, case when at > $8 then 'PENDING' else 'SENT' end, title, message,
        '{IN_APP}', at, case when at > $8 then null else $8 end, $8
      from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
        as t (id, person, type, title, message, at)
      returning id, sent_at""";

  /**
   * Writes notices of one club's office. Those that are not for later are announced.
   *
   * @return the ids of the notices, in their order
   */
  static List<UUID> insert(Tx tx, UUID club, List<Notice> notices) {
    int n = notices.size();
    var ids = new UUID[n];
    var people = new UUID[n];
    var types = new String[n];
    var titles = new String[n];
    var messages = new String[n];
    var times = new @Nullable Instant[n];
    for (int i = 0; i < n; i++) {
      var notice = notices.get(i);
      ids[i] = Ids.uuid7();
      people[i] = notice.person();
      types[i] = notice.text().type().name();
      titles[i] = notice.text().title();
      messages[i] = notice.text().message();
      times[i] = notice.scheduledAt();
    }
    Set<UUID> shown = new HashSet<>();
    tx.query(INSERT, club, ids, people, types, titles, messages, times, tx.now()).forEach(row -> {
      if (row.getOffsetDateTime("sent_at") != null) {
        shown.add(row.getUUID("id"));
      }
    });
    List<Appended> announced = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (shown.contains(ids[i])) {
        announced.add(new Appended(ids[i], 1, announcement(ids[i], notices.get(i))));
      }
    }
    tx.append(announced);
    return List.of(ids);
  }

  /** What push and subscriptions follow. */
  static NewEvent announcement(UUID id, Notice notice) {
    var event = NotificationCreated.newBuilder().setNotificationId(id.toString())
        .setUserId(notice.person().toString()).setClubId(notice.club().toString())
        .setType(notice.text().type()).build();
    return NewEvent.of(notice.club(), event, notice.meta());
  }

  /** Shows a scheduled notice; nothing when it is shown already. */
  static void send(Tx tx, UUID id) {
    tx.one("""
        update notification.notice set status = 'SENT', sent_at = $2 where id = $1 and status = 'PENDING'
        returning club, person, type""", id, tx.now())
        .ifPresent(row -> tx.append(id, 0, announcement(id, new Notice(row.getUUID("club"),
            row.getUUID("person"), new Notice.Text(Notification.Type.valueOf(row.getString("type")), "", ""),
            null, EventMeta.NONE))));
  }

  static Optional<Notification> find(Tx tx, UUID person, UUID id) {
    return tx
        .one("""
            select * from notification.notice where id = $1 and person = $2 and sent_at is not null""", id,
            person)
        .map(NoticeRows::read);
  }

  /** Notices whoever they are to, as their club's office sees them, in the order of their ids. */
  static List<Notification> all(Tx tx, List<UUID> ids) {
    List<Notification> found = new ArrayList<>();
    tx.query("select * from notification.notice where id = any($1) order by id",
        (Object) ids.toArray(UUID[]::new)).forEach(row -> found.add(read(row)));
    return found;
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

  /**
   * Marks what is unread as read: one notice, or a person's oldest when no id is given.
   *
   * @param most how many at most
   */
  static List<UUID> markRead(Tx tx, UUID person, @Nullable UUID id, int most) {
    List<UUID> marked = new ArrayList<>();
    tx.query("""
        update notification.notice set status = 'READ', read_at = $3
         where id in (select id from notification.notice
                       where person = $1 and ($2::uuid is null or id = $2)
                         and read_at is null and sent_at is not null
                       order by created_at, id limit $4 for update)
        returning id""", person, id, tx.now(), most).forEach(row -> marked.add(row.getUUID(0)));
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
