package org.reciprocalclubs.reciprocal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CancelVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckOutVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ConfirmReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.FlaggedVisit;
import org.reciprocalclubs.codecs.reciprocal.v1.Guest;
import org.reciprocalclubs.codecs.reciprocal.v1.ImposeRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.LiftRestrictionRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.RequestReservationRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Restriction;
import org.reciprocalclubs.codecs.reciprocal.v1.RestrictionsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.SettleVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.reciprocal.Moments.Act;

/**
 * What offices do while visitors come: visits end in every way, each perhaps in two at once; houses close, in
 * two processes; what was flagged is settled; restrictions come and go; visits are announced, confirmed and
 * called off. What is done is drawn by the test's thread, before any of it is done.
 */
final class Offices {
  private static final int ANNOUNCED = 10;

  private final Desks desks;
  private final Store store;
  private final SmallWorld world;
  private final Random random;

  Offices(Desks desks, Store store, SmallWorld world, Random random) {
    this.desks = desks;
    this.store = store;
    this.world = world;
    this.random = random;
  }

  /** All of it at once; returns when it has been done. */
  void act(OneAtATime model, Moments moments, Instant now) {
    List<Runnable> deeds = new ArrayList<>();
    endings(model, moments, deeds);
    restrictions(model, moments, now, deeds);
    reservations(model, moments, now, deeds);
    if (random.nextBoolean()) {
      deeds.add(this::closeHouses);
      deeds.add(this::closeHouses);
    }
    atOnce(deeds);
  }

