package org.reciprocalclubs.kit.boot;

import java.nio.file.Path;

/**
 * What embedded services are to use.
 *
 * @param data the directory that holds everything; made when absent, owned by one process at a time
 * @param portBase the number from which every port is counted: PostgreSQL at +432, Redis +379, NATS +422, its
 * monitor +423, the peers of the development ledger +450 and up
 */
public record EmbeddedRequest(Path data, int portBase) {

  private static final int POSTGRES = 432;
  private static final int REDIS = 379;
  private static final int NATS = 422;
  private static final int NATS_MONITOR = 423;
  private static final int LEDGER = 450;
  /** The numbers from 460 on belong to others. */
  private static final int LEDGER_PEERS_MOST = 10;
  private static final int LARGEST_PORT = 65_535;

  public EmbeddedRequest {
    data = data.toAbsolutePath().normalize();
    int highest = LEDGER + LEDGER_PEERS_MOST - 1;
    if (portBase < 1 || portBase + highest > LARGEST_PORT) {
      throw new IllegalArgumentException("A port base is between 1 and " + (LARGEST_PORT - highest));
    }
  }

  public int postgresPort() {
    return portBase + POSTGRES;
  }

  public int redisPort() {
    return portBase + REDIS;
  }

  public int natsPort() {
    return portBase + NATS;
  }

  public int natsMonitorPort() {
    return portBase + NATS_MONITOR;
  }

  /** Of the ledger's first peer; the others follow, ten in all at most. */
  public int ledgerPort() {
    return portBase + LEDGER;
  }
}
