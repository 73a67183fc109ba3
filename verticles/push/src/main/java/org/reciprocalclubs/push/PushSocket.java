package org.reciprocalclubs.push;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.Position;

/**
 * One client: who it is, what it follows, what waits for it, and whether it is still there. Confined to its
 * board's event loop.
 */
final class PushSocket {
  /** How long a client may take to answer our close before the connection is cut. */
  private static final long CUT_AFTER_MS = 10_000;

  private final Board board;
  private final Station station;
  private final ServerWebSocket socket;
  private final HttpConnection connection;
  private final Outbox outbox;
  private final Map<Feed, Subscription> feeds = new HashMap<>();
  private final Pulse pulse;
  private @Nullable String authorization;
  private @Nullable Caller caller;
  private boolean writing;
  private boolean over;
  private long cutTimer = -1;

  PushSocket(Board board, ServerWebSocket socket, HttpConnection connection) {
    this.board = board;
    this.station = board.station();
    this.socket = socket;
    this.connection = connection;
    this.outbox = new Outbox(station.settings.queue());
    this.pulse = new Pulse(station.settings);
  }

  /** Begins; with a header the client is signed in at once. */
  void open(@Nullable String header) {
    socket.textMessageHandler(this::hear);
    socket.binaryMessageHandler(_ -> end(CloseCode.NOT_TEXT, 0));
    socket.drainHandler(_ -> send());
    socket.closeHandler(_ -> gone());
    socket.exceptionHandler(_ -> end(CloseCode.NOT_UNDERSTOOD, 0));
    socket.shutdownHandler(_ -> end(CloseCode.DRAINING, board.someWait()));
    if (header != null) {
      signIn(header, () -> {});
    }
  }

  // What the client says

  private void hear(String text) {
    if (over) {
      return;
    }
    if (!pulse.heard() || text.length() > station.settings.incoming().frame().bytes()) {
      end(CloseCode.LIMIT, board.someWait());
      return;
    }
    ClientFrame frame = ClientFrame.parse(text).orElse(null);
    if (frame == null) {
      end(CloseCode.NOT_UNDERSTOOD, 0);
    } else if (caller != null) {
      obey(frame);
    } else if (frame.authorization() == null) {
      end(CloseCode.NO_SESSION, 0);
    } else {
      signIn(frame.authorization(), () -> obey(frame));
    }
  }

  /** What comes meanwhile waits. */
  private void signIn(String header, Runnable then) {
    socket.pause();
    station.tokens.ofHeader(header).onComplete(signed -> board.run(() -> {
      if (over) {
        return;
      }
      Caller known = signed.succeeded() ? signed.result() : Caller.ANONYMOUS;
      if (signed.failed() && !isRefusal(signed.cause())) {
        end(CloseCode.DRAINING, board.someWait());
      } else if (known.subject() == null) {
        end(CloseCode.NO_SESSION, 0);
      } else if (!station.seats.sit(known)) {
        end(CloseCode.LIMIT, board.someWait());
      } else {
        caller = known;
        authorization = header;
        then.run();
        socket.resume();
      }
    }));
  }

  private void obey(ClientFrame frame) {
    if (frame.ping() != null) {
      say(new JsonObject().put("pong", frame.ping()).encode());
    }
    for (ClientFrame.Wish wish : frame.subscribe()) {
      if (!over) {
        follow(wish);
      }
    }
  }

  private void follow(ClientFrame.Wish wish) {
    Caller known = caller;
    Feed feed = known == null ? null : Feed.parse(wish.feed(), known.requireSubject()).orElse(null);
    if (known == null || feed == null || !Rights.mayFollow(known, feed)) {
      end(CloseCode.NO_RIGHT, 0);
    } else if (!feeds.containsKey(feed) && feeds.size() >= station.settings.sockets().feeds()) {
      end(CloseCode.LIMIT, board.someWait());
    } else {
      join(feed, wish.after());
    }
  }

