package org.reciprocalclubs.devledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.devledger.TestLedger.CITY;
import static org.reciprocalclubs.devledger.TestLedger.FEDERATION;
import static org.reciprocalclubs.devledger.TestLedger.HARBOUR;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.protos.common.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a ledger keeps: over restarts, over a kill at any moment, and what it does about a damaged file. */
class RecoveryTest {

  @TempDir
  private Path directory;

  private Path blocks() {
    return directory.resolve("blocks");
  }

  private void write(int count) throws Exception {
    try (var ledger = new TestLedger(directory)) {
      for (int i = 0; i < count; i++) {
        assertThat(ledger.client().put("k" + i, "v" + i).isSuccessful()).isTrue();
      }
    }
  }

  private String read(String key) throws Exception {
    try (var ledger = new TestLedger(directory)) {
      return ledger.client().evaluate("get", key);
    }
  }

  @Test
  void stateResultsPoliciesAndKeysAreThereAfterARestart() throws Exception {
    byte[] bytes;
    String transaction;
    try (var ledger = new TestLedger(directory)) {
      var client = ledger.client();
      client.put("a", "1");
      client.endorse("lock", "a", CITY, HARBOUR).submitAsync().getStatus();
      var endorsed = client.endorse("put", "b", "2");
      transaction = endorsed.getTransactionId();
      bytes = endorsed.getBytes();
      assertThat(endorsed.submitAsync().getStatus().isSuccessful()).isTrue();
    }
    try (var ledger = new TestLedger(directory)) {
      var client = ledger.client();
      assertThat(client.evaluate("get", "b")).isEqualTo("2");
      var again = client.gateway().newTransaction(bytes).submitAsync();
      assertThat(again.getTransactionId()).isEqualTo(transaction);
      assertThat(again.getStatus().isSuccessful()).isTrue();
      assertThat(client.endorse(List.of(FEDERATION, CITY), "put", "a", "2").submitAsync().getStatus()
          .isSuccessful()).isFalse();
      assertThat(client.endorse(List.of(HARBOUR, CITY), "put", "a", "2").submitAsync().getStatus()
          .isSuccessful()).isTrue();
    }
  }

