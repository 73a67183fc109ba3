package org.reciprocalclubs.kit.store;

import java.lang.reflect.Array;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows turned into the arrays that a batch statement takes: one per column. */
public final class Columns {
  private Columns() {}

  /**
   * One column of these rows, in their order.
   *
   * @param type of the elements, one that the driver binds as an array
   * @param value of a row; null where it has none
   */
  @SuppressWarnings("unchecked") // an array of that type is what newInstance makes
  public static <R, T> @Nullable T[] of(List<R> rows, Class<T> type, Function<R, @Nullable T> value) {
    @Nullable
    T[] column = (@Nullable T[]) Array.newInstance(type, rows.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }
}
