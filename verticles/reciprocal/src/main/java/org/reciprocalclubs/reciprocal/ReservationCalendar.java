package org.reciprocalclubs.reciprocal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.GetReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitAnnulled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitCancelled;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitSettled;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Job;
import org.reciprocalclubs.kit.store.JobHandler;
import org.reciprocalclubs.kit.store.Jobs;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Tx;
import org.reciprocalclubs.reciprocal.rules.Reservation;

/**
 * What becomes of reservations by what happens at the door, and by the end of their day. The door itself does
 * not know of it: this follows its events, so that no scan pays for it. A job is planned for the end of each
 * day that somebody is expected; it asks once more who came, whether or not the follower has got that far.
 */
final class ReservationCalendar {
  /** Name of the follower, under which its position is kept. */
  static final String FOLLOWER = "reciprocal.reservations";
  /** What happens at the door. */
  static final Set<String> TYPES = Set.of(VisitOpened.getDescriptor().getFullName(),
      VisitAnnulled.getDescriptor().getFullName(), VisitCancelled.getDescriptor().getFullName(),
      VisitSettled.getDescriptor().getFullName());
  private static final String END = "reciprocal.reservation.end";

  private ReservationCalendar() {}

  /** Who does the jobs. */
  static Map<String, JobHandler> handlers() {
    return Map.of(END, ReservationCalendar::onEnd);
  }

  /** Plans the end of a reservation's day. */
  static void plan(Tx tx, UUID reservation, Instant ends) {
    Jobs.schedule(tx, Objects.requireNonNull(tx.scope().club()), END, ends,
        GetReservationRequest.newBuilder().setId(reservation.toString()).build().toByteArray());
  }

  /** What the state of each visit means for what was announced, whichever event told of it. */
  static void follow(Tx tx, List<EventRecord> events) {
    var visits = events.stream().map(EventRecord::stream).distinct().toArray(UUID[]::new);
    List<Row> found = new ArrayList<>();
    tx.query("select * from reciprocal.reservations_of_visits($1)", (Object) visits).forEach(found::add);
    for (Row row : found) {
      tx.as(Scope.club(row.getUUID("host")));
      if (row.getBoolean("came")) {
        onDesk(tx, row.getUUID("reservation"), new Reservation.Arrive(row.getUUID("visit")));
      } else {
        givenBack(tx, row.getUUID("reservation"), row.getUUID("visit"));
      }
    }
  }

  private static void givenBack(Tx tx, UUID id, UUID visit) {
    onDesk(tx, id, new Reservation.GiveBack(visit));
    var file = ReservationFile.open(tx, id);
    var other = ReservationRows.visit(tx, file.about().plan());
    if (other.isPresent()) {
      onDesk(tx, id, new Reservation.Arrive(other.get()));
    } else if (!tx.now().isBefore(file.about().plan().ends())) {
      plan(tx, id, tx.now()); // the day has ended already
    }
  }

  private static void onDesk(Tx tx, UUID id, Reservation.Command command) {
    var file = ReservationFile.open(tx, id);
    file.write(tx, file.decide(command), null);
  }

  private static void onEnd(Tx tx, Job job) {
    var file = ReservationFile.open(tx, id(job));
    var plan = file.about().plan();
    if (tx.now().isBefore(plan.ends())) {
      plan(tx, file.about().id(), plan.ends()); // the clock was put back
      return;
    }
    Reservation.Command command = ReservationRows
        .visit(tx, plan).<Reservation.Command>map(Reservation.Arrive::new)
        .orElseGet(() -> new Reservation.Lapse(tx.now()));
    file.write(tx, file.decide(command), null);
    ReservationRows.forgetNames(tx, file.about().id());
  }

  private static UUID id(Job job) {
    try {
      return UUID.fromString(GetReservationRequest.parseFrom(job.data()).getId());
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("A job cannot be read", unreadable);
    }
  }
}
