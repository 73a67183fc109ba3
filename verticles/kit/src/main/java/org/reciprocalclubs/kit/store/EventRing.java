package org.reciprocalclubs.kit.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of the feed without gaps, from just after the floor to the head. Bounded; the oldest give
 * way. Thread-safe; nothing waits while the lock is held.
 */
final class EventRing {
  private final @Nullable EventRecord[] slots;
  private int first;
  private int size;
  private Position floor;
  private Position head;

  EventRing(int capacity, Position start) {
    slots = new @Nullable EventRecord[capacity];
    floor = start;
    head = start;
  }

  synchronized Position head() {
    return head;
  }

  synchronized Position floor() {
    return floor;
  }

  /** How many older events could still be taken in. */
  synchronized int room() {
    return slots.length - size;
  }

  /** Adds the events that follow the head. */
  synchronized void append(List<EventRecord> newer) {
    for (EventRecord event : newer) {
      if (size == slots.length) {
        floor = at(0).position();
        first = (first + 1) % slots.length;
        size--;
      }
      slots[(first + size) % slots.length] = event;
      size++;
      head = event.position();
    }
  }

  /**
   * Takes in the events that end at the floor.
   *
   * @param older oldest first, at most {@link #room()}, the last one at the floor; ignored when the floor has
   * moved
   * @param newFloor the position before the first of them
   */
  synchronized void prepend(List<EventRecord> older, Position oldFloor, Position newFloor) {
    if (!floor.equals(oldFloor) || older.size() > room()) {
      return;
    }
    for (int i = older.size() - 1; i >= 0; i--) {
      first = Math.floorMod(first - 1, slots.length);
      slots[first] = older.get(i);
      size++;
    }
    floor = newFloor;
  }

  /** Forgets everything: the database began another life. */
  synchronized void restart(Position start) {
    Arrays.fill(slots, null);
    first = 0;
    size = 0;
    floor = start;
    head = start;
  }

  /**
   * The events after a position, at most {@code limit}; empty when the ring does not reach back, or not so
   * far.
   */
  synchronized Optional<List<EventRecord>> after(Position position, int limit) {
    if (!position.sameEpoch(head) || position.compareTo(floor) < 0 || position.compareTo(head) > 0) {
      return Optional.empty();
    }
    int from = firstAfter(position);
    int count = Math.min(limit, size - from);
    var result = new ArrayList<EventRecord>(count);
    for (int i = 0; i < count; i++) {
      result.add(at(from + i));
    }
    return Optional.of(result);
  }

  private int firstAfter(Position position) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).position().compareTo(position) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private EventRecord at(int index) {
    return Objects.requireNonNull(slots[(first + index) % slots.length]);
  }
}
