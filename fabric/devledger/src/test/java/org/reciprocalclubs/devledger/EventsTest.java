package org.reciprocalclubs.devledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.devledger.TestLedger.FEDERATION;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.client.ChaincodeEvent;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.client.InMemoryCheckpointer;
import org.hyperledger.fabric.client.SubmittedTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of contract events: in order, from where the client left off, also in the middle of a block. */
class EventsTest {

  @TempDir
  private Path directory;
  private TestLedger ledger;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    ledger = new TestLedger(directory, Duration.ofMillis(300));
    client = ledger.client();
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private void putInOneBlock(int count) throws Exception {
    List<SubmittedTransaction> submitted = new ArrayList<>();
    var endorsed = new ArrayList<org.hyperledger.fabric.client.Transaction>();
    for (int i = 0; i < count; i++) {
      endorsed.add(client.endorse("put", "k" + i, "v"));
    }
    for (var each : endorsed) {
      submitted.add(each.submitAsync());
    }
    for (var each : submitted) {
      assertThat(each.getStatus().isSuccessful()).isTrue();
    }
  }

  private static String payload(ChaincodeEvent event) {
    return new String(event.getPayload(), UTF_8);
  }

  private static List<String> next(CloseableIterator<ChaincodeEvent> events, int count) {
    List<String> payloads = new ArrayList<>();
    while (payloads.size() < count) {
      payloads.add(payload(events.next()));
    }
    return payloads;
  }

  @Test
  void eventsCarryNameTransactionAndBlock() throws Exception {
    var transaction = client.endorse("put", "a", "1");
    var status = transaction.submitAsync().getStatus();
    try (var events = client.network().newChaincodeEventsRequest("clubs").startBlock(0).build().getEvents()) {
      var event = events.next();
      assertThat(event.getEventName()).isEqualTo("Put");
      assertThat(event.getTransactionId()).isEqualTo(transaction.getTransactionId());
      assertThat(event.getBlockNumber()).isEqualTo(status.getBlockNumber());
      assertThat(payload(event)).isEqualTo("a=1");
    }
  }

  @Test
  void withoutAPositionOnlyWhatComesIsTold() throws Exception {
    client.put("before", "1");
    try (var events = client.network().getChaincodeEvents("clubs")) {
      client.put("after", "1");
      assertThat(next(events, 1)).containsExactly("after=1");
    }
  }

  @Test
  void aCheckpointInTheMiddleOfABlockGoesOnThere() throws Exception {
    putInOneBlock(5);
    var checkpointer = new InMemoryCheckpointer();
    try (var events = client.network().newChaincodeEventsRequest("clubs").startBlock(0).build().getEvents()) {
      assertThat(payload(events.next())).isEqualTo("k0=v");
      checkpointer.checkpointChaincodeEvent(events.next());
    }
    client.put("last", "v");
    try (var events = client.network().newChaincodeEventsRequest("clubs").checkpoint(checkpointer).build()
        .getEvents()) {
      assertThat(next(events, 4)).containsExactly("k2=v", "k3=v", "k4=v", "last=v");
    }
  }

  @Test
  void aStreamThroughAPeerThatIsKilledEndsAndGoesOnElsewhere() throws Exception {
    client.put("a", "1");
    var checkpointer = new InMemoryCheckpointer();
    try (var events = client.network().newChaincodeEventsRequest("clubs").startBlock(0).build().getEvents()) {
      checkpointer.checkpointChaincodeEvent(events.next());
      ledger.ledger().stopPeer(FEDERATION);
      assertThatThrownBy(events::next).isInstanceOf(GatewayRuntimeException.class)
          .hasMessageContaining("UNAVAILABLE");
    }
    var other = ledger.client(TestLedger.CITY);
    other.endorse(List.of(TestLedger.CITY, TestLedger.HARBOUR), "put", "b", "2").submitAsync().getStatus();
    try (var events = other.network().newChaincodeEventsRequest("clubs").checkpoint(checkpointer).build()
        .getEvents()) {
      assertThat(next(events, 1)).containsExactly("b=2");
    }
  }

  @Test
  void aClientThatReadsLateMissesNothing() throws Exception {
    try (var events = client.network().getChaincodeEvents("clubs")) {
      for (int round = 0; round < 3; round++) {
        putInOneBlock(60);
      }
      assertThat(next(events, 180)).hasSize(180).endsWith("k59=v");
    }
  }
}
