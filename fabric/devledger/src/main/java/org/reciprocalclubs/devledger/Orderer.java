package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes transactions, cuts them into blocks by count, size or time and has them committed, on one thread of
 * its own. As with a killed orderer, what it took and did not cut yet is lost when it is stopped.
 * Thread-safe.
 */
final class Orderer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Orderer.class);
  /** Transactions that wait at most. */
  static final int QUEUE_MOST = 10_000;
  static final long QUEUE_BYTES_MOST = 64L << 20;
  /** One transaction at most; Fabric calls it AbsoluteMaxBytes. */
  static final int ENVELOPE_BYTES_MOST = 4 << 20;
  /** A block is cut when it has this much; Fabric calls it PreferredMaxBytes. */
  static final int BATCH_BYTES = 2 << 20;
  private static final Duration LOOKS_UP_EVERY = Duration.ofMillis(50);
  /** What waits is ordered that long when the ledger closes; the rest is lost. */
  private static final Duration DRAINS_WITHIN = Duration.ofSeconds(10);
  /** One block takes far less. */
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);

  /** What the orderer says to a transaction. */
  enum Answer {
    TAKEN, STOPPED, FULL
  }

  private final Chain chain;
  private final Duration batchTimeout;
  private final int batchMost;
  private final Duration drainsWithin;
  private final BlockingQueue<ByteString> queue = new ArrayBlockingQueue<>(QUEUE_MOST);
  private final AtomicLong queuedBytes = new AtomicLong();
  private volatile boolean running;
  private volatile boolean draining;
  private volatile @Nullable String broken;
  private @Nullable Thread thread;

  Orderer(Chain chain, Duration batchTimeout, int batchMost) {
    this(chain, batchTimeout, batchMost, DRAINS_WITHIN);
  }

  Orderer(Chain chain, Duration batchTimeout, int batchMost, Duration drainsWithin) {
    this.chain = chain;
    this.batchTimeout = batchTimeout;
    this.batchMost = batchMost;
    this.drainsWithin = drainsWithin;
  }

  synchronized void start() {
    if (!running && broken == null) {
      running = true;
      thread = Thread.ofPlatform().name("ledger-orderer").start(this::run);
    }
  }

  /** Stops at once: what waits is lost, as with an orderer that is killed. */
  synchronized void stop() {
    running = false;
    requireEnd();
    forget();
  }

  /**
   * Orders what waits, then stops. What is not in a block when the time for that is over is lost: when this
   * returns nothing is written any more.
   *
   * @throws LedgerFailure where a block is still being written after all that time
   */
  @Override
  public synchronized void close() {
    draining = true;
    if (!ends(drainsWithin)) {
      LOG.warn("Transactions that waited are lost: they were too many to be ordered while the ledger closed");
    }
    running = false;
    requireEnd();
    forget();
  }

  private void requireEnd() {
    if (!ends(STOPS_WITHIN)) {
      throw new LedgerFailure("The orderer did not stop within " + STOPS_WITHIN + ".");
    }
    thread = null;
  }

  /** Waits for the thread, also when interrupted: who goes on must know that nothing is written. */
  private boolean ends(Duration within) {
    Thread stopping = thread;
    long end = System.nanoTime() + within.toNanos();
    boolean interrupted = false;
    try {
      while (stopping != null && stopping.isAlive()) {
        try {
          if (!stopping.join(Duration.ofNanos(Math.max(end - System.nanoTime(), 1)))
              && System.nanoTime() >= end) {
            return false;
          }
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether nothing is being written. */
  synchronized boolean hasEnded() {
    return thread == null || !thread.isAlive();
  }

  private void forget() {
    queue.clear();
    queuedBytes.set(0);
  }

  boolean isStopped() {
    return !running || draining;
  }

  Answer offer(ByteString envelope) {
    if (isStopped()) {
      return Answer.STOPPED;
    }
    if (queuedBytes.addAndGet(envelope.size()) > QUEUE_BYTES_MOST || !queue.offer(envelope)) {
      queuedBytes.addAndGet(-envelope.size());
      return Answer.FULL;
    }
    return Answer.TAKEN;
  }

  private void run() {
    try {
      while (running && !(draining && queue.isEmpty())) {
        List<ByteString> batch = batch();
        if (!batch.isEmpty() && running) {
          chain.commit(batch);
        }
      }
    } catch (IOException | RuntimeException e) {
      broken = "A block could not be written: " + e;
      running = false;
      LOG.error("The ledger stopped: a block could not be written", e);
    }
  }

  /** The next block's transactions: from the first on, until time, count or size is reached. */
  private List<ByteString> batch() {
    List<ByteString> batch = new ArrayList<>();
    long bytes = 0;
    long deadline = Long.MAX_VALUE;
    while (running && batch.size() < batchMost && bytes < BATCH_BYTES) {
      long left = batch.isEmpty() ? Long.MAX_VALUE : deadline - System.nanoTime();
      ByteString next = left <= 0 ? null : poll(left);
      if (next != null) {
        deadline = batch.isEmpty() ? System.nanoTime() + batchTimeout.toNanos() : deadline;
        batch.add(next);
        bytes += next.size();
        queuedBytes.addAndGet(-next.size());
      } else if (left <= 0 || draining) {
        break;
      }
    }
    return batch;
  }

  private @Nullable ByteString poll(long nanos) {
    try {
      return queue.poll(Math.min(nanos, LOOKS_UP_EVERY.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts the orderer", e);
    }
  }
}
