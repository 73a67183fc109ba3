package org.reciprocalclubs.reciprocal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.ListMyVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ListVisitsRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.SortOrder;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitSort;
import org.reciprocalclubs.kit.bus.Dates;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * Which visits of a list are wanted, and in which order; {@code null} does not narrow it. Immutable.
 *
 * @param states our states, or null for all
 */
record VisitFilter(String @Nullable [] states, Of of, Began began, @Nullable Boolean verified, Order order) {
  /** Orders without an index of their own sort no more than what began within this. */
  static final Duration SORTED_MAX = Duration.ofDays(366);
  private static final int DAY_LENGTH = 10;

  /** Whose visits, and for what. */
  record Of(ListVisitsRequest.Role role, @Nullable UUID partner, @Nullable UUID member,
      @Nullable String facility) {}

  /** When a visit began: by the host's days, both included, and by instants, the last excluded. */
  record Began(@Nullable Integer firstDay, @Nullable Integer lastDay, @Nullable Instant from,
      @Nullable Instant to) {

    static Began of(String from, String to) {
      boolean fromDay = from.length() == DAY_LENGTH;
      boolean toDay = to.length() == DAY_LENGTH;
      return new Began(fromDay ? day("from", from) : null, toDay ? day("to", to) : null,
          fromDay || from.isEmpty() ? null : instant("from", from),
          toDay || to.isEmpty() ? null : instant("to", to));
    }

    private static int day(String field, String text) {
      return (int) TermsMapper.date(field, text).toEpochDay();
    }

    private static Instant instant(String field, String text) {
      return Dates.instant(field, text);
    }

    /** No visit of these days, in whatever zone, began before it; null for any time. */
    @Nullable
    Instant earliest() {
      return firstDay == null ? from : start(firstDay - 1);
    }

    /** Every visit of these days, in whatever zone, began before it; null for any time. */
    @Nullable
    Instant latest() {
      return lastDay == null ? to : start(lastDay + 2);
    }

    /** Whether no more than {@link #SORTED_MAX} lies between the first and the last. */
    boolean isShort(Instant now) {
      var first = firstDay == null ? from : start(firstDay);
      var last = lastDay == null ? to : start(lastDay);
      return first != null && !first.plus(SORTED_MAX).isBefore(last == null ? now : last);
    }

    private static Instant start(int day) {
      return LocalDate.ofEpochDay(day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
  }

  /** By what, and which way. */
  record Order(VisitSort by, boolean ascending) {
    static Order of(VisitSort by, SortOrder order) {
      return new Order(switch (by) {
        case VISIT_SORT_UNSPECIFIED, UNRECOGNIZED, CHECK_IN_TIME -> VisitSort.CHECK_IN_TIME;
        case CHECK_OUT_TIME, COST -> by;
      }, order == SortOrder.ASC);
    }
  }

  static VisitFilter of(ListVisitsRequest request) {
    var of = new Of(request.getRole(), id("partnerClubId", request.getPartnerClubId()),
        id("memberId", request.getMemberId()), facility(request.getFacility()));
    return new VisitFilter(VisitStates.states(request.getStatus()), of,
        Began.of(request.getFrom(), request.getTo()), request.hasVerified() ? request.getVerified() : null,
        Order.of(request.getSort(), request.getOrder()));
  }

  /** A member's own: the partner is the host. */
  static VisitFilter of(ListMyVisitsRequest request) {
    var of = new Of(ListVisitsRequest.Role.HOME, id("partnerClubId", request.getPartnerClubId()), null,
        facility(request.getFacility()));
    return new VisitFilter(VisitStates.states(request.getStatus()), of,
        Began.of(request.getFrom(), request.getTo()), request.hasVerified() ? request.getVerified() : null,
        Order.of(request.getSort(), request.getOrder()));
  }

  /**
   * A club's list in another order than its index has sorts a bounded time only.
   *
   * @throws Problem VALIDATION_ERROR
   */
  void requireSortable(Instant now) {
    if (order.by() != VisitSort.CHECK_IN_TIME && !began.isShort(now)) {
      throw Problem.validation("from", "To sort by this, give a time of at most 366 days.");
    }
  }

  private static @Nullable UUID id(String field, String text) {
    return text.isEmpty() ? null : ScanMapper.id(field, text);
  }

  private static @Nullable String facility(String text) {
    var name = ScanMapper.facility(text);
    return name.isEmpty() ? null : name;
  }
}
