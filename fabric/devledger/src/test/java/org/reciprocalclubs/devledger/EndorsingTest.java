package org.reciprocalclubs.devledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.reciprocalclubs.devledger.TestLedger.CITY;
import static org.reciprocalclubs.devledger.TestLedger.FEDERATION;
import static org.reciprocalclubs.devledger.TestLedger.HARBOUR;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real client sees of evaluating and endorsing: results, codes and details. */
class EndorsingTest {

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

  private static GatewayException refused(ThrowingCallable call) {
    return catchThrowableOfType(GatewayException.class, call);
  }

  private static String details(GatewayException refused) {
    return refused.getDetails().stream().map(ErrorDetail::getMessage).collect(Collectors.joining("; "));
  }

  @Test
  void whatIsSubmittedIsReadAtEveryPeer() throws Exception {
    var result = client.contract().submitTransaction("put", "a", "1");
    assertThat(result).asString().isEqualTo("1");
    for (var msp : TestLedger.ALL) {
      assertThat(ledger.client(msp).evaluate("get", "a")).isEqualTo("1");
    }
  }

  @Test
  void aContractsErrorReachesTheClientAsAPeerPutsIt() {
    var refused = refused(() -> client.endorse("refuse", "CONFLICT: no"));
    assertThat(refused).isInstanceOf(EndorseException.class);
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(refused.getDetails()).singleElement().satisfies(detail -> {
      assertThat(detail.getMessage()).isEqualTo("chaincode response 500, CONFLICT: no");
      assertThat(detail.getMspId()).isEqualTo(FEDERATION);
      assertThat(detail.getAddress()).startsWith("127.0.0.1:");
    });
  }

