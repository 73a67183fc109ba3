package org.reciprocalclubs.devledger;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows a port's connections, so that they can break as those of a killed process do. Thread-safe. */
final class Connections {

  private final Set<Channel> open = ConcurrentHashMap.newKeySet();

  /** The port's own channel, which tells of what it accepts. */
  NioServerSocketChannel accepting() {
    return new NioServerSocketChannel() {
      @Override
      protected int doReadMessages(List<Object> accepted) throws Exception {
        int read = super.doReadMessages(accepted);
        accepted.forEach(each -> add((Channel) each));
        return read;
      }
    };
  }

  private void add(Channel connection) {
    if (open.add(connection)) {
      connection.closeFuture().addListener(_ -> open.remove(connection));
    }
  }

  /** Closes the sockets without a word: HTTP/2 would say goodbye first. */
  void cut() {
    open.forEach(each -> each.eventLoop().execute(() -> each.unsafe().close(each.voidPromise())));
  }
}
