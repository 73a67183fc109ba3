package org.reciprocalclubs.member.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.member.rules.Subscription;

/** Changes as one array per column, in the order that {@link ImportStage} binds them. */
final class StagedColumns {
  private StagedColumns() {}

  static List<Object> of(List<StagedChange> changes) {
    return List.of(
        changes.stream().map(StagedChange::line).toArray(Integer[]::new),
        changes.stream().map(each -> each.after().identity().id()).toArray(UUID[]::new),
        changes.stream().map(each -> each.after().version()).toArray(Integer[]::new),
        texts(changes, each -> each.after().identity().number()),
        texts(changes, each -> subscription(each).type().name()),
        texts(changes, each -> subscription(each).membershipClass()),
        texts(changes, each -> each.after().held().standing().name()),
        days(changes, each -> subscription(each).paidUntil()),
        changes.stream().map(each -> each.after().times().joinedAt()).toArray(Instant[]::new),
        texts(changes, each -> person(each).name().first()),
        texts(changes, each -> person(each).name().last()),
        days(changes, each -> person(each).dateOfBirth()),
        texts(changes, each -> person(each).email()),
        texts(changes, each -> person(each).phone()));
  }

  private static @Nullable String[] texts(List<StagedChange> changes,
      Function<StagedChange, @Nullable String> column) {
    var result = new @Nullable String[changes.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = column.apply(changes.get(i));
    }
    return result;
  }

  private static @Nullable LocalDate[] days(List<StagedChange> changes,
      Function<StagedChange, @Nullable LocalDate> column) {
    var result = new @Nullable LocalDate[changes.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = column.apply(changes.get(i));
    }
    return result;
  }

  private static Subscription subscription(StagedChange change) {
    return change.after().held().subscription();
  }

  private static Person person(StagedChange change) {
    return Objects.requireNonNull(change.after().person());
  }
}
