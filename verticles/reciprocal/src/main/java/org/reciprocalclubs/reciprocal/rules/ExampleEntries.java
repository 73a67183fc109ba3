package org.reciprocalclubs.reciprocal.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Visits at the edges of what has to be brought and done before, and of where visitors come from. */
final class ExampleEntries {
  private final Entry entry;
  private final Inputs ordinary;
  private final LocalDate day;
  private final List<ExampleEdges.Edge> edges = new ArrayList<>();

  ExampleEntries(Entry entry, Inputs ordinary) {
    this.entry = entry;
    this.ordinary = ordinary;
    day = LocalDate.ofInstant(ordinary.request().at(), ZoneOffset.UTC);
  }

  private void add(Rule rule, Code code, Inputs inputs) {
    edges.add(new ExampleEdges.Edge(rule.name(), code, inputs));
  }

  List<ExampleEdges.Edge> all() {
    var known = (Standing.Known) ordinary.standing();
    var bare = new Standing.Known(known.member(), known.status(), known.membershipClass(), null);
    add(Rule.LETTER, Code.LETTER_NEEDED, ordinary.with(bare));
    if (entry.letter() != null && entry.letter().maxAgeDays() != null) {
      add(Rule.LETTER, Code.LETTER_TOO_OLD, ordinary
          .with(bare.with(new Standing.Letter(day.minusDays(entry.letter().maxAgeDays() + 1L), null, 0))));
    }
    var particulars = ordinary.request().particulars();
    add(Rule.DOCUMENTS, Code.DOCUMENTS_MISSING,
        ordinary.with(ordinary.request().with(particulars.withDocuments())));
    booked(Code.BOOKING_NEEDED, null);
    booking();
    residence(entry.residence());
    capacity(entry.capacity());
    return edges;
  }

  private void booking() {
    var booking = entry.booking();
    if (booking == null) {
      return;
    }
    var at = ordinary.request().at();
    booked(Code.BOOKING_TOO_LATE, at);
    long early = (Objects.requireNonNullElse(booking.earliestDays(), 0) + 1L) * Moment.DAY_SECONDS;
    booked(Code.BOOKING_TOO_EARLY, at.minusSeconds(early));
  }

  private void booked(Code code, @Nullable Instant at) {
    var request = ordinary.request();
    add(Rule.BOOKING, code, ordinary.with(request.with(request.particulars().bookedAt(at))));
  }

  private void residence(Entry.@Nullable Residence rule) {
    if (rule == null) {
      return;
    }
    int near = Objects.requireNonNullElse(rule.clubsKm(), 0);
    near(Code.CLUB_TOO_NEAR, new Circumstances.Nearness(near, false, Circumstances.Lives.ABROAD));
    near(Code.SAME_COUNTRY,
        new Circumstances.Nearness(Integer.MAX_VALUE, true, Circumstances.Lives.ABROAD));
    near(Code.RESIDENT, new Circumstances.Nearness(Integer.MAX_VALUE, false, Circumstances.Lives.IN_CITY));
  }

  private void near(Code code, Circumstances.Nearness nearness) {
    add(Rule.RESIDENCE, code, ordinary.with(ordinary.circumstances().with(nearness)));
  }

  private void capacity(Entry.@Nullable Capacity capacity) {
    if (capacity == null) {
      return;
    }
    int today = Objects.requireNonNullElse(capacity.day(), 0);
    int inside = Objects.requireNonNullElse(capacity.inside(), 0);
    add(Rule.CAPACITY_DAY, Code.HOUSE_FULL_TODAY,
        ordinary.with(ordinary.circumstances().with(new Circumstances.Occupancy(today, today, 0, 0))));
    add(Rule.CAPACITY_INSIDE, Code.HOUSE_FULL_NOW,
        ordinary.with(ordinary.circumstances().with(new Circumstances.Occupancy(0, 0, inside, inside))));
  }
}
