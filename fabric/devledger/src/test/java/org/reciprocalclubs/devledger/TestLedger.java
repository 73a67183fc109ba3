package org.reciprocalclubs.devledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A ledger of three organisations on free ports, running {@link Notes}, and clients of it that close with
 * it.
 */
final class TestLedger implements AutoCloseable {

  static final String FEDERATION = "FederationMSP";
  static final String CITY = "CityMSP";
  static final String HARBOUR = "HarbourMSP";
  static final List<String> ALL = List.of(FEDERATION, CITY, HARBOUR);

  private final DevelopmentLedger ledger;
  private final List<TestClient> clients = new ArrayList<>();

  TestLedger(Path directory) {
    this(directory, Duration.ofMillis(20));
  }

  TestLedger(Path directory, Duration batchTimeout) {
    this.ledger = DevelopmentLedger.start(network(directory, ALL, batchTimeout), Notes::new);
  }

  static DevelopmentNetwork network(Path directory, List<String> msps, Duration batchTimeout) {
    return new DevelopmentNetwork(directory, msps, 0, batchTimeout, 100);
  }

  DevelopmentLedger ledger() {
    return ledger;
  }

  TestClient client(String msp) throws IOException {
    var client = TestClient.of(ledger.profile(), msp);
    clients.add(client);
    return client;
  }

  TestClient client() throws IOException {
    return client(FEDERATION);
  }

  @Override
  public void close() {
    clients.forEach(TestClient::close);
    ledger.close();
  }
}
