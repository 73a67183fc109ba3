package org.reciprocalclubs.ledger.transactions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.devledger.DevelopmentNetwork;

/** A network of the clubs' ledger that a test may hurt: its organisations' peers, and its orderers. */
interface Grounds extends AutoCloseable {
  String FEDERATION = "FederationMSP";
  String CITY = "CityMSP";
  String HARBOUR = "HarbourMSP";
  /** How long a transaction waits for others to share its block, at least so long that it can be lost there. */
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
   * Peers and orderers that run already.
   *
   * @param profile their {@code network.json}
   * @param control a program that stops and starts them: {@code stop|start peer MSP}, {@code stop|start
   * orderers}; it returns when that is done
   */
  static Grounds real(Path profile, Path control) {
    return new Grounds() {
      @Override
      public Path profile() {
        return profile;
      }

      @Override
      public void stopPeer(String msp) {
        run("stop", "peer", msp);
      }

      @Override
      public void startPeer(String msp) {
        run("start", "peer", msp);
      }

      @Override
      public void stopOrderers() {
        run("stop", "orderers");
      }

      @Override
      public void startOrderers() {
        run("start", "orderers");
      }

      private void run(String... words) {
        var command = new ArrayList<String>();
        command.add(control.toString());
        command.addAll(List.of(words));
        try {
          var process = new ProcessBuilder(command).inheritIO().start();
          if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("failed: " + command);
          }
        } catch (IOException impossible) {
          throw new AssertionError(impossible);
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        }
      }

      @Override
      public void close() {
        // whoever started it stops it
      }
    };
  }
}
