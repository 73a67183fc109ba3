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
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

  /** What the orderer says to a transaction. */
  enum Answer {
    TAKEN, STOPPED, FULL
  }

  private final Chain chain;
  private final Duration batchTimeout;
  private final int batchMost;
  private final BlockingQueue<ByteString> queue = new ArrayBlockingQueue<>(QUEUE_MOST);
  private final AtomicLong queuedBytes = new AtomicLong();
  private volatile boolean running;
  private volatile boolean draining;
  private volatile @Nullable String broken;
  private @Nullable Thread thread;

  Orderer(Chain chain, Duration batchTimeout, int batchMost) {
    this.chain = chain;
    this.batchTimeout = batchTimeout;
    this.batchMost = batchMost;
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
    join();
    forget();
  }

  /** Orders what waits, then stops. */
  @Override
  public synchronized void close() {
    draining = true;
    join();
    running = false;
    forget();
  }

  private void join() {
    Thread stopping = thread;
    thread = null;
    try {
      if (stopping != null && !stopping.join(STOPS_WITHIN)) {
        throw new LedgerFailure("The orderer did not stop within " + STOPS_WITHIN + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
