package org.reciprocalclubs.notification;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Columns;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Tx;

/** The arrays that {@code notification.tell} takes: one per column, one element per notice. */
final class ToldRows {
  private static final String SQL = """
      select notification.tell($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""";

  private record Told(UUID id, EventRecord cause, Notice notice, NewEvent announcement) {}

  private final List<Told> rows = new ArrayList<>();

  void add(EventRecord cause, Notice notice) {
    var id = Ids.uuid7();
    rows.add(new Told(id, cause, notice, NoticeRows.announcement(id, notice)));
  }

  /** Writes them in the transaction of the follower, whose scope is nobody's. */
  void write(Tx tx) {
    if (rows.isEmpty()) {
      return;
    }
    tx.query(SQL, tx.now(), column(UUID.class, Told::id), column(UUID.class, each -> each.notice.club()),
        column(UUID.class, each -> each.notice.person()),
        column(String.class, each -> each.notice.text().type().name()),
        column(String.class, each -> each.notice.text().title()),
        column(String.class, each -> each.notice.text().message()),
        column(UUID.class, each -> each.cause.id()), column(UUID.class, each -> each.cause.stream()),
        column(Integer.class, each -> each.cause.version()),
        column(UUID.class, each -> each.announcement.id()),
        column(Buffer.class, each -> Buffer.buffer(each.announcement.data())),
        column(UUID.class, each -> each.announcement.meta().actor()),
        column(String.class, each -> each.announcement.meta().correlation()),
        column(String.class, each -> each.announcement.meta().trace()));
    tx.appended();
  }

  private <T> @Nullable T[] column(Class<T> type, Function<Told, @Nullable T> value) {
    return Columns.of(rows, type, value);
  }
}
