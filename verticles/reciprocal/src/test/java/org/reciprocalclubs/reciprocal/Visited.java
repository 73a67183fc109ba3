package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.reciprocal.Moments.Span;
import org.reciprocalclubs.reciprocal.SmallWorld.At;
import org.reciprocalclubs.reciprocal.rules.Use;

/**
 * A visit as it was before things happened at once, and as it was after them. Immutable.
 *
 * @param twice whether the member was inside already when it was told of
 * @param changing when it changed; null where it did not
 */
record Visited(UUID id, At at, UUID home, Instant opened, Use use, int heads, boolean twice, Stage before,
    Stage after, @Nullable Span changing) {

  /**
   * @param stands whether it took place: only then it counts
   * @param closed when it was over; null while it lasts
   */
  record Stage(boolean stands, boolean inside, @Nullable Instant closed) {
    static final Stage INSIDE = new Stage(true, true, null);

    static Stage gone(Instant closed) {
      return new Stage(true, false, closed);
    }

    static Stage of(Row row) {
      var closed = row.getOffsetDateTime("closed_at");
      return switch (row.getString("state")) {
        case "CHECKED_IN" -> INSIDE;
        case "CHECKED_OUT" -> gone(closed.toInstant());
        default -> new Stage(false, false, closed.toInstant());
      };
    }

    /** Whether it had not ended by then. */
    boolean lastsAt(Instant then) {
      return stands && (closed == null || closed.isAfter(then));
    }
  }

  /** Each stage in which a scan may have seen it. */
  List<Stage> stages(Span scan) {
    if (changing == null || changing.before(scan)) {
      return List.of(after);
    }
    if (changing.after(scan)) {
      return List.of(before);
    }
    return before.inside() && !after.stands()
        ? List.of(before, Stage.gone(opened), after) // who went first may have been undone then
        : List.of(before, after);
  }

  /** Whether it is one of two at once: who leaves one of these is outside, and may come in again. */
  boolean twiceAmong(Collection<Visited> visits) {
    return twice || visits.stream().anyMatch(this::overlaps);
  }

  private boolean overlaps(Visited other) {
    return !id.equals(other.id) && at.equals(other.at) && !endsBy(other.opened) && !other.endsBy(opened);
  }

  private boolean endsBy(Instant then) {
    return after.closed() != null && !after.closed().isAfter(then);
  }
}