  private static void atOnce(List<Runnable> deeds) {
    List<RuntimeException> failures = new ArrayList<>();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = deeds.stream().map(people::submit).toList();
      for (var each : done) {
        try {
          each.get();
        } catch (Exception failure) {
          failures.add(new IllegalStateException(failure));
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }

  void closeHouses() {
    new Closings(store, VisitSettings.DEFAULTS.stayMax()).turn();
  }

  private void endings(OneAtATime model, Moments moments, List<Runnable> deeds) {
    for (var visit : model.visits()) {
      if (visit.after().inside()) {
        end(visit, random.nextInt(5), moments, deeds);
        end(visit, random.nextInt(7), moments, deeds);
      } else if (visit.after().stands() && random.nextInt(8) == 0) {
        add(moments, Act.LEAVE, visit.id(), settle(visit, random.nextBoolean()), deeds);
      }
    }
  }

  private void end(Visited visit, int how, Moments moments, List<Runnable> deeds) {
    var id = visit.id().toString();
    var host = visit.at().host();
    switch (how) {
      case 0 -> add(moments, Act.LEAVE, visit.id(), () -> desks.ask(world.kiosk(host),
          VisitsGrpcClient.AnnulVisit, AnnulVisitRequest.newBuilder().setVisitId(id).build()), deeds);
      case 1 -> add(moments, Act.LEAVE, visit.id(), () -> desks.ask(staff(host), VisitsGrpcClient.CancelVisit,
          CancelVisitRequest.newBuilder().setId(id).setReason("a mistake").build()), deeds);
      case 2, 3 -> add(moments, Act.LEAVE, visit.id(),
          () -> desks.ask(staff(host), VisitsGrpcClient.CheckOutVisit,
              CheckOutVisitRequest.newBuilder().setVisitId(id).build()),
          deeds);
      case 4 -> add(moments, Act.LEAVE, visit.id(), settle(visit, false), deeds);
      default -> {
        // stays
      }
    }
  }

  /** Refused where nothing was flagged. */
  private Callable<?> settle(Visited visit, boolean accepted) {
    var resolution = accepted ? FlaggedVisit.Resolution.ACCEPTED : FlaggedVisit.Resolution.ANNULLED;
    var request = SettleVisitRequest.newBuilder().setId(visit.id().toString()).setResolution(resolution)
        .setNote("We have spoken").build();
    return () -> desks.ask(staff(visit.at().host()), VisitsGrpcClient.SettleVisit, request);
  }

  private void restrictions(OneAtATime model, Moments moments, Instant now, List<Runnable> deeds) {
    for (var each : model.restrictions()) {
      if (each.to() == null && random.nextInt(3) != 0) {
        var request = LiftRestrictionRequest.newBuilder().setId(each.rule().id().toString()).build();
        add(moments, Act.LIFT, each.rule().id(),
            () -> desks.ask(staff(each.host()), RestrictionsGrpcClient.LiftRestriction, request), deeds);
      }
    }
    if (!model.visits().isEmpty() && random.nextInt(3) != 0) {
      var visits = model.visits().stream().sorted(Comparator.comparing(Visited::id)).toList();
      var about = visits.get(random.nextInt(visits.size()));
      var request = restriction(about, LocalDate.ofInstant(now, SmallWorld.ZONE).plusDays(1));
      deeds.add(() -> {
        long begun = moments.now();
        var imposed = desks.ask(staff(about.at().host()), RestrictionsGrpcClient.ImposeRestriction, request);
        moments.imposed(UUID.fromString(imposed.getId()), begun);
      });
    }
  }

  /** On who made that visit, or on all of their club. */
  private ImposeRestrictionRequest restriction(Visited about, LocalDate lastDay) {
    var request = ImposeRestrictionRequest.newBuilder().setReason("noise");
    if (random.nextInt(3) == 0) {
      request.setClubCode(world.code(about.home()));
    } else {
      request.setVisitId(about.id().toString());
    }
    return (switch (random.nextInt(3)) {
      case 0 -> request.setKind(Restriction.Kind.BAN);
      case 1 -> request.setKind(Restriction.Kind.SUSPENSION).setLastDay(lastDay.toString());
      default -> request.setKind(Restriction.Kind.LIMITATION).setNoGuests(true);
    }).build();
  }

  private void reservations(OneAtATime model, Moments moments, Instant now, List<Runnable> deeds) {
    for (var each : model.reservations()) {
      if (each.live()) {
        decide(each, random.nextInt(4), moments, deeds);
        decide(each, random.nextInt(4), moments, deeds);
      }
    }
    for (int i = 0; i < ANNOUNCED; i++) {
      var host = world.hosts().get(random.nextInt(world.hosts().size()));
      var member = world.members().get(random.nextInt(world.members().size()));
      var by = random.nextBoolean() ? host : world.home(member);
      var request = RequestReservationRequest.newBuilder().setVisitingClubId(host.toString())
          .setMember(world.card(member))
          .setDay(LocalDate.ofInstant(now, SmallWorld.ZONE).plusDays(random.nextInt(2)).toString())
          .addAllGuests(IntStream.range(0, random.nextInt(3))
              .mapToObj(_ -> Guest.newBuilder().setRelation(Guest.Relation.FRIEND).build()).toList())
          .build();
      add(moments, Act.ANNOUNCE, Ids.uuid7(),
          () -> desks.ask(staff(by), ReservationsGrpcClient.RequestReservation, request), deeds);
    }
  }

  private void decide(Reserved about, int how, Moments moments, List<Runnable> deeds) {
    var id = about.id().toString();
    var host = staff(about.at().host());
    switch (how) {
      case 0, 1 -> add(moments, Act.ANNOUNCE, about.id(), () -> desks.ask(host,
          ReservationsGrpcClient.ConfirmReservation,
          ConfirmReservationRequest.newBuilder().setId(id).build()), deeds);
      case 2 -> add(moments, Act.ANNOUNCE, about.id(), () -> desks.ask(host,
          ReservationsGrpcClient.CancelReservation,
          CancelReservationRequest.newBuilder().setId(id).build()), deeds);
      default -> {
        // waits
      }
    }
  }

  private static void add(Moments moments, Act act, UUID whom, Callable<?> does, List<Runnable> deeds) {
    deeds.add(() -> moments.act(act, whom, does));
  }

  private static Caller staff(UUID club) {
    return new Caller(Caller.Kind.PERSON, Ids.uuid7(), club, null, null,
        Set.of("visit.close", "visit.annul", "visit.cancel", "visit.settle", "visitor.restrict",
            "reservation.request", "reservation.decide"),
        Set.of("manager"));
  }
}
