package org.reciprocalclubs.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The cable between a browser and the house: pulled out, every connection ends and no new one begins. */
final class Cable implements AutoCloseable {
  private final int target;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
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
    return "http://localhost:" + door.getLocalPort();
  }

  void pull() {
    close(door);
    ends.forEach(Cable::close);
  }

  void plug() throws IOException {
    int port = door.getLocalPort();
    door = new ServerSocket();
    door.setReuseAddress(true);
    door.bind(new InetSocketAddress(port));
    serve(door);
  }

  @Override
  public void close() {
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
  private void join(ServerSocket open, Socket browser) throws IOException {
    var house = new Socket("localhost", target);
    ends.addAll(List.of(browser, house));
    pump(browser, house);
    pump(house, browser);
    if (open.isClosed()) {
      close(browser);
      close(house);
    }
  }

  private void pump(Socket from, Socket to) {
    Thread.ofVirtual().start(() -> {
      try {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException ended) {
        // One end has gone: so does the other, below.
      }
      close(from);
      close(to);
      ends.remove(from);
      ends.remove(to);
    });
  }

  private static void close(java.io.Closeable end) {
    try {
      end.close();
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }
}
