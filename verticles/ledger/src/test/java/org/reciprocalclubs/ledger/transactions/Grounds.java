package org.reciprocalclubs.ledger.transactions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.devledger.DevelopmentNetwork;

/** A network of the clubs' ledger that a test may hurt: its organisations' peers, and its orderers. */
interface Grounds extends AutoCloseable {
  String FEDERATION = "FederationMSP";
  String CITY = "CityMSP";
  String HARBOUR = "HarbourMSP";
  /** How long a transaction waits for others to share its block: so long that it can be lost there. */
  Duration BATCH = Duration.ofMillis(300);

  Path profile();

  void stopPeer(String msp);

  void startPeer(String msp);

  /** What was taken and stands in no block yet is lost. */
  void stopOrderers();

  void startOrderers();

  @Override
  void close();

  /** The development ledger, in this process. */
  static Grounds development(Path directory) {
    var ledger = DevelopmentLedger.start(
        new DevelopmentNetwork(directory, List.of(FEDERATION, CITY, HARBOUR), 0, BATCH, 100));
    return new Grounds() {
      @Override
      public Path profile() {
        return ledger.profile();
      }

      @Override
      public void stopPeer(String msp) {
        ledger.stopPeer(msp);
      }

      @Override
      public void startPeer(String msp) {
        ledger.startPeer(msp);
      }

      @Override
      public void stopOrderers() {
        ledger.stopOrderer();
      }

      @Override
      public void startOrderers() {
        ledger.startOrderer();
      }

      @Override
      public void close() {
        ledger.close();
      }
    };
  }

  /**
   * Peers and orderers of Fabric, as {@code fabric/network/up} started them: each is a process that can be
   * killed, and that the same script starts again.
   *
   * @param data their directory, with network.json and pids
   */
  static Grounds real(Path data) {
    return new FabricGrounds(data);
  }
}
