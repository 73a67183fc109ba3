package org.reciprocalclubs.devledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.reciprocalclubs.devledger.TestLedger.FEDERATION;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused because it is too much. */
class LimitsTest {

  @TempDir
  private Path directory;
  private TestLedger ledger;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    ledger = new TestLedger(directory);
    client = ledger.client();
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  private SignedCommitStatusRequest status(String transaction) {
    var keys = directory.resolve(FEDERATION);
    var identity = new SigningIdentity(FEDERATION, Pem.certificate(keys.resolve("client.pem")),
        Pem.privateKey(keys.resolve("client.key")));
    ByteString request = CommitStatusRequest.newBuilder().setChannelId("clubs").setTransactionId(transaction)
        .setIdentity(identity.serialized()).build().toByteString();
    return SignedCommitStatusRequest.newBuilder().setRequest(request).setSignature(identity.sign(request))
        .build();
  }

  @Test
  void aPeerHoldsFiveHundredCallsAndThoseThatWaitForACommitCount() throws Exception {
    var gateway = GatewayGrpc.newFutureStub(client.channel());
    var request = status("unknown");
    List<ListenableFuture<CommitStatusResponse>> calls = IntStream.rangeClosed(0, CallLimit.CALLS_MOST)
        .mapToObj(_ -> gateway.commitStatus(request)).toList();
    assertThatThrownBy(Futures.inCompletionOrder(calls).getFirst()::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("too many requests for /gateway.Gateway, exceeding concurrency limit (500)");
    assertThat(calls).filteredOn(each -> !each.isDone()).hasSize(CallLimit.CALLS_MOST);
    calls.forEach(each -> each.cancel(true));
    while (true) {
      try {
        assertThat(client.evaluate("get", "a")).isEmpty();
        return;
      } catch (org.hyperledger.fabric.client.GatewayException stillFull) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void aTransactionOverTheOrderersSizeIsABadRequest() throws Exception {
    var large = "x".repeat(Orderer.ENVELOPE_BYTES_MOST / 3);
    var transaction = client.endorse("put", "a", large);
    var refused = catchThrowableOfType(SubmitException.class, transaction::submitAsync);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.ABORTED);
    assertThat(refused).hasMessageContaining("exceeds maximum allowed");
  }

  @Test
  void aFullQueueIsSaidAtOnce() {
    var keys = Organisation.ofPeer(directory.resolve("other"), FEDERATION);
    var ordering = Organisation.ofOrderer(directory.resolve("other"));
    var config = new ChannelConfig(java.util.Map.of(FEDERATION, keys.root()), ordering.root());
    try (var chain = Chain.open(Pem.privateDirectory(directory.resolve("other")), ordering.node(), config);
        var orderer = new Orderer(chain, Duration.ofMinutes(1), 10_000)) {
      orderer.start();
      var large = ByteString.copyFrom(new byte[Orderer.BATCH_BYTES - 1]);
      assertThat(IntStream.range(0, 200).mapToObj(_ -> orderer.offer(large)))
          .contains(Orderer.Answer.TAKEN, Orderer.Answer.FULL);
      orderer.stop();
    }
  }

  @Test
  void aQueueThatIsTooLongToBeOrderedIsGivenUpAndNothingIsWrittenAfterwards() {
    var keys = Organisation.ofPeer(directory.resolve("other"), FEDERATION);
    var ordering = Organisation.ofOrderer(directory.resolve("other"));
    var config = new ChannelConfig(java.util.Map.of(FEDERATION, keys.root()), ordering.root());
    try (var chain = Chain.open(Pem.privateDirectory(directory.resolve("other")), ordering.node(), config)) {
      var orderer = new Orderer(chain, Duration.ofMillis(1), 1, Duration.ofMillis(20));
      chain.follow(_ -> LockSupport.parkNanos(Duration.ofMillis(100).toNanos()));
      orderer.start();
      IntStream.range(0, 1_000).forEach(_ -> orderer.offer(ByteString.copyFromUtf8("nonsense")));
      orderer.close();
      assertThat(orderer.hasEnded()).isTrue();
      assertThat(chain.height()).isLessThan(1_000);
    }
  }

  @Test
  void aPeerWhosePortIsTakenLeavesNoThread() throws Exception {
    var network = directory.resolve("taken");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var wanted = new DevelopmentNetwork(network, List.of("TakenMSP"), taken.getLocalPort(),
          Duration.ofMillis(20), 100);
      assertThatThrownBy(() -> DevelopmentLedger.start(wanted, Notes::new)).isInstanceOf(LedgerFailure.class)
          .hasMessageContaining("is taken");
    }
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().equals("peer.taken"))) {
      Thread.sleep(10);
    }
  }
}
