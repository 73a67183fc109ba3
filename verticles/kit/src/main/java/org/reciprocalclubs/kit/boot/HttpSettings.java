package org.reciprocalclubs.kit.boot;

import java.time.Duration;

/**
 * The HTTP door of a process.
 *
 * @param host the address it binds to
 * @param port 0 takes any free port
 * @param instances event loops that accept; 0 means one per core
 * @param maxBody the longest request body
 * @param maxHeaders the longest request headers together
 * @param idle after how long a silent connection is closed
 */
public record HttpSettings(String host, int port, int instances, Size maxBody, Size maxHeaders,
    Duration idle) {
  private static final int MAX_PORT = 65_535;

  public HttpSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must be given");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be from 0 to 65535");
    }
    if (instances < 0 || instances > 64) {
      throw new IllegalArgumentException("instances must be from 0 to 64");
    }
    if (maxBody.bytes() < 1 || maxBody.bytes() > 1 << 30) {
      throw new IllegalArgumentException("maxBody must be from 1B to 1GiB");
    }
    if (maxHeaders.bytes() < 1_024 || maxHeaders.bytes() > 1 << 20) {
      throw new IllegalArgumentException("maxHeaders must be from 1KiB to 1MiB");
    }
    if (idle.toSeconds() < 1) {
      throw new IllegalArgumentException("idle must be 1s or more");
    }
  }

  /** The same limits at another address. */
  HttpSettings at(String otherHost, int otherPort) {
    return new HttpSettings(otherHost, otherPort, 1, maxBody, maxHeaders, idle);
  }

  int loops() {
    return instances == 0 ? Runtime.getRuntime().availableProcessors() : instances;
  }
}
