package org.reciprocalclubs.push;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.auth.Endings;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Position;

/**
 * The sockets of one event loop, who of them follows what, and what happens. Made on that loop and confined
 * to it, but for {@link #drain}.
 */
final class Board {
  private final Station station;
  private final Vertx vertx;
  private final Context context;
  private final Set<PushSocket> sockets = new HashSet<>();
  private final Map<Feed, Set<Subscription>> readers = new HashMap<>();
  private final Runnable deaf;
  private final long timer;
  private Position seen;
  private boolean draining;

  Board(Vertx vertx, Station station) {
    this.station = station;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.seen = station.tail.head();
    this.deaf = station.tail.listen(this::take);
    this.timer = vertx.setPeriodic(station.settings.times().check().toMillis(), _ -> check());
  }

  Station station() {
    return station;
  }

  Vertx vertx() {
    return vertx;
  }

  /** Up to where events have been told, or wait to be. */
  Position seen() {
    return seen;
  }

  boolean isDraining() {
    return draining;
  }

  /** Runs something on this board's event loop. */
  void run(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  /** A moment within the spread, so that not all come back at once; milliseconds. */
  long someWait() {
    return ThreadLocalRandom.current().nextLong(station.settings.times().spread().toMillis() + 1);
  }

  /** Takes in a new socket. */
  void welcome(ServerWebSocket socket, HttpConnection connection, @Nullable String authorization) {
    PushSocket welcomed = new PushSocket(this, socket, connection);
    sockets.add(welcomed);
    boolean room = station.seats.enter();
    welcomed.open(room && !draining ? authorization : null);
    if (!room) {
      welcomed.end(CloseCode.LIMIT, someWait());
    } else if (draining) {
      welcomed.end(CloseCode.DRAINING, someWait());
    }
  }

  void left(PushSocket socket) {
    if (sockets.remove(socket)) {
      station.seats.leave();
    }
  }

  void add(Subscription subscription) {
    readers.computeIfAbsent(subscription.feed(), _ -> new LinkedHashSet<>()).add(subscription);
  }

  void remove(Subscription subscription) {
    readers.computeIfPresent(subscription.feed(), (_, some) -> {
      some.remove(subscription);
      return some.isEmpty() ? null : some;
    });
  }

  /** Sends every client away, to come back at its own moment; takes no more. Thread-safe. */
  Future<Void> drain() {
    Promise<Void> done = Promise.promise();
    run(() -> {
      draining = true;
      deaf.run();
      vertx.cancelTimer(timer);
      List.copyOf(sockets).forEach(socket -> socket.end(CloseCode.DRAINING, someWait()));
      done.complete();
    });
    return done.future();
  }

  private void take(List<EventRecord> batch) {
    if (restarted(batch.getLast().position())) {
      return;
    }
    batch.forEach(event -> Endings.of(event).ifPresent(this::ended));
    Set<PushSocket> touched = new HashSet<>();
    if (!readers.isEmpty()) {
      batch.forEach(event -> station.catalogue.of(event).ifPresent(notice -> tell(notice, touched)));
    }
    seen = batch.getLast().position();
    touched.forEach(PushSocket::send);
  }

  /** At once, without waiting for the next check; that one finds what this missed. */
  private void ended(Predicate<Caller> concerned) {
    List.copyOf(sockets).stream().filter(socket -> socket.isOfOne(concerned))
        .forEach(socket -> socket.end(CloseCode.SESSION_ENDED, 0));
  }

  private void tell(Notice notice, Set<PushSocket> touched) {
    EventRecord event = notice.event();
    UUID user = notice.user();
    if (user != null) {
      tell(Feed.me(user), notice, touched);
    }
    if (event.forEveryClub()) {
      readers.keySet().stream().filter(feed -> feed.kind() == Feed.Kind.CLUB)
          .forEach(feed -> tell(feed, notice, touched));
      return;
    }
    tell(Feed.club(event.club()), notice, touched);
    UUID partner = event.partner();
    if (partner != null && !partner.equals(event.club())) {
      tell(Feed.club(partner), notice, touched);
    }
  }

  private void tell(Feed feed, Notice notice, Set<PushSocket> touched) {
    for (Subscription subscription : readers.getOrDefault(feed, Set.of())) {
      subscription.offer(notice);
      touched.add(subscription.socket());
    }
  }

  private void check() {
    if (!restarted(station.tail.head())) {
      List.copyOf(sockets).forEach(PushSocket::check);
    }
  }

  /** Another life of the database: whoever comes back is told that what was missed cannot be known. */
  private boolean restarted(Position now) {
    if (now.sameEpoch(seen)) {
      return false;
    }
    seen = station.tail.head();
    List.copyOf(sockets).forEach(socket -> socket.end(CloseCode.DRAINING, someWait()));
    return true;
  }
}
