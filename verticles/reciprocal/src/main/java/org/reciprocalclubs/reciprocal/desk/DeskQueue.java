package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a writer. Hosts take turns, one scan each: whoever sends many waits for themselves alone.
 * When there is no room left, whoever has most waiting gives way to whoever has less (max-min fairness), so
 * that however many hosts are in a rush, the others are served. Not thread-safe: its writer's alone.
 */
final class DeskQueue {
  /** A scan, and who is to be told. */
  record Waiting(Scan scan, Promise<Answer> answer) {}

  private final int most;
  /** In the order of their turns; no host is here with nothing to do. */
  private final Map<UUID, Deque<Waiting>> hosts = new LinkedHashMap<>();
  private int size;

  /** @param most that may wait */
  DeskQueue(int most) {
    this.most = most;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Lets one wait.
   *
   * @return who cannot wait any longer for that: null while there is room, else the newest of the host that
   * has most waiting, or the one that came, where its own host has as many
   */
  @Nullable
  Waiting offer(Waiting waiting) {
    var host = waiting.scan().host();
    var gone = size < most ? null : giveWay(host);
    if (size >= most) {
      return waiting;
    }
    hosts.computeIfAbsent(host, _ -> new ArrayDeque<>()).add(waiting);
    size++;
    return gone;
  }

  /** Nobody, unless another host has at least two more waiting: those who give way must not change places. */
  private @Nullable Waiting giveWay(UUID to) {
    var own = hosts.get(to);
    var longest = Collections.max(hosts.values(), Comparator.comparingInt(Deque::size));
    if (longest.size() < 2 + (own == null ? 0 : own.size())) {
      return null;
    }
    size--;
    return longest.removeLast();
  }

  /**
   * Takes the next batch, each host's scans oldest first, each id once: a repeat that came meanwhile is
   * answered from what the first one wrote.
   */
  List<Waiting> take(int batchMax) {
    List<Waiting> batch = new ArrayList<>();
    Set<UUID> ids = new HashSet<>();
    List<Waiting> repeats = new ArrayList<>();
    while (batch.size() < batchMax && !hosts.isEmpty()) {
      var next = nextInTurn();
      (ids.add(next.scan().id()) ? batch : repeats).add(next);
    }
    repeats.reversed().forEach(this::putBack);
    return batch;
  }

  /** Takes one of the host whose turn it is; the host then stands behind all others. */
  private Waiting nextInTurn() {
    var host = hosts.keySet().iterator().next();
    var own = Objects.requireNonNull(hosts.remove(host));
    var next = own.removeFirst();
    if (!own.isEmpty()) {
      hosts.put(host, own);
    }
    size--;
    return next;
  }

  private void putBack(Waiting repeat) {
    hosts.computeIfAbsent(repeat.scan().host(), _ -> new ArrayDeque<>()).addFirst(repeat);
    size++;
  }

  /** Empties it. */
  void clear(Consumer<Waiting> each) {
    hosts.values().forEach(own -> own.forEach(each));
    hosts.clear();
    size = 0;
  }
}
