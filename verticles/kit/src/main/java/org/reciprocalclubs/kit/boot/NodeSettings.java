package org.reciprocalclubs.kit.boot;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One process.
 *
 * @param name tells it from the others, in logs, traces and leases; empty means a random one
 * @param mode what it is for
 * @param rooms the rooms that run in it, by name
 * @param drain how long work under way may take to end when the process is stopped
 * @param eventLoops threads that serve connections and actors; 0 means one per core
 * @param nativeTransport epoll instead of the JDK's sockets, where available
 * @param busHost where a clustered event bus listens; never an address that strangers reach
 * @param busPort 0 takes any free port
 * @param site where people's browsers reach the pages, such as {@code https://clubs.example}; without a path
 */
public record NodeSettings(String name, Mode mode, List<String> rooms, Duration drain,
    int eventLoops, boolean nativeTransport, String busHost, int busPort, String site) {

  /** Production refuses what only a demonstration may have. */
  public enum Mode {
    DEMO, PRODUCTION
  }

  public NodeSettings {
    rooms = List.copyOf(rooms);
    if (rooms.isEmpty()) {
      throw new IllegalArgumentException("rooms must name at least one");
    }
    if (drain.isNegative() || drain.toMinutes() > 10) {
      throw new IllegalArgumentException("drain must be from 0s to 10m");
    }
    if (eventLoops < 0 || eventLoops > 1024) {
      throw new IllegalArgumentException("eventLoops must be 0 to 1024");
    }
    if (!isSite(site)) {
      throw new IllegalArgumentException("site must be like https://clubs.example");
    }
  }

  private static boolean isSite(String site) {
    try {
      URI uri = URI.create(site);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null
          && uri.getRawPath().isEmpty() && uri.getQuery() == null;
    } catch (IllegalArgumentException noUri) {
      return false;
    }
  }

  /** How many event loops that are in fact. */
  int loops() {
    return eventLoops == 0 ? Runtime.getRuntime().availableProcessors() : eventLoops;
  }
}
