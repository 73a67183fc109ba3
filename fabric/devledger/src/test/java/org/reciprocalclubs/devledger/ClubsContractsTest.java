package org.reciprocalclubs.devledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.devledger.TestLedger.FEDERATION;
import static org.reciprocalclubs.devledger.TestLedger.HARBOUR;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clubs' own contracts, which a ledger runs when it is not told others. */
class ClubsContractsTest {

  @TempDir
  private Path directory;

  @Test
  void aClubIsEnrolledWithItsOrganisation() throws Exception {
    var network = TestLedger.network(directory, TestLedger.ALL, Duration.ofMillis(20));
    try (var ledger = DevelopmentLedger.start(network);
        var client = TestClient.of(ledger.profile(), FEDERATION)) {
      var club = UUID.randomUUID().toString();
      var fact = new JSONObject(
          new String(client.contract().submitTransaction("clubs:Enrol", club, HARBOUR), UTF_8));
      assertThat(fact.getString("tx")).hasSize(64);
      assertThat(new JSONObject(client.evaluate("clubs:Get", club)).getString("msp")).isEqualTo(HARBOUR);
    }
  }
}
