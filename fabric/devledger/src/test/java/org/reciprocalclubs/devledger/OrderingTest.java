package org.reciprocalclubs.devledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.reciprocalclubs.devledger.TestLedger.CITY;
import static org.reciprocalclubs.devledger.TestLedger.FEDERATION;
import static org.reciprocalclubs.devledger.TestLedger.HARBOUR;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.client.SubmittedTransaction;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.gateway.PreparedTransaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a transaction between submit and its block, in all the ways in which that goes wrong. */
class OrderingTest {

  private static final Duration LONG_BATCH = Duration.ofSeconds(1);

  @TempDir
  private Path directory;
  private TestLedger ledger;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    ledger = new TestLedger(directory, LONG_BATCH);
    client = ledger.client();
  }

  @AfterEach
  void stop() {
    ledger.close();
  }

  @Test
  void aStoppedOrdererIsUnavailableAndTheSameBytesGoThroughWhenItIsBack() throws Exception {
    var transaction = client.endorse("put", "a", "1");
    ledger.ledger().stopOrderer();
    var refused = catchThrowableOfType(SubmitException.class, transaction::submitAsync);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(refused).hasMessageContaining("no orderers could successfully process transaction");
    assertThat(refused.getDetails()).extracting(ErrorDetail::getMspId).containsExactly("OrdererMSP");
    ledger.ledger().startOrderer();
    assertThat(transaction.submitAsync().getStatus().isSuccessful()).isTrue();
  }

  @Test
  void whatTheOrdererTookAndDidNotCutIsLostUntilItIsSentAgain() throws Exception {
    var transaction = client.endorse("put", "a", "1");
    var submitted = transaction.submitAsync();
    ledger.ledger().stopOrderer();
    ledger.ledger().startOrderer();
    var unknown = catchThrowableOfType(CommitStatusException.class,
        () -> submitted.getStatus(options -> options.withDeadlineAfter(2, TimeUnit.SECONDS)));
    assertThat(unknown.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
    var again = client.gateway().newTransaction(transaction.getBytes()).submitAsync();
    assertThat(again.getStatus().isSuccessful()).isTrue();
  }

  @Test
  void theSameBytesThroughTheOtherOrganisationChangeNothingAndTheFirstResultIsReported() throws Exception {
    var transaction = client.endorse("append", "a", "1");
    var first = transaction.submitAsync().getStatus();
    var other = ledger.client(HARBOUR).gateway().newTransaction(transaction.getBytes()).submitAsync();
    assertThat(other.getStatus().getCode()).isEqualTo(TxValidationCode.VALID);
    assertThat(other.getStatus().getBlockNumber()).isEqualTo(first.getBlockNumber());
    client.put("b", "then");
    assertThat(client.evaluate("get", "a")).isEqualTo("1");
    var block = org.hyperledger.fabric.protos.common.Block
        .parseFrom(ledger.ledger().block(first.getBlockNumber() + 1));
    assertThat(BlockWriter.code(block, 0)).isEqualTo(TxValidationCode.DUPLICATE_TXID);
  }

  @Test
  void theSameBytesTwiceInOneBlockCountOnce() throws Exception {
    var transaction = client.endorse("append", "a", "1");
    transaction.submitAsync();
    assertThat(transaction.submitAsync().getStatus().isSuccessful()).isTrue();
    assertThat(client.evaluate("get", "a")).isEqualTo("1");
  }

  @Test
  void aProposalThatIsOnTheLedgerIsNotEndorsedAgain() throws Exception {
    var proposal = client.contract().newProposal("put").addArguments("a", "1").build();
    proposal.endorse().submitAsync().getStatus();
    var again = client.gateway().newProposal(proposal.getBytes());
    var refused = catchThrowableOfType(EndorseException.class, again::endorse);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.ABORTED);
    assertThat(refused.getDetails().stream().map(ErrorDetail::getMessage).collect(Collectors.joining()))
        .startsWith("duplicate transaction found [" + proposal.getTransactionId() + "]");
  }

  private SubmitException refused(TestClient by, PreparedTransaction prepared, ByteString signature) {
    return catchThrowableOfType(SubmitException.class, () -> by.gateway()
        .newSignedTransaction(prepared.toByteArray(), signature.toByteArray()).submitAsync());
  }

  private SigningIdentity clientOf(String msp) {
    return new SigningIdentity(msp, Pem.certificate(directory.resolve(msp).resolve("client.pem")),
        Pem.privateKey(directory.resolve(msp).resolve("client.key")));
  }

  @Test
  void anEnvelopeThatWasTamperedWithIsForbidden() throws Exception {
    var prepared = PreparedTransaction.parseFrom(client.endorse("put", "a", "1").getBytes());
    var payload = prepared.getEnvelope().getPayload();
    var signature = clientOf(FEDERATION).sign(payload);
    var oneFieldMore = payload.concat(ByteString.copyFrom(new byte[]{0x78, 1}));
    var tampered = prepared.toBuilder()
        .setEnvelope(prepared.getEnvelope().toBuilder().setPayload(oneFieldMore));
    var refused = refused(client, tampered.build(), signature);
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.ABORTED);
    assertThat(refused).hasMessageContaining("status=FORBIDDEN");
  }

  @Test
  void someoneElsesSignatureUnderATransactionIsForbidden() throws Exception {
    var prepared = PreparedTransaction.parseFrom(client.endorse("put", "a", "1").getBytes());
    var signature = clientOf(CITY).sign(prepared.getEnvelope().getPayload());
    assertThat(refused(client, prepared, signature)).hasMessageContaining("status=FORBIDDEN");
  }

  @Test
  void aBlockIsCutByCount() throws Exception {
    List<SubmittedTransaction> submitted = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      submitted.add(client.endorse("put", "k" + i, "v").submitAsync());
    }
    List<Long> blocks = new ArrayList<>();
    for (var each : submitted) {
      blocks.add(each.getStatus().getBlockNumber());
    }
    assertThat(blocks.stream().collect(Collectors.groupingBy(block -> block, Collectors.counting())).values())
        .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(100));
  }

  @Test
  void aKilledPeerLeavesTheOutcomeUnknownAndAnotherTellsIt() throws Exception {
    var transaction = client.endorse("put", "a", "1");
    var submitted = transaction.submitAsync();
    Thread.ofVirtual().start(() -> ledger.ledger().stopPeer(FEDERATION));
    var unknown = catchThrowableOfType(CommitStatusException.class, submitted::getStatus);
    // a client that was just writing when the connection broke says UNKNOWN by itself
    assertThat(unknown.getStatus().getCode()).isIn(Code.UNAVAILABLE, Code.UNKNOWN);
    var other = ledger.client(HARBOUR).gateway().newTransaction(transaction.getBytes()).submitAsync();
    assertThat(other.getStatus().isSuccessful()).isTrue();
  }
}
