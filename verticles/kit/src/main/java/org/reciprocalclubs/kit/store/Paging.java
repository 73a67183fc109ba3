package org.reciprocalclubs.kit.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.kit.v1.PageInfo;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * Which part of a list is wanted, newest first: a page by number, or what follows a cursor. A cursor is a
 * place between rows, so it neither skips nor repeats when rows are added in front. Immutable.
 *
 * @param page from 1; meaningless with a cursor
 * @param pageSize rows on a page
 * @param after the last row seen; null for a page by number
 */
public record Paging(int page, int pageSize, @Nullable Mark after) {
  public static final int PAGE_SIZE_MAX = 100;
  /** Pages by number are for people; a program walks by cursor. */
  public static final int PAGE_MAX = 10_000;
  /** As far as a list is counted that may be very long. */
  public static final int COUNTED_MAX = 1_000;
  private static final int PAGE_SIZE = 10;

  /** A row's place: its time, then its id. */
  public record Mark(Instant at, UUID id) {
    private String text() {
      var plain = at + " " + id;
      return Base64.getUrlEncoder().withoutPadding()
          .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    private static Mark parse(String text) {
      try {
        var parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(" ", 2);
        return new Mark(Dates.instant("pagination.cursor", parts[0]), UUID.fromString(parts[1]));
      } catch (RuntimeException unreadable) {
        throw Problem.validation("pagination.cursor",
            "A cursor is taken from pageInfo.nextCursor, unchanged.");
      }
    }
  }

  /**
   * Reads what a caller asked for; zeros and absence mean the first page of ten.
   *
   * @throws Problem VALIDATION_ERROR naming the field
   */
  public static Paging of(PageRequest request) {
    int page = request.getPage() == 0 ? 1 : request.getPage();
    int size = request.getPageSize() == 0 ? PAGE_SIZE : request.getPageSize();
    if (page < 1 || page > PAGE_MAX) {
      throw Problem.validation("pagination.page",
          "A page is 1 to " + PAGE_MAX + "; use the cursor to go further.");
    }
    if (size < 1 || size > PAGE_SIZE_MAX) {
      throw Problem.validation("pagination.pageSize", "A page has 1 to " + PAGE_SIZE_MAX + " rows.");
    }
    return new Paging(page, size, request.hasCursor() ? Mark.parse(request.getCursor()) : null);
  }

  /** Rows to pass over; 0 with a cursor. */
  public int offset() {
    return after == null ? (page - 1) * pageSize : 0;
  }

  /** The time of the cursor's row; null without one. */
  public @Nullable Instant afterAt() {
    return after == null ? null : after.at();
  }

  /** The id of the cursor's row; null without one. */
  public @Nullable UUID afterId() {
    return after == null ? null : after.id();
  }

  /**
   * What to say beside the rows.
   *
   * @param total rows of the whole list
   * @param found rows on this page
   * @param last the last of them; null where there is none
   */
  public PageInfo info(int total, int found, @Nullable Mark last) {
    boolean next = after == null ? offset() + found < total : found == pageSize;
    return info(total, next, last).build();
  }

  /**
   * The same of a list that is too long to be counted for each page.
   *
   * @param counted its rows, at most {@link #COUNTED_MAX} and one: then there are at least as many
   */
  public PageInfo infoOfLong(int counted, int found, @Nullable Mark last) {
    if (counted <= COUNTED_MAX) {
      return info(counted, found, last);
    }
    int known = Math.max(COUNTED_MAX, offset() + found);
    return info(known, found == pageSize, last).setTotalIsLeast(true).build();
  }

  private PageInfo.Builder info(int total, boolean next, @Nullable Mark last) {
    var info = PageInfo.newBuilder().setPage(page).setPageSize(pageSize).setTotal(total)
        .setTotalPages((total + pageSize - 1) / pageSize).setHasNextPage(next)
        .setHasPrevPage(after != null || page > 1 && total > 0);
    return next && last != null ? info.setNextCursor(last.text()) : info;
  }
}
