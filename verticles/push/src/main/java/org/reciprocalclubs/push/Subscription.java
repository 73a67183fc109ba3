package org.reciprocalclubs.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.Position;

/**
 * One feed of one socket. While it learns what was missed it holds back what happens, so that nothing is
 * lost and nothing told twice where both meet. Confined to its socket's event loop.
 */
final class Subscription {
  private final PushSocket socket;
  private final Station station;
  private final Feed feed;
  /** Everything up to here was told, or need not be. */
  private Position covered;
  /** The newest position that the client can know. */
  private Position told;
  private @Nullable List<Notice> held;

  /** A feed that begins after that position. */
  Subscription(PushSocket socket, Station station, Feed feed, Position after) {
    this.station = station;
    this.socket = socket;
    this.feed = feed;
    this.covered = after;
    this.told = after;
  }

  PushSocket socket() {
    return socket;
  }

  Feed feed() {
    return feed;
  }

  Position covered() {
    return covered;
  }

  Position told() {
    return told;
  }

  boolean isJoining() {
    return held != null;
  }

  /** From now until {@link #joined} what happens is held back. */
  void joining() {
    held = new ArrayList<>();
  }

  /** Something happened on this feed. */
  void offer(Notice notice) {
    if (held != null) {
      held.add(notice);
    } else if (notice.position().compareTo(covered) > 0 && socket.mayHear(feed, notice)) {
      socket.queue(new Outbox.Entry(this, notice, true));
    }
  }

  /** How much is held back. */
  int heldBack() {
    return held == null ? 0 : held.size();
  }

  /**
   * Answers the client and tells what was missed, then what was held back.
   *
   * @param past what happened after the position asked for; empty when nobody can say
   * @param head where the feed goes on when that is so
   */
  void joined(Optional<List<EventRecord>> past, Position head) {
    List<Notice> waited = held == null ? List.of() : held;
    held = null;
    Optional<List<Notice>> missed = past.flatMap(this::mine);
    if (past.isPresent()) {
      covered = past.get().isEmpty() ? covered : past.get().getLast().position();
    } else {
      covered = head;
    }
    told = missed.isPresent() && !missed.get().isEmpty() ? told : covered;
    socket.answer(feed, missed.isPresent(), told);
    missed.ifPresent(list -> list.forEach(notice -> socket.queue(new Outbox.Entry(this, notice, false))));
    waited.forEach(this::offer);
  }

  void told(Position position) {
    told = position;
  }

  /** Of what happened, what belongs here; empty when it is more than is told again. */
  private Optional<List<Notice>> mine(List<EventRecord> events) {
    List<Notice> mine = new ArrayList<>();
    for (EventRecord event : events) {
      station.catalogue.of(event).filter(notice -> socket.mayHear(feed, notice)).ifPresent(mine::add);
    }
    return mine.size() <= station.settings.queue().replay() ? Optional.of(mine) : Optional.empty();
  }
}
