package org.reciprocalclubs.reciprocal;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * When things that were asked for at once were asked for, and when they were answered: each happened in
 * between, and of two that overlap nobody can say which was first. Thread-safe.
 */
final class Moments {
  /** What is done, each to something with an id. */
  enum Act {
    ENTER, LEAVE, IMPOSE, LIFT, ANNOUNCE
  }

  /** By this process's clock, in nanoseconds. */
  record Span(long begun, long ended) {
    boolean before(Span other) {
      return ended < other.begun;
    }

    boolean after(Span other) {
      return begun > other.ended;
    }

    Span and(Span other) {
      return new Span(Math.min(begun, other.begun), Math.max(ended, other.ended));
    }

    /** Of the same thing asked for twice, which happened by the first answer. */
    Span first(Span other) {
      return new Span(Math.min(begun, other.begun), Math.min(ended, other.ended));
    }
  }

  /** Somebody else was first, or the rules are against it. */
  private static final Set<ErrorCode> TOO_LATE = EnumSet.of(ErrorCode.REFUSED, ErrorCode.CONFLICT,
      ErrorCode.NOT_FOUND, ErrorCode.VALIDATION_ERROR);

  private final long start = System.nanoTime();
  private final Map<Act, Map<UUID, Span>> spans = new EnumMap<>(Act.class);

  Moments() {
    for (Act act : Act.values()) {
      spans.put(act, new ConcurrentHashMap<>());
    }
  }

  long now() {
    return System.nanoTime() - start;
  }

  /** From the first that was asked for until now. */
  Span all() {
    return new Span(0, now());
  }

  void entered(UUID scan, long begun) {
    of(Act.ENTER).merge(scan, new Span(begun, now()), Span::first);
  }

  /** Does it and notes when. Whoever comes too late is refused, which is no matter. */
  void act(Act act, UUID whom, Callable<?> does) {
    long begun = now();
    try {
      does.call();
    } catch (Problem problem) {
      if (!TOO_LATE.contains(problem.kind())) {
        throw problem;
      }
    } catch (Exception unexpected) {
      throw new IllegalStateException(unexpected);
    } finally {
      of(act).merge(whom, new Span(begun, now()), Span::and);
    }
  }

  void imposed(UUID restriction, long begun) {
    of(Act.IMPOSE).put(restriction, new Span(begun, now()));
  }

  @Nullable
  Span when(Act act, UUID whom) {
    return of(act).get(whom);
  }

  private Map<UUID, Span> of(Act act) {
    return Objects.requireNonNull(spans.get(act));
  }
}
