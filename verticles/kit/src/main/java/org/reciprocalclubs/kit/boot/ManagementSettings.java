package org.reciprocalclubs.kit.boot;

/**
 * A port of its own for who runs a process: metrics, and health with what it depends on. With it the HTTP
 * port says no more than whether it is ready.
 *
 * @param open otherwise all of it is on the HTTP port
 * @param host the address it binds to; never one that strangers reach
 * @param port 0 takes any free port
 */
public record ManagementSettings(When open, String host, int port) {
  /** Whether there is such a port. */
  public enum When {
    /** In production. */
    DEFAULT, ALWAYS, NEVER
  }

  private static final int MAX_PORT = 65_535;

  public ManagementSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must be given");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be from 0 to 65535");
    }
  }

  boolean isOpen(NodeSettings.Mode mode) {
    return switch (open) {
      case DEFAULT -> mode == NodeSettings.Mode.PRODUCTION;
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
