package org.reciprocalclubs.edge.graphql;

import java.time.Duration;

/**
 * The limits of GraphQL.
 *
 * @param maxDepth how deep a query may go
 * @param maxComplexity how many fields it may ask for
 * @param maxAliases how many aliases a document may hold
 * @param keptDocuments how many parsed documents each event loop keeps
 * @param introspection whether the schema may be asked for; not in production
 * @param sockets of the websocket
 */
public record GraphSettings(int maxDepth, int maxComplexity, int maxAliases, int keptDocuments,
    boolean introspection, Sockets sockets) {
  /** Depth 10, complexity 1,000, 30 aliases. */
  public static final GraphSettings DEFAULT = new GraphSettings(10, 1_000, 30, 1_000, false, Sockets.DEFAULT);

  public GraphSettings {
    if (maxDepth < 1 || maxComplexity < 1 || maxAliases < 0 || keptDocuments < 1) {
      throw new IllegalArgumentException("the limits of GraphQL must be positive");
    }
  }

  /**
   * @param maxOperations how many one connection may have open
   * @param maxWaiting how many changes may wait for one slow subscriber
   * @param initWait how long a client may take for connection_init
   * @param keepAlive how often a quiet connection is probed; after three without an answer it is closed
   */
  public record Sockets(int maxOperations, int maxWaiting, Duration initWait, Duration keepAlive) {
    /** 20 operations, 256 waiting, 10 s, 20 s. */
    public static final Sockets DEFAULT = new Sockets(20, 256, Duration.ofSeconds(10),
        Duration.ofSeconds(20));

    public Sockets {
      if (maxOperations < 1 || maxWaiting < 1 || initWait.toMillis() < 100 || keepAlive.toMillis() < 100) {
        throw new IllegalArgumentException("the limits of GraphQL sockets must be positive");
      }
    }
  }
}