  /** Listens first and looks back then: what happens in between is heard twice, and told once. */
  private void join(Feed feed, @Nullable String after) {
    Subscription earlier = feeds.remove(feed);
    if (earlier != null) {
      outbox.drop(earlier);
      board.remove(earlier);
    }
    Optional<Position> from = after == null ? Optional.empty() : Position.parse(after);
    Subscription subscription = new Subscription(this, station, feed,
        from.orElseGet(station.tail::head));
    feeds.put(feed, subscription);
    board.add(subscription);
    if (after == null) {
      answer(feed, true, subscription.covered());
      return;
    }
    subscription.joining();
    from.map(station.tail::since).orElseGet(() -> Future.succeededFuture(Optional.empty()))
        .onComplete(past -> board.run(() -> {
          if (over || feeds.get(feed) != subscription) {
            return;
          }
          if (past.failed()) {
            end(CloseCode.DRAINING, board.someWait());
          } else {
            subscription.joined(past.result(), station.tail.head());
            send();
          }
        }));
  }

  // What the client is told

  boolean mayHear(Feed feed, Notice notice) {
    return caller != null && Rights.mayHear(caller, feed, notice);
  }

  void answer(Feed feed, boolean recovered, Position position) {
    station.metrics.resumed(recovered);
    say(new JsonObject().put("feed", feed.wireName()).put("recovered", recovered)
        .put("position", position.toString()).putNull("snapshot").encode());
  }

  private void say(String text) {
    if (isOpen()) {
      socket.writeTextMessage(text);
    }
  }

  /** A socket closed by the other side refuses everything from then on, a moment before it says so. */
  private boolean isOpen() {
    return !over && !socket.isClosed();
  }

  void queue(Outbox.Entry entry) {
    if (!over) {
      outbox.add(entry);
    }
  }

  /** Sends what waits as far as the connection takes it, to a client whose session holds. */
  void send() {
    if (isOpen() && !writing && !outbox.isEmpty() && !socket.writeQueueFull()) {
      writing = true;
      whileSessionHolds(holds -> {
        writing = false;
        if (holds) {
          write();
        }
      });
    }
    int held = feeds.values().stream().mapToInt(Subscription::heldBack).sum();
    if (!over && (outbox.isOver() || held > station.settings.queue().messages())) {
      end(CloseCode.SLOW, board.someWait());
    }
  }

  private void write() {
    while (isOpen() && !outbox.isEmpty() && !socket.writeQueueFull()) {
      Outbox.Frame frame = outbox.next();
      say(frame.text());
      station.metrics.sent(frame.messages());
    }
  }

  // Whether the client is there, and may be

  /** True when the client signed in as one of those. */
  boolean isOfOne(Predicate<Caller> those) {
    return caller != null && those.test(caller);
  }

  /** Called again and again. */
  void check() {
    pulse.nextRound();
    if (over) {
      return;
    }
    if (caller == null) {
      if (pulse.isSignInOverdue()) {
        end(CloseCode.NO_SESSION, 0);
      }
      return;
    }
    if (pulse.isGone()) {
      end(CloseCode.SLOW, board.someWait());
      return;
    }
    if (pulse.ask()) {
      say("{\"ping\":1}");
    }
    whileSessionHolds(_ -> send());
  }

  /** A token that cannot be checked at the moment neither ends the session nor lets anything pass. */
  private void whileSessionHolds(Consumer<Boolean> then) {
    Future<Caller> checked = station.tokens.ofHeader(authorization);
    if (checked.succeeded()) {
      then.accept(true);
      return;
    }
    checked.onComplete(late -> board.run(() -> {
      if (late.failed() && isRefusal(late.cause())) {
        end(CloseCode.SESSION_ENDED, 0);
      } else if (!over) {
        then.accept(late.succeeded());
      }
    }));
  }

  private static boolean isRefusal(Throwable cause) {
    return cause instanceof Problem problem && problem.kind() == ErrorCode.UNAUTHENTICATED;
  }

  // The end

  /** Closes with the position after which the client misses nothing, and when to come back. */
  void end(CloseCode code, long waitMs) {
    if (over) {
      return;
    }
    String reason = code.reason(outbox.complete(feeds.values(), board.seen()), waitMs);
    leave();
    station.metrics.closed(code);
    if (!socket.isClosed()) {
      cutTimer = board.vertx().setTimer(CUT_AFTER_MS, _ -> connection.close());
      socket.resume();
      socket.close(code.number, reason);
    }
  }

  private void gone() {
    leave();
    board.vertx().cancelTimer(cutTimer);
  }

  private void leave() {
    if (over) {
      return;
    }
    over = true;
    board.left(this);
    if (caller != null) {
      station.seats.rise(caller);
    }
    feeds.values().forEach(board::remove);
    feeds.clear();
    outbox.clear();
  }
}
