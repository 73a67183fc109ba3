package org.reciprocalclubs.bridge;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to NATS. The client reconnects for ever and keeps nothing to send meanwhile, so what is
 * unsent is where it belongs: in the feed. One thread connects and closes; anyone may ask how it is.
 */
final class NatsLink {
  private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);
  private static final int FOR_EVER = -1;

  private final Options options;
  /** Counts connections lost and found: what was learnt over one is not to be relied on over the next. */
  private final AtomicLong changes = new AtomicLong();
  private @Nullable Connection connection;
  private volatile boolean up;

  NatsLink(BridgeSettings settings) {
    var wanted = new Options.Builder().server(settings.url())
        .connectionName("reciprocal-clubs bridge")
        .connectionTimeout(settings.connectTimeout())
        .reconnectWait(settings.reconnectWait())
        .maxReconnects(FOR_EVER)
        .reconnectBufferSize(0)
        .connectionListener(this::changed)
        .errorListener(new Errors());
    if (!settings.user().isEmpty()) {
      wanted.userInfo(settings.user().toCharArray(), settings.password().value().toCharArray());
    }
    options = wanted.build();
  }

  /** The connection, if it is up; tries once to make one when there is none. Blocks. */
  Connection connection() throws IOException, InterruptedException {
    var current = connection;
    if (current == null || current.getStatus() == Connection.Status.CLOSED) {
      current = Nats.connect(options);
      connection = current;
    }
    if (current.getStatus() != Connection.Status.CONNECTED) {
      throw new IOException("NATS is away");
    }
    return current;
  }

  long changes() {
    return changes.get();
  }

  boolean up() {
    return up;
  }

  /** Blocks. */
  void close() throws InterruptedException {
    var current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }

  private void changed(Connection which, ConnectionListener.Events what) {
    boolean now = which.getStatus() == Connection.Status.CONNECTED;
    changes.incrementAndGet();
    if (now != up) {
      up = now;
      LOG.atInfo().addKeyValue("up", now).log("The connection to NATS changed");
    }
  }

  /** The client's own words may name its server's addresses; ours are constant. */
  private static final class Errors implements ErrorListener {
    @Override
    public void errorOccurred(Connection which, String error) {
      LOG.atWarn().addKeyValue("error", error).log("NATS reports an error");
    }

    @Override
    public void exceptionOccurred(Connection which, Exception failure) {
      LOG.atDebug().setCause(failure).log("The client of NATS failed");
    }

    @Override
    public void slowConsumerDetected(Connection which, Consumer consumer) {
      LOG.warn("NATS is read too slowly");
    }
  }
}
