package org.reciprocalclubs.notification;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.reciprocalclubs.codecs.notification.v1.GetNotificationRequest;
import org.reciprocalclubs.codecs.notification.v1.NotificationsGrpcService;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Job;
import org.reciprocalclubs.kit.store.JobRunner;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.Tx;

/** Turns events into notices and serves them on the bus. Deployed on virtual threads, once per process. */
final class NotificationVerticle extends VerticleBase {
  static final String FOLLOWER = "notification.visits";

  private final Bus bus;
  private final Store store;
  private final EventFeed feed;
  private final Leases leases;
  private final MeterRegistry meters;

  NotificationVerticle(Bus bus, Store store, EventFeed feed, Leases leases, MeterRegistry meters) {
    this.bus = bus;
    this.store = store;
    this.feed = feed;
    this.leases = leases;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    var desk = new NoticeDesk(store);
    return Future.all(List.of(bus.serve(NotificationsGrpcService.ListNotifications, desk::list),
        bus.serve(NotificationsGrpcService.GetNotification, desk::get),
        bus.serve(NotificationsGrpcService.CountUnread, desk::count),
        bus.serve(NotificationsGrpcService.MarkNotificationRead, desk::markRead),
        bus.serve(NotificationsGrpcService.MarkAllNotificationsRead, desk::markAllRead),
        bus.serve(NotificationsGrpcService.CreateNotification, desk::create),
        feed.follow(FOLLOWER, types(), NotificationVerticle::tell),
        JobRunner.start(store, leases, Map.of(NoticeDesk.SEND, NotificationVerticle::send), meters)));
  }

  private static Set<String> types() {
    Set<String> types = new HashSet<>(NoticeTexts.TYPES);
    types.addAll(PartnerOffices.TYPES);
    return types;
  }

  /** One statement writes them, however many events and clubs there are. */
  private static void tell(Tx tx, List<EventRecord> events) {
    var names = NoticeRows.clubNames(tx);
    var told = new ToldRows();
    for (var event : events) {
      NoticeTexts.of(event, names).ifPresent(notice -> told.add(event, notice));
      PartnerOffices.of(tx, event, names).forEach(notice -> told.add(event, notice));
    }
    told.write(tx);
  }

  private static void send(Tx tx, Job job) {
    try {
      NoticeRows.send(tx, UUID.fromString(GetNotificationRequest.parseFrom(job.data()).getId()));
    } catch (InvalidProtocolBufferException unreadable) {
      throw new IllegalStateException("A job cannot be read", unreadable);
    }
  }
}
