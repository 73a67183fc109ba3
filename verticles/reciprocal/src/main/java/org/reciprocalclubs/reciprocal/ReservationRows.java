package org.reciprocalclubs.reciprocal;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.Reservation;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Request;
import org.reciprocalclubs.reciprocal.rules.Reservation.By;
import org.reciprocalclubs.reciprocal.rules.Reservation.CheckedIn;
import org.reciprocalclubs.reciprocal.rules.Reservation.Plan;
import org.reciprocalclubs.reciprocal.rules.Reservation.ReservationDeclined;

/** The read model of reservations. Every statement runs under the caller's own scope. */
final class ReservationRows {

  private ReservationRows() {}

  static Optional<Row> find(Tx tx, UUID id) {
    return tx.one("select * from reciprocal.reservation where id = $1", id);
  }

  /** The one of that day at that host that the member has, or has come by. */
  static Optional<Row> ofDay(Tx tx, UUID member, UUID host, LocalDate day) {
    return tx.one(
        """
            select * from reciprocal.reservation
             where member = $1 and host = $2 and day = $3
               and state in ('REQUESTED', 'CONFIRMED', 'CHECKED_IN')""",
        member, host, day);
  }

  /** What the desk would find of it; null while the host has not said yes. */
  static Request.@Nullable Booked booked(Row row) {
    return row.getString("state").equals("REQUESTED")
        ? null
        : new Request.Booked(row.getOffsetDateTime("requested_at").toInstant(), row.getInteger("guests"));
  }

  /** A visit of the member to the host on the day that took place, the first; empty for none. */
  static Optional<UUID> visit(Tx tx, Plan plan) {
    return tx.one("""
        select v.id from reciprocal.visit v
         where v.host = $1 and v.member = $2 and v.local_day = $3 and v.state in ('CHECKED_IN', 'CHECKED_OUT')
           and v.opened_at between $4::timestamptz - interval '2 days' and $4::timestamptz + interval '1 day'
         order by v.opened_at, v.id limit 1""", plan.host(), plan.member(), (int) plan.day().toEpochDay(),
        plan.ends()).map(row -> row.getUUID(0));
  }

  static void insert(Tx tx, Announced about, By by) {
    var plan = about.plan();
    tx.query(
        """
            insert into reciprocal.reservation (id, host, home, member, person, state, version, day, arrival,
              nights, guests, facility, requested_by, requested_at, ends_at, changed_at)
            values ($1, $2, $3, $4, $5, 'REQUESTED', 1, $6, $7, $8, $9, $10, $11, $12, $13, $12)""",
        about.id(), plan.host(), plan.home(), plan.member(), about.person(), plan.day(), about.time(),
        about.nights(), about.guests().size(), about.facility().isEmpty() ? null : about.facility(),
        by.name(), tx.now(), plan.ends());
    List<List<@Nullable Object>> guests = new ArrayList<>();
    for (Guest guest : about.guests()) {
      List<@Nullable Object> binds = new ArrayList<>(List.of(about.id(), guests.size(), plan.host(),
          plan.home(), about.person()));
      binds.add(guest.hasName() ? guest.getName() : null);
      binds.add(guest.hasAge() ? guest.getAge() : null);
      binds.add(guest.getRelation().name());
      binds.add(guest.getPaying());
      guests.add(binds);
    }
    if (!guests.isEmpty()) {
      tx.batch("""
          insert into reciprocal.reservation_guest (reservation, ord, host, home, person, name, age, relation,
            paying) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""", guests);
    }
  }

  /** As its last event left it, and what stands of it among the visits: one that never began, or none. */
  static void update(Tx tx, UUID id, int version, org.reciprocalclubs.reciprocal.rules.Reservation state,
      org.reciprocalclubs.reciprocal.rules.Reservation.Event last) {
    tx.query("""
        update reciprocal.reservation
           set state = $2, version = $3, changed_at = $4, decline_reason = $5, visit = $6 where id = $1""",
        id,
        state.state(), version, tx.now(),
        last instanceof ReservationDeclined(var reason) ? reason.name() : null,
        state instanceof CheckedIn(_, UUID visit) ? visit : null);
    tx.queryAsync("select reciprocal.visit_of_reservation($1)", id);
    switch (state.state()) {
      case "DECLINED", "CANCELLED", "NO_SHOW", "EXPIRED" -> forgetNames(tx, id);
      default -> {
        // somebody is expected, or here
      }
    }
  }

  /** Nobody needs them any more. */
  static void forgetNames(Tx tx, UUID id) {
    tx.query("""
        update reciprocal.reservation_guest set name = null where reservation = $1 and name is not null""",
        id);
  }

  static Announced announced(Row row, Plan plan) {
    String facility = row.getString("facility");
    return new Announced(row.getUUID("id"), plan, row.getUUID("person"), row.getLocalTime("arrival"),
        row.getInteger("nights"), facility == null ? "" : facility, List.of());
  }

  /** Rows as they travel, in their order, with who comes along. */
  static List<Reservation> read(Tx tx, List<Row> rows) {
    var guests = guests(tx, rows);
    return rows.stream().map(row -> read(row, guests.getOrDefault(row.getUUID("id"), List.of()))).toList();
  }

  private static Map<UUID, List<Guest>> guests(Tx tx, List<Row> rows) {
    Map<UUID, List<Guest>> guests = new HashMap<>();
    var ids = rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
    for (Row row : tx.query("""
        select * from reciprocal.reservation_guest where reservation = any($1) order by reservation, ord""",
        (Object) ids)) {
      var guest = Guest.newBuilder().setRelation(Guest.Relation.valueOf(row.getString("relation")))
          .setPaying(row.getBoolean("paying"));
      String name = row.getString("name");
      Integer age = row.getInteger("age");
      if (name != null) {
        guest.setName(name);
      }
      if (age != null) {
        guest.setAge(age);
      }
      guests.computeIfAbsent(row.getUUID("reservation"), _ -> new ArrayList<>()).add(guest.build());
    }
    return guests;
  }

  private static Reservation read(Row row, List<Guest> guests) {
    var wire = Reservation.newBuilder().setId(row.getUUID("id").toString())
        .setMemberId(row.getUUID("member").toString()).setClubId(row.getUUID("home").toString())
        .setVisitingClubId(row.getUUID("host").toString())
        .setState(Reservation.State.valueOf(row.getString("state")))
        .setDay(row.getLocalDate("day").toString()).setNights(row.getInteger("nights")).addAllGuests(guests)
        .setRequestedBy(Reservation.RequestedBy.valueOf(row.getString("requested_by")))
        .setRequestedAt(VerdictMapper.timestamp(row.getOffsetDateTime("requested_at").toInstant()))
        .setEndsAt(VerdictMapper.timestamp(row.getOffsetDateTime("ends_at").toInstant()))
        .setChangedAt(VerdictMapper.timestamp(row.getOffsetDateTime("changed_at").toInstant()));
    if (row.getLocalTime("arrival") != null) {
      wire.setTime(ReservationMapper.HOUR_MINUTE.format(row.getLocalTime("arrival")));
    }
    if (row.getString("facility") != null) {
      wire.setFacility(row.getString("facility"));
    }
    if (row.getString("decline_reason") != null) {
      wire.setDeclineReason(Reservation.DeclineReason.valueOf(row.getString("decline_reason")));
    }
    if (row.getUUID("visit") != null) {
      wire.setVisitId(row.getUUID("visit").toString());
    }
    return wire.build();
  }
}
