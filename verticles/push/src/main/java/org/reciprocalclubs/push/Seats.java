package org.reciprocalclubs.push;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.Caller;

/** Counts who is connected to this process, and says when it is full. Thread-safe. */
final class Seats {
  private final PushSettings.Sockets limits;
  private final AtomicInteger node = new AtomicInteger();
  private final Map<UUID, Integer> clubs = new ConcurrentHashMap<>();
  private final Map<UUID, Integer> people = new ConcurrentHashMap<>();

  Seats(PushSettings.Sockets limits) {
    this.limits = limits;
  }

  int taken() {
    return node.get();
  }

  /** Counts one in; false when the process is full, and then it must leave. */
  boolean enter() {
    return node.incrementAndGet() <= limits.perNode();
  }

  void leave() {
    node.decrementAndGet();
  }

  /** False when the caller, or its club, has as many as it may. */
  boolean sit(Caller caller) {
    if (!add(people, caller.requireSubject(), limits.perPerson())) {
      return false;
    }
    if (add(clubs, caller.club(), limits.perClub())) {
      return true;
    }
    remove(people, caller.requireSubject());
    return false;
  }

  void rise(Caller caller) {
    remove(people, caller.requireSubject());
    remove(clubs, caller.club());
  }

  private static boolean add(Map<UUID, Integer> counts, @Nullable UUID who, int limit) {
    if (who == null) {
      return true;
    }
    boolean[] added = new boolean[1];
    counts.compute(who, (_, count) -> {
      int before = count == null ? 0 : count;
      added[0] = before < limit;
      return added[0] ? before + 1 : count;
    });
    return added[0];
  }

  private static void remove(Map<UUID, Integer> counts, @Nullable UUID who) {
    if (who != null) {
      counts.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
