package org.reciprocalclubs.kit.bus;

import java.time.Duration;

/**
 * A gRPC door.
 *
 * @param host the address it binds to; loopback unless the wire is mutual TLS
 * @param port 0 takes any free port
 * @param deadline how long a call may take when the client sets no grpc-timeout, and at most
 * @param maxMessageBytes the longest message
 * @param reflection true to let clients list the services; off in production
 */
public record GrpcSettings(String host, int port, Duration deadline, int maxMessageBytes,
    boolean reflection) {
  private static final int MAX_PORT = 65_535;

  public GrpcSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must be given");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be from 0 to 65535");
    }
    if (deadline.toMillis() < 10 || deadline.toMinutes() > 5) {
      throw new IllegalArgumentException("deadline must be from 10ms to 5m");
    }
    if (maxMessageBytes < 1_024 || maxMessageBytes > 64 << 20) {
      throw new IllegalArgumentException("maxMessageBytes must be from 1024 to 67108864");
    }
  }
}
