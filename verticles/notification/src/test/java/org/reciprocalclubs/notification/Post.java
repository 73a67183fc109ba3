package org.reciprocalclubs.notification;

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
import org.reciprocalclubs.codecs.notification.v1.ListNotificationsRequest;
import org.reciprocalclubs.codecs.notification.v1.ListNotificationsResponse;
import org.reciprocalclubs.codecs.notification.v1.NotificationsGrpcClient;
import org.reciprocalclubs.kit.boot.StoreProblems;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;

/** The room as it runs: served on the bus, following the feed, on a real database with two clubs and their members. */
final class Post {
  static final UUID CITY = Ids.uuid7();
  static final UUID HARBOUR = Ids.uuid7();

  private final TestDatabase database;
  private final Bus bus;

  Post(TestDatabase database) {
    this.database = database;
    club(CITY, "CITY", "City Club");
    club(HARBOUR, "HARBOUR", "Harbour Club");
    var codecs = Codecs.contract();
    codecs.register(database.vertx().eventBus());
    var meters = new SimpleMeterRegistry();
    bus = new Bus(database.vertx(), codecs, BusSettings.DEFAULT, meters, StoreProblems::map);
    bus.recordTo(Recorder.FORGETFUL);
    var store = database.store();
    var tail = await(EventTail.start(store));
    var leases = Leases.start(store);
    await(database.vertx().deployVerticle(
        new NotificationVerticle(bus, store, EventFeed.start(store, tail, leases, meters), leases, meters),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  private void club(UUID id, String code, String name) {
    database.admin("""
        insert into auth.club (id, version, code, name, kind, status, location, time_zone, country, currency,
          created_at, updated_at)
        values ($1, 1, $2, $3, 'CITY', 'ACTIVE', 'Somewhere', 'Europe/Paris', 'FR', 'EUR', now(), now())""",
        id, code, name);
  }

  /** A login that is a member of a club. */
  UUID member(UUID club) {
    var user = Ids.uuid7();
    database.admin(
        """
            insert into member.member (id, club, user_id, number, membership_type, class, state, version, joined_at,
              created_at, updated_at)
            values (gen_random_uuid(), $1, $2, $3, 'REGULAR', 'Full', 'ACTIVE', 1, now(), now(), now())""",
        club, user, user.toString().substring(24));
    return user;
  }

  static Caller person(UUID club, UUID user) {
    return new Caller(Caller.Kind.PERSON, user, club, null, null, Set.of(), Set.of("member"));
  }

  static Caller office(UUID club) {
    return new Caller(Caller.Kind.PERSON, Ids.uuid7(), club, null, null,
        Set.of("notification.create"), Set.of("manager"));
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

  ListNotificationsResponse inbox(UUID club, UUID user) {
    return ask(person(club, user), NotificationsGrpcClient.ListNotifications,
        ListNotificationsRequest.getDefaultInstance());
  }

  /** Waits for the notices that follow from events. */
  ListNotificationsResponse inbox(UUID club, UUID user, int expected) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    var inbox = inbox(club, user);
    while (inbox.getNodesCount() < expected && System.nanoTime() < end) {
      Thread.sleep(50);
      inbox = inbox(club, user);
    }
    return inbox;
  }

  /** Something that happened at one club to a member of another. */
  void happened(UUID home, UUID host, Message event) {
    database.store().perform(Scope.club(host),
        tx -> tx.append(Ids.uuid7(), 0, NewEvent.between(host, home, event, EventMeta.NONE)));
  }
}
