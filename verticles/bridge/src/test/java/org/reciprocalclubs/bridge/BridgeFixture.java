package org.reciprocalclubs.bridge;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.codecs.auth.v1.ClubChanged;
import org.reciprocalclubs.codecs.member.v1.MemberJoined;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.FollowerStatus;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.StoreSettings;
import org.reciprocalclubs.kit.store.TestDatabase;

/** One process's share of the machinery that the bridge needs, and clubs to which things happen. */
final class BridgeFixture implements AutoCloseable {
  static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  final UUID host = Ids.uuid7();
  final UUID home = Ids.uuid7();
  final Store store;
  final EventTail tail;
  final Leases leases;
  final EventFeed feed;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TestDatabase database;
  private String deployment = "";

  BridgeFixture(TestDatabase database) {
    this.database = database;
    store = Store.open(database.vertx(), database.settings());
    tail = await(EventTail.start(store));
    leases = Leases.start(store);
    feed = EventFeed.start(store, tail, leases, meters);
  }

  static StoreSettings quick(StoreSettings settings) {
    var all = settings.background();
    var limits = new StoreSettings.Feed(50, 1_000, Duration.ofMillis(20), Duration.ofMillis(1),
        Duration.ofMillis(200), StoreSettings.GiveWay.defaults());
    return settings.with(new StoreSettings.Background(limits, all.lease(), all.jobs(), all.keepAnswers()));
  }

  /** Starts the bridge; it is not there yet when this returns. */
  BridgeVerticle bridge(BridgeSettings settings) {
    var verticle = new BridgeVerticle(settings, feed, tail, meters);
    deployment = await(database.vertx()
        .deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    return verticle;
  }

  void stopBridge() {
    if (!deployment.isEmpty()) {
      await(database.vertx().undeploy(deployment));
      deployment = "";
    }
  }

  /** A visit of a home club's member at the host: two announcements, whose ids are returned. */
  List<String> visit() {
    var visit = Ids.uuid7();
    var event = NewEvent.between(host, home, VisitOpened.newBuilder().setVisitId(visit.toString())
        .setVisitingClubId(host.toString()).setClubId(home.toString()).setMemberId(Ids.uuid7().toString())
        .setRequestHash(ByteString.copyFromUtf8("secret")).build(), new EventMeta(null, "corr-1", TRACE));
    return append(visit, event, host, home);
  }

  /** A club's own affair, seen by itself only. */
  List<String> joined(UUID member) {
    var event = NewEvent.of(home, MemberJoined.newBuilder().setMemberId(member.toString()).build(),
        EventMeta.NONE);
    return append(member, event, home);
  }

  /** Something that every club may know. */
  List<String> changed() {
    var event = NewEvent.toEveryClub(host, ClubChanged.newBuilder().setClubId(host.toString()).build(),
        EventMeta.NONE);
    return append(host, event, host);
  }

  List<String> visits(int times) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < times; i++) {
      ids.addAll(visit());
    }
    return ids;
  }

  private List<String> append(UUID stream, NewEvent event, UUID... readers) {
    store.transact(Scope.club(event.audience().club()), tx -> tx.append(stream, 0, event));
    return List.of(readers).stream().map(reader -> event.id() + "/" + reader).toList();
  }

  FollowerStatus status() {
    return feed.status().stream().filter(each -> each.follower().equals(BridgeVerticle.FOLLOWER)).findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    stopBridge();
    feed.status().forEach(each -> await(feed.unfollow(each.follower())));
    await(tail.stop());
    await(leases.stop());
    await(store.close());
  }
}
