package org.reciprocalclubs.reciprocal.desk;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What waits for a writer. Hosts take turns, one scan each: whoever sends many waits for themselves alone. No
 * host may take more than half of the room. Not thread-safe: its writer's alone.
 */
final class DeskQueue {
  /** One host may have this part of the queue. */
  private static final int SHARE_PART = 2;

  /** A scan, and who is to be told. */
  record Waiting(Scan scan, Promise<Answer> answer) {}

  private final int most;
  private final int mostOfHost;
  /** In the order of their turns; no host is here with nothing to do. */
  private final Map<UUID, Deque<Waiting>> hosts = new LinkedHashMap<>();
  private int size;

  /** @param most that may wait */
  DeskQueue(int most) {
    this.most = most;
    this.mostOfHost = Math.max(1, most / SHARE_PART);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** False when it is full, for everybody or for this host. */
  boolean offer(Waiting waiting) {
    var own = hosts.get(waiting.scan().host());
    if (size >= most || own != null && own.size() >= mostOfHost) {
      return false;
    }
    if (own == null) {
      own = new ArrayDeque<>();
      hosts.put(waiting.scan().host(), own);
    }
    own.add(waiting);
    size++;
    return true;
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