  @Test
  void anEvaluatedErrorHasTheContractsWordsInItsMessage() {
    var refused = refused(() -> client.evaluate("refuse", "NOT_FOUND: no"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(refused).hasMessageContaining(
        "evaluate call to endorser returned error: chaincode response 500, NOT_FOUND: no");
  }

  @Test
  void aContractThatThrowsIsNotEndorsed() {
    var refused = refused(() -> client.endorse("fail", "broken"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(details(refused)).contains("transaction returned with failure", "broken");
  }

  @Test
  void aContractThatDoesNotDoTheSameTwiceIsNotEndorsedAndToldWhere() {
    var refused = refused(() -> client.endorse("chance", "k"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(details(refused))
        .isEqualTo("ProposalResponsePayloads do not match: the write of key 'k' differs");
  }

  @Test
  void aCallDoesNotReadItsOwnWrites() throws Exception {
    client.put("a", "old");
    assertThat(client.endorse("quiet", "a", "new").getResult()).asString().isEqualTo("old");
  }

  @Test
  void longRangesArriveWholeAndPagesContinueAtTheirBookmark() throws Exception {
    var submitted = IntStream.range(0, 250).mapToObj(i -> "k%03d".formatted(i)).map(key -> {
      try {
        return client.endorse("put", key, "v").submitAsync();
      } catch (GatewayException e) {
        throw new IllegalStateException(e);
      }
    }).toList();
    for (var each : submitted) {
      assertThat(each.getStatus().isSuccessful()).isTrue();
    }
    assertThat(client.evaluate("range", "k", "l").split(" ")).hasSize(250).startsWith("k000")
        .endsWith("k249");
    assertThat(client.evaluate("page", "k", "k003", "2", "")).isEqualTo("k000 k001 > k002");
    assertThat(client.evaluate("page", "k", "k003", "2", "k002")).isEqualTo("k002 > ");
  }

  @Test
  void aCallThatTurnsPagesMayNotWrite() {
    assertThat(refused(() -> client.endorse("pageThenPut", "k", "l", "2", ""))).isNotNull();
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNobodysHere() throws IOException {
    var strangers = Organisation.ofPeer(directory.resolve("elsewhere"), FEDERATION);
    try (var stranger = TestClient.of(ledger.ledger().profile(), FEDERATION,
        Pem.certificate(strangers.file("client.pem")), Pem.privateKey(strangers.file("client.key")))) {
      var refused = refused(() -> stranger.endorse("put", "a", "1"));
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
      assertThat(details(refused)).isEqualTo("error validating proposal: access denied: channel [clubs]"
          + " creator org unknown, creator is malformed");
      assertThat(refused(() -> stranger.evaluate("get", "a")).getStatus().getCode())
          .isEqualTo(Status.Code.FAILED_PRECONDITION);
    }
  }

  @Test
  void aKeyThatIsNotTheCertificatesSignsNothing() throws IOException {
    var keys = directory.resolve(FEDERATION);
    try (var thief = TestClient.of(ledger.ledger().profile(), FEDERATION,
        Pem.certificate(keys.resolve("client.pem")), CertificateAuthority.newKey().getPrivate())) {
      assertThat(details(refused(() -> thief.endorse("put", "a", "1")))).contains("access denied");
    }
  }

  @Test
  void aPeersCertificateProposesNothing() throws IOException {
    var keys = directory.resolve(FEDERATION);
    try (var peer = TestClient.of(ledger.ledger().profile(), FEDERATION,
        Pem.certificate(keys.resolve("peer.pem")), Pem.privateKey(keys.resolve("peer.key")))) {
      assertThat(details(refused(() -> peer.endorse("put", "a", "1"))))
          .contains("/Channel/Application/Writers");
    }
  }

  @Test
  void whoHasNoRoleThatReadsIsToldNothing() throws Exception {
    var keys = directory.resolve(FEDERATION);
    var authority = CertificateAuthority.open(keys.resolve("ca"), FEDERATION, "ca.federation");
    var pair = CertificateAuthority.newKey();
    for (var unit : List.of("orderer", "guest")) {
      var certificate = authority.issueMember(pair.getPublic(), "nobody", unit);
      try (
          var nobody = TestClient.of(ledger.ledger().profile(), FEDERATION, certificate, pair.getPrivate())) {
        assertThatThrownBy(() -> nobody.network().getChaincodeEvents(DevelopmentNetwork.CHAINCODE).next())
            .as(unit).isInstanceOf(GatewayRuntimeException.class)
            .hasMessageContaining("/Channel/Application/Readers");
      }
    }
  }

  @Test
  void aStoppedPeersOrganisationDoesNotEndorseAndTheOthersPlanWithoutIt() throws Exception {
    ledger.ledger().stopPeer(CITY);
    assertThat(client.put("a", "1").isSuccessful()).isTrue();
    var refused = refused(() -> client.endorse(List.of(FEDERATION, CITY), "put", "a", "2"));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused).hasMessageContaining("failed to find any endorsing peers for org(s): CityMSP");
    ledger.ledger().stopPeer(HARBOUR);
    assertThat(refused(() -> client.endorse("put", "a", "3")).getStatus().getCode())
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    ledger.ledger().startPeer(CITY);
    assertThat(client.endorse(List.of(FEDERATION, CITY), "put", "a", "4").submitAsync().getStatus()
        .isSuccessful()).isTrue();
  }

  @Test
  void aClientOfAStoppedPeerIsCutOffAndComesBackToTheSamePort() throws Exception {
    ledger.ledger().stopPeer(FEDERATION);
    assertThat(refused(() -> client.endorse("put", "a", "1")).getStatus().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
    ledger.ledger().startPeer(FEDERATION);
    try (var again = TestClient.of(ledger.ledger().profile(), FEDERATION)) {
      assertThat(again.put("a", "1").isSuccessful()).isTrue();
    }
  }

  @Test
  void anotherChannelOrChaincodeIsNotThere() {
    var contract = client.gateway().getNetwork("other").getContract("clubs");
    assertThat(refused(() -> contract.evaluateTransaction("get", "a")).getStatus().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused(() -> client.network().getContract("other").newProposal("put").build().endorse())
        .getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }
}
