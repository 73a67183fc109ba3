package org.reciprocalclubs.push;

import java.time.Duration;

/** Whether a client is there, and whether it says too much. Confined to its socket's event loop. */
final class Pulse {
  private final PushSettings.Times times;
  private final int framesPerRound;
  private final long openedNanos = System.nanoTime();
  private long heardNanos = openedNanos;
  private long askedNanos = openedNanos;
  private int frames;

  Pulse(PushSettings settings) {
    this.times = settings.times();
    this.framesPerRound = settings.incoming().framesPerCheck();
  }

  /** The client said something; false when that was too often in this round. */
  boolean heard() {
    heardNanos = System.nanoTime();
    frames++;
    return frames <= framesPerRound;
  }

  void nextRound() {
    frames = 0;
  }

  boolean isSignInOverdue() {
    return past(openedNanos, times.signIn());
  }

  boolean isGone() {
    return past(heardNanos, times.idle());
  }

  /** True when it is time to ask whether the client is there; then that is taken as done. */
  boolean ask() {
    boolean due = past(heardNanos, times.heartbeat()) && past(askedNanos, times.heartbeat());
    if (due) {
      askedNanos = System.nanoTime();
    }
    return due;
  }

  private static boolean past(long sinceNanos, Duration limit) {
    return System.nanoTime() - sinceNanos > limit.toNanos();
  }
}
