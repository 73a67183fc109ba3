package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage.Type;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.shim.NettyChaincodeServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a peer meets it: over mutual TLS, on a port of its own. */
class ServiceTest {
  private static final int PATIENCE_SECONDS = 60;
  @TempDir
  Path folder;
  private int port;
  private Thread serving;
  private NettyChaincodeServer server;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    for (var name : new String[]{"service", "peer", "stranger"}) {
      var member = Certificate.forLoopback(name);
      Files.writeString(folder.resolve(name + ".pem"), member.certificate());
      Files.writeString(folder.resolve(name + ".key"), member.key());
    }
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server = ClubsChaincode.server(ServiceSettings.of(Map.of("CHAINCODE_SERVER_ADDRESS", "127.0.0.1:" + port,
        "CORE_CHAINCODE_ID_NAME", "clubs_1.0:abc", "CHAINCODE_TLS_CERT_FILE", file("service.pem").toString(),
        "CHAINCODE_TLS_KEY_FILE", file("service.key").toString(), "CHAINCODE_TLS_CLIENT_CA_FILE",
        file("peer.pem").toString())));
    serving = Thread.ofPlatform().daemon().start(this::run);
    while (!listens()) {
      Thread.sleep(20);
    }
  }

  private boolean listens() throws IOException {
    assertThat(serving.isAlive()).isTrue();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException notYet) {
      return false;
    }
  }

  private void run() {
    try {
      server.start();
    } catch (IOException | InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.stop();
    serving.join();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Test
  void aPeerRegistersTheServiceAndCallsIt() throws Exception {
    var channel = channel("peer");
    try {
      var answers = new LinkedBlockingQueue<ChaincodeMessage>();
      var asking = connect(channel, answers);
      var registration = next(answers);
      assertThat(registration.getType()).isEqualTo(Type.REGISTER);
      assertThat(ChaincodeID.parseFrom(registration.getPayload()).getName()).isEqualTo("clubs_1.0:abc");
      asking.onNext(ChaincodeMessage.newBuilder().setType(Type.REGISTERED).build());
      asking.onNext(ChaincodeMessage.newBuilder().setType(Type.READY).build());
      asking.onNext(MemoryPeer.transaction("tx-1", MemoryPeer.BEGIN, Member.of("CityMSP"), "clubs:Enrol",
          Example.CITY, "CityMSP"));
      var refusal = next(answers);
      assertThat(Response.parseFrom(refusal.getPayload()).getMessage())
          .isEqualTo("UNAUTHORIZED: CityMSP is not the federation");
      asking.onCompleted();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void nobodyElseIsLetIn() throws Exception {
    var channel = channel("stranger");
    try {
      var answers = new LinkedBlockingQueue<ChaincodeMessage>();
      connect(channel, answers);
      assertThatThrownBy(() -> next(answers)).isInstanceOf(StatusRuntimeException.class);
    } finally {
      channel.shutdownNow();
    }
  }

  private ManagedChannel channel(String who) throws IOException {
    var credentials = TlsChannelCredentials.newBuilder()
        .keyManager(file(who + ".pem").toFile(), file(who + ".key").toFile())
        .trustManager(file("service.pem").toFile()).build();
    return Grpc.newChannelBuilderForAddress("127.0.0.1", port, credentials).build();
  }

  private static StreamObserver<ChaincodeMessage> connect(ManagedChannel channel,
      LinkedBlockingQueue<ChaincodeMessage> answers) {
    return ChaincodeGrpc.newStub(channel).connect(new StreamObserver<>() {
      @Override
      public void onNext(ChaincodeMessage message) {
        answers.add(message);
      }

      @Override
      public void onError(Throwable failed) {
        answers.add(ChaincodeMessage.newBuilder().setType(Type.UNDEFINED)
            .setPayload(com.google.protobuf.ByteString.copyFromUtf8(failed.toString())).build());
      }

      @Override
      public void onCompleted() {}
    });
  }

  private static ChaincodeMessage next(LinkedBlockingQueue<ChaincodeMessage> answers)
      throws InterruptedException {
    var message = java.util.Objects.requireNonNull(answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    if (message.getType() == Type.UNDEFINED) {
      throw new StatusRuntimeException(io.grpc.Status.UNAVAILABLE.withDescription(
          message.getPayload().toStringUtf8()));
    }
    return message;
  }

  @Test
  void aServiceThatIsToldTooLittleDoesNotStart() {
    var address = "CHAINCODE_SERVER_ADDRESS";
    var id = "CORE_CHAINCODE_ID_NAME";
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(address, "127.0.0.1:1"))).hasMessageContaining(id);
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(id, "clubs"))).hasMessageContaining(address);
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(id, "clubs", address, "here")))
        .hasMessageContaining(address);
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(id, "clubs", address, "127.0.0.1:1",
        "CHAINCODE_TLS_CLIENT_CA_FILE", "ca.pem"))).hasMessageContaining("CHAINCODE_TLS_CERT_FILE");
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(id, "clubs", address, "127.0.0.1:1",
        "CHAINCODE_TLS_CERT_FILE", "service.pem"))).hasMessageContaining("CHAINCODE_TLS_KEY_FILE");
    assertThatThrownBy(() -> ServiceSettings.of(Map.of(id, "clubs", address, "127.0.0.1:1",
        "CHAINCODE_TLS_KEY_FILE", "service.key"))).hasMessageContaining("CHAINCODE_TLS_CERT_FILE");
    assertThat(ServiceSettings.of(Map.of(id, "clubs", address, "[::1]:7052")).tls()).isNull();
  }
}
