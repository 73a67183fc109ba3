package org.reciprocalclubs.devledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.reciprocalclubs.devledger.TestLedger.CITY;
import static org.reciprocalclubs.devledger.TestLedger.FEDERATION;
import static org.reciprocalclubs.devledger.TestLedger.HARBOUR;

import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hyperledger.fabric.client.CommitException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which transactions a block takes: conflicts of what was read, and the policies of what was written. */
class ValidationTest {

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

  private static TxValidationCode code(Transaction transaction) throws Exception {
    return transaction.submitAsync().getStatus().getCode();
  }

  @Test
  void ofTwoThatReadTheSameVersionTheSecondConflicts() throws Exception {
    client.put("a", "1");
    var first = client.endorse("append", "a", "2");
    var second = client.endorse("append", "a", "3");
    assertThat(code(first)).isEqualTo(TxValidationCode.VALID);
    assertThat(code(second)).isEqualTo(TxValidationCode.MVCC_READ_CONFLICT);
    assertThat(client.evaluate("get", "a")).isEqualTo("12");
  }

  @Test
  void theyConflictInsideOneBlockToo() throws Exception {
    var first = client.endorse("append", "a", "2").submitAsync();
    var second = client.endorse("append", "a", "3").submitAsync();
    assertThat(List.of(first.getStatus().getCode(), second.getStatus().getCode()))
        .containsExactlyInAnyOrder(TxValidationCode.VALID, TxValidationCode.MVCC_READ_CONFLICT);
  }

  @Test
  void theClientsOwnSubmitThrowsForAConflict() throws Exception {
    client.put("a", "1");
    var late = client.endorse("append", "a", "2");
    client.put("a", "other");
    assertThat(catchThrowableOfType(CommitException.class, late::submit).getCode())
        .isEqualTo(TxValidationCode.MVCC_READ_CONFLICT);
  }

  @Test
  void aKeyThatAppearedInARangeIsAPhantom() throws Exception {
    client.put("k1", "1");
    var counted = client.endorse("count", "k", "l", "number");
    client.put("k2", "2");
    assertThat(code(counted)).isEqualTo(TxValidationCode.PHANTOM_READ_CONFLICT);
    assertThat(code(client.endorse("count", "k", "l", "number"))).isEqualTo(TxValidationCode.VALID);
    assertThat(client.evaluate("get", "number")).isEqualTo("2");
  }

  @Test
  void aKeyThatLeftARangeIsOneToo() throws Exception {
    client.put("k1", "1");
    var counted = client.endorse("count", "k", "l", "number");
    assertThat(code(client.endorse("delete", "k1"))).isEqualTo(TxValidationCode.VALID);
    assertThat(code(counted)).isEqualTo(TxValidationCode.PHANTOM_READ_CONFLICT);
    assertThat(client.evaluate("range", "k", "l")).isEmpty();
  }

  @Test
  void oneOrganisationOfThreeIsNoMajority() throws Exception {
    assertThat(code(client.endorse(List.of(FEDERATION), "put", "a", "1")))
        .isEqualTo(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
    assertThat(code(client.endorse(List.of(CITY, HARBOUR), "put", "a", "1")))
        .isEqualTo(TxValidationCode.VALID);
  }

  @Test
  void aKeysOwnPolicyStandsInPlaceOfTheChaincodes() throws Exception {
    client.put("a", "1");
    assertThat(code(client.endorse("lock", "a", CITY, HARBOUR))).isEqualTo(TxValidationCode.VALID);
    assertThat(code(client.endorse(List.of(FEDERATION, CITY), "put", "a", "2")))
        .isEqualTo(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
    assertThat(code(client.endorse(List.of(CITY, HARBOUR), "put", "a", "3")))
        .isEqualTo(TxValidationCode.VALID);
    assertThat(client.evaluate("get", "a")).isEqualTo("3");
  }

  @Test
  void aPolicyThatOneOrganisationSatisfiesNeedsNoMajority() throws Exception {
    client.put("a", "1");
    assertThat(code(client.endorse("lock", "a", CITY))).isEqualTo(TxValidationCode.VALID);
    assertThat(code(client.endorse(List.of(CITY), "put", "a", "2"))).isEqualTo(TxValidationCode.VALID);
  }

  @Test
  void theGatewayPlansByTheKeysPolicy() throws Exception {
    client.put("a", "1");
    assertThat(code(client.endorse("lock", "a", CITY, HARBOUR))).isEqualTo(TxValidationCode.VALID);
    assertThat(client.put("a", "2").getCode()).isEqualTo(TxValidationCode.VALID);
    ledger.ledger().stopPeer(HARBOUR);
    var refused = catchThrowableOfType(EndorseException.class, () -> client.endorse("put", "a", "3"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(refused)
        .hasMessageContaining("failed to select a set of endorsers that satisfy the endorsement"
            + " policy due to unavailability of peers");
    assertThat(client.put("b", "2").getCode()).isEqualTo(TxValidationCode.VALID);
  }

  @Test
  void aPolicyThatTheSameBlockChangedRefusesWhatFollows() throws Exception {
    client.put("a", "1");
    var lock = client.endorse("lock", "a", CITY, HARBOUR);
    var put = client.endorse("put", "a", "2");
    var locked = lock.submitAsync();
    var written = put.submitAsync();
    assertThat(locked.getStatus().getCode()).isEqualTo(TxValidationCode.VALID);
    assertThat(written.getStatus().getCode()).isEqualTo(TxValidationCode.ENDORSEMENT_POLICY_FAILURE);
  }

  @Test
  void whatFailedChangesNothingAndSetsNoEvent() throws Exception {
    client.put("a", "1");
    code(client.endorse(List.of(FEDERATION), "put", "a", "2"));
    assertThat(client.evaluate("get", "a")).isEqualTo("1");
  }
}
