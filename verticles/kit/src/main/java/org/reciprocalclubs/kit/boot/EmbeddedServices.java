package org.reciprocalclubs.kit.boot;

/**
 * PostgreSQL, Redis and NATS run as children of this process and a development ledger inside it, for
 * development and demonstrations. The room {@code verticles/embedded} provides it and is found by {@link
 * java.util.ServiceLoader}; it is absent from the image, so that production has nothing to find.
 *
 * <pre>{@code
 * EmbeddedServices services = ServiceLoader.load(EmbeddedServices.class).findFirst().orElseThrow();
 * EmbeddedEndpoints endpoints = services.start(new EmbeddedRequest(Path.of("data"), 8000));
 * }</pre>
 *
 * Both calls block (seconds on a first start): call them from the main thread or a worker, never an event
 * loop. Not for several threads at once.
 */
public interface EmbeddedServices {

  /**
   * Starts all four on loopback, stopping first what an earlier process with the same data left behind.
   *
   * @throws EmbeddedFailure when one cannot start; whatever had started is stopped again
   */
  EmbeddedEndpoints start(EmbeddedRequest request);

  /** Stops all four, cleanly within a limit, and gives the data directory free. Safe to call again. */
  void stop();
}
