package org.reciprocalclubs.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The cable between two that speak TCP, a browser and the house or the house and its ledger: pulled out,
 * every connection ends and no new one begins. It may also be slow, let nothing through, or give answers of
 * its own.
 */
final class Cable implements AutoCloseable {
  /** How long a slow cable keeps what somebody sends. */
  private static final Duration DELAY = Duration.ofMillis(300);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final int PIECE = 16 * 1024;
  private static final int NOISE_BYTES = 300;

  /** What a cable does with what is sent, beside passing it on. */
  enum Trouble {
    NONE,
    /** Each piece comes late. */
    SLOW,
    /** Connections are accepted and nothing comes through; what was sent comes when it is over. */
    SILENT,
    /** Whoever connects is answered with random bytes, and hung up on. */
    NOISE
  }

  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private final AtomicInteger troubled = new AtomicInteger();
  private volatile int target;
  private volatile Trouble trouble = Trouble.NONE;
  private ServerSocket door;

  private Cable(int target, ServerSocket door) {
    this.target = target;
    this.door = door;
  }

  /** Plugged in, on a free port. */
  static Cable to(int target) throws IOException {
    var cable = new Cable(target, new ServerSocket(0));
    cable.serve(cable.door);
    return cable;
  }

  /** Where a browser finds the house through this cable. */
  String origin() {
    return "http://localhost:" + port();
  }

  int port() {
    return door.getLocalPort();
  }

  void pull() {
    close(door);
    hangUp();
  }

  void plug() throws IOException {
    int port = door.getLocalPort();
    door = new ServerSocket();
    door.setReuseAddress(true);
    door.bind(new InetSocketAddress(port));
    serve(door);
  }

  /** From now on, for connections that there are too. */
  void become(Trouble what) {
    trouble = what;
    if (what == Trouble.NOISE) {
      hangUp();
    }
  }

  /** Who is connected has to connect again. */
  void hangUp() {
    ends.forEach(Cable::close);
  }

  /** Leads to another port, for who connects from now on: all have to. */
  void lead(int elsewhere) {
    target = elsewhere;
    hangUp();
  }

  /** How often it began to keep back what was sent, or answered by itself. */
  int troubled() {
    return troubled.get();
  }

  @Override
  public void close() {
    become(Trouble.NONE);
    pull();
  }

  private void serve(ServerSocket open) {
    Thread.ofVirtual().start(() -> {
      while (!open.isClosed()) {
        try {
          join(open, open.accept());
        } catch (IOException pulledOrRefused) {
          // The browser sees a connection that ends, which is what a cable does.
        }
      }
    });
  }

  /** Who comes in while the cable is pulled is kept first and looked at then, so that no end outlives it. */
  private void join(ServerSocket open, Socket near) throws IOException {
    if (trouble == Trouble.NOISE) {
      babble(near);
      return;
    }
    Socket far;
    try {
      far = new Socket("localhost", target);
    } catch (IOException nobodyThere) {
      close(near);
      throw nobodyThere;
    }
    ends.addAll(List.of(near, far));
    pump(near, far);
    pump(far, near);
    if (open.isClosed()) {
      close(near);
      close(far);
    }
  }

  private void babble(Socket near) {
    try (near) {
      byte[] noise = new byte[NOISE_BYTES];
      ThreadLocalRandom.current().nextBytes(noise);
      near.getOutputStream().write(noise);
      troubled.incrementAndGet();
    } catch (IOException gone) {
      // It hung up before it was answered.
    }
  }

  private void pump(Socket from, Socket to) {
    Thread.ofVirtual().start(() -> {
      try {
        pass(from.getInputStream(), to.getOutputStream());
      } catch (IOException ended) {
        // One end has gone: so does the other, below.
      }
      close(from);
      close(to);
      ends.remove(from);
      ends.remove(to);
    });
  }

  private void pass(InputStream from, OutputStream to) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
      keepBack();
      to.write(piece, 0, length);
    }
  }

  private void keepBack() {
    if (trouble == Trouble.NONE) {
      return;
    }
    troubled.incrementAndGet();
    if (trouble == Trouble.SLOW) {
      LockSupport.parkNanos(DELAY.toNanos());
    }
    while (trouble == Trouble.SILENT) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static void close(java.io.Closeable end) {
    try {
      end.close();
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }
}