  @Test
  void theChainIsRealBlocksThatNameEachOther() throws Exception {
    try (var ledger = new TestLedger(directory)) {
      ledger.client().put("a", "1");
      ledger.client().put("a", "2");
      var previous = Block.parseFrom(ledger.ledger().block(0)).getHeader();
      for (long number = 1; number < ledger.ledger().height(); number++) {
        var block = Block.parseFrom(ledger.ledger().block(number));
        assertThat(block.getHeader().getNumber()).isEqualTo(number);
        assertThat(block.getHeader().getPreviousHash()).isEqualTo(Hashes.of(previous));
        assertThat(block.getHeader().getDataHash()).isEqualTo(Hashes.sha256(block.getData().getDataList()));
        previous = block.getHeader();
      }
      assertThatThrownBy(() -> ledger.ledger().block(99)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingThatWasAcknowledgedIsLostToAKill() throws Exception {
    Map<String, String> acknowledged = new ConcurrentHashMap<>();
    var kills = new AtomicInteger();
    for (int round = 0; round < 3; round++) {
      Process process = LedgerJvm.run(directory);
      try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(reader.readLine()).isEqualTo("started");
        writeUntilKilled(process, round, acknowledged, kills);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    assertThat(kills.get()).isEqualTo(3);
    assertThat(acknowledged).hasSizeGreaterThan(3 * 20);
    try (var ledger = new TestLedger(directory)) {
      var client = ledger.client();
      for (var each : acknowledged.entrySet()) {
        assertThat(client.evaluate("get", each.getKey())).isEqualTo(each.getValue());
      }
      assertThat(client.put("after", "1").isSuccessful()).isTrue();
    }
  }

  private void writeUntilKilled(Process process, int round, Map<String, String> acknowledged,
      AtomicInteger kills)
      throws IOException, InterruptedException {
    try (var client = TestClient.of(directory.resolve("network.json"), FEDERATION)) {
      var writers = List.of(0, 1, 2, 3).stream()
          .map(writer -> Thread.ofVirtual()
              .start(() -> writeUntilItFails(client, round, writer, acknowledged)))
          .toList();
      int before = acknowledged.size();
      while (acknowledged.size() < before + 30 && writers.stream().anyMatch(Thread::isAlive)) {
        Thread.sleep(5);
      }
      if (process.isAlive()) {
        process.destroyForcibly().waitFor();
        kills.incrementAndGet();
      }
      for (var writer : writers) {
        writer.join();
      }
    }
  }

  private static void writeUntilItFails(TestClient client, int round, int writer,
      Map<String, String> acknowledged) {
    try {
      for (int i = 0;; i++) {
        var key = "r%d-w%d-%d".formatted(round, writer, i);
        if (client.put(key, "v" + i).isSuccessful()) {
          acknowledged.put(key, "v" + i);
        }
      }
    } catch (GatewayException killed) {
      assertThat(killed).isNotNull();
    }
  }

  @Test
  void aBlockThatWasBeingWrittenIsCutOff() throws Exception {
    write(3);
    long whole = Files.size(blocks());
    Files.write(blocks(), new byte[]{0, 0, 1}, StandardOpenOption.APPEND);
    assertThat(read("k2")).isEqualTo("v2");
    assertThat(Files.size(blocks())).isEqualTo(whole);
    var head = java.util.Arrays.copyOf(Files.readAllBytes(blocks()), 40);
    Files.write(blocks(), head, StandardOpenOption.APPEND);
    assertThat(read("k2")).isEqualTo("v2");
    Files.write(blocks(), new byte[10_000], StandardOpenOption.APPEND);
    assertThat(read("k2")).isEqualTo("v2");
    assertThat(Files.size(blocks())).isEqualTo(whole);
  }

  @Test
  void anAcknowledgedBlockThatIsMissingOrTornIsRefusedByNumber() throws Exception {
    write(3);
    try (var file = new RandomAccessFile(blocks().toFile(), "rw")) {
      file.setLength(file.length() - 10);
    }
    assertThatThrownBy(() -> new TestLedger(directory)).isInstanceOf(LedgerFailure.class)
        .hasMessageContaining("Block 3 of the chain");
  }

  @Test
  void aChainThatIsBrokenInTheMiddleIsRefusedByNumber() throws Exception {
    write(5);
    long middle = Files.size(blocks()) / 2;
    try (var file = new RandomAccessFile(blocks().toFile(), "rw")) {
      file.seek(middle);
      int old = file.read();
      file.seek(middle);
      file.write(old ^ 1);
    }
    assertThatThrownBy(() -> new TestLedger(directory)).isInstanceOf(LedgerFailure.class)
        .hasMessageMatching("(?s)Block [234] of the chain in .* is damaged.*");
  }

  @Test
  void blocksThatWereTakenOutAreNoticed() throws Exception {
    write(4);
    byte[] bytes = Files.readAllBytes(blocks());
    int first = 12 + java.nio.ByteBuffer.wrap(bytes).getInt();
    int second = 12 + java.nio.ByteBuffer.wrap(bytes).getInt(first);
    Files.write(blocks(), java.util.Arrays.copyOf(bytes, first));
    Files.write(blocks(), java.util.Arrays.copyOfRange(bytes, first + second, bytes.length),
        StandardOpenOption.APPEND);
    assertThatThrownBy(() -> new TestLedger(directory)).isInstanceOf(LedgerFailure.class)
        .hasMessageContaining("Block 1 of the chain").hasMessageContaining("has number 2");
  }

  @Test
  void anAuthorityThatTheChainDoesNotNameIsRefused() throws Exception {
    write(1);
    for (var file : List.of("ca.key", "ca.pem")) {
      Files.delete(directory.resolve(CITY).resolve(file));
    }
    assertThatThrownBy(() -> new TestLedger(directory)).isInstanceOf(LedgerFailure.class)
        .hasMessageContaining("The authority of CityMSP is not the one that the chain names");
  }

  @Test
  void anotherOrganisationIsRecordedOnTheChain() throws Exception {
    write(1);
    var msps = List.of(FEDERATION, CITY, HARBOUR, "SummitMSP");
    var network = TestLedger.network(directory, msps, Duration.ofMillis(20));
    try (var ledger = DevelopmentLedger.start(network, Notes::new);
        var summit = TestClient.of(ledger.profile(), "SummitMSP")) {
      assertThat(ledger.height()).isEqualTo(3);
      assertThat(summit.evaluate("get", "k0")).isEqualTo("v0");
      assertThat(summit.put("k0", "w").isSuccessful()).isTrue();
      assertThat(summit.endorse(List.of(CITY, HARBOUR), "put", "k0", "x").submitAsync().getStatus()
          .isSuccessful()).as("two of four").isFalse();
    }
  }

  @Test
  void aDirectoryIsHeldByOneLedger() {
    try (var ledger = new TestLedger(directory)) {
      assertThatThrownBy(() -> new TestLedger(directory)).isInstanceOf(LedgerFailure.class)
          .hasMessageContaining("is in use");
      assertThat(ledger.ledger().height()).isEqualTo(1);
    }
  }
}
