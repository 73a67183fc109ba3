package org.reciprocalclubs.push;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.Position;

/**
 * What waits for one socket, in order. What happens now counts against the limits; what is told again does
 * not, since it is known how much that is. Confined to its socket's event loop.
 */
final class Outbox {
  /**
   * A message on its way.
   *
   * @param live it happened while the client was there
   */
  record Entry(Subscription subscription, Notice notice, boolean live) {
    String json() {
      return notice.json(View.of(notice.event(), subscription.feed()));
    }

    Position position() {
      return notice.position();
    }
  }

  /** Text for the socket and how many messages are in it. */
  record Frame(String text, int messages) {}

  private final PushSettings.Queue limits;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private int liveMessages;
  private long liveBytes;
  private @Nullable Position written;

  Outbox(PushSettings.Queue limits) {
    this.limits = limits;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(Entry entry) {
    waiting.add(entry);
    count(entry, 1);
  }

  boolean isOver() {
    return liveMessages > limits.messages() || liveBytes > limits.bytes().bytes();
  }

  /** The next frame: as many messages of one feed as follow each other and fit. */
  Frame next() {
    Entry entry = waiting.remove();
    Subscription subscription = entry.subscription();
    StringBuilder text = new StringBuilder("{\"feed\":\"").append(subscription.feed().wireName())
        .append("\",\"messages\":[");
    int messages = 0;
    while (true) {
      text.append(messages++ == 0 ? "" : ",").append(entry.json());
      count(entry, -1);
      subscription.told(entry.position());
      written = entry.position();
      Entry following = waiting.peek();
      if (following == null || following.subscription() != subscription
          || text.length() + following.json().length() > limits.frame().bytes()) {
        return new Frame(text.append("]}").toString(), messages);
      }
      entry = waiting.remove();
    }
  }

  /** Forgets what waits for that feed. */
  void drop(Subscription subscription) {
    waiting.removeIf(entry -> {
      boolean gone = entry.subscription() == subscription;
      if (gone) {
        count(entry, -1);
      }
      return gone;
    });
  }

  void clear() {
    waiting.clear();
    liveMessages = 0;
    liveBytes = 0;
  }

  /** Up to where every one of these feeds was told everything, given up to where this process has looked. */
  Optional<Position> complete(Collection<Subscription> feeds, Position seen) {
    return feeds.stream().map(feed -> complete(feed, seen)).min(Comparator.naturalOrder());
  }

  private Position complete(Subscription subscription, Position seen) {
    if (subscription.isJoining()) {
      return subscription.told();
    }
    for (Entry entry : waiting) {
      if (entry.subscription() == subscription) {
        Position last = written;
        return last != null && entry.position().isAfter(last) && last.isAfter(subscription.told())
            ? last
            : subscription.told();
      }
    }
    return seen.isAfter(subscription.covered()) ? seen : subscription.covered();
  }

  private void count(Entry entry, int sign) {
    if (entry.live()) {
      liveMessages += sign;
      liveBytes += (long) sign * entry.json().length();
    }
  }
}
