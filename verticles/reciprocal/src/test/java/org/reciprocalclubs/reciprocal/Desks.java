package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.boot.StoreProblems;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.JobRunner;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.desk.DeskSettings;

/** The room as it runs: served on the bus, with its jobs, on a real database. */
final class Desks {
  private static final Set<String> STAFF = Set.of("agreement.propose", "agreement.approve",
      "agreement.suspend",
      "agreement.read", "visit.create", "visit.close", "visit.annul", "visit.cancel", "visit.verify",
      "visit.correct", "visit.settle", "visit.override",
      "visit.read", "verdict.replay", "rules.set", "reservation.request", "reservation.decide",
      "reservation.read");

  private final TestDatabase database;
  private final Bus bus;

  Desks(TestDatabase database) {
    this.database = database;
    var codecs = Codecs.contract();
    codecs.register(database.vertx().eventBus());
    var meters = new SimpleMeterRegistry();
    bus = new Bus(database.vertx(), codecs, BusSettings.DEFAULT, meters, StoreProblems::map);
    bus.recordTo(Recorder.FORGETFUL);
    await(database.vertx().deployVerticle(
        new ReciprocalVerticle(bus, database.store(), DeskSettings.DEFAULTS,
            AgreementSettings.DEFAULTS.requiringNothing(), VisitSettings.DEFAULTS, meters),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    var leases = Leases.start(database.store());
    await(JobRunner.start(database.store(), leases, ReciprocalRoom.jobs(), meters));
    var feed = EventFeed.start(database.store(), await(EventTail.start(database.store())), leases, meters);
    await(feed.follow(ReservationCalendar.FOLLOWER, ReservationCalendar.TYPES, ReservationCalendar::follow));
  }

  /** Somebody of a club's staff. */
  static Caller staff(UUID club) {
    return new Caller(Caller.Kind.PERSON, Ids.uuid7(), club, null, null, STAFF, Set.of("manager"));
  }

  /** A manager who keeps visitors out. */
  static Caller restricting(UUID club) {
    return new Caller(Caller.Kind.PERSON, Ids.uuid7(), club, null, null,
        Set.of("visitor.restrict", "visit.read"), Set.of("manager"));
  }

  static Caller kiosk(UUID club) {
    return new Caller(Caller.Kind.DEVICE, Ids.uuid7(), club, null, null,
        Set.of("visit.create", "visit.annul"),
        Set.of());
  }

  static Caller member(UUID club, UUID user) {
    return new Caller(Caller.Kind.PERSON, user, club, null, null, Set.of("member.self"), Set.of("member"));
  }

  <Q extends Message, A extends Message> A ask(Caller caller, ServiceMethod<A, Q> rpc, Q request) {
    return ask(caller, null, rpc, request);
  }

  <Q extends Message, A extends Message> A ask(Caller caller, @Nullable String key, ServiceMethod<A, Q> rpc,
      Q request) {
    Promise<A> answered = Promise.promise();
    CallContext.of(caller).withIdempotencyKey(key).run(database.vertx(),
        () -> bus.ask(rpc, request, Duration.ofSeconds(50)).onComplete(answered));
    return await(answered.future());
  }

  <Q extends Message, A extends Message> void refused(String code, Caller caller, ServiceMethod<A, Q> rpc,
      Q request) {
    assertThatThrownBy(() -> ask(caller, rpc, request)).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
