package org.reciprocalclubs.devledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.Contract;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.client.identity.Signers;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.json.JSONObject;

/** The real gateway client at one organisation's peer, connected by the profile that the ledger wrote. */
final class TestClient implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;

  private final ManagedChannel channel;
  private final Gateway gateway;

  private TestClient(ManagedChannel channel, Gateway gateway) {
    this.channel = channel;
    this.gateway = gateway;
  }

  static TestClient of(Path profile, String msp) throws IOException {
    Path keys = Objects.requireNonNull(profile.getParent());
    var organisation = organisation(profile, msp);
    return of(profile, msp, Pem.certificate(keys.resolve(organisation.getString("certificate"))),
        Pem.privateKey(keys.resolve(organisation.getString("key"))));
  }

  static TestClient of(Path profile, String msp, X509Certificate certificate, PrivateKey key)
      throws IOException {
    Path keys = Objects.requireNonNull(profile.getParent());
    var organisation = organisation(profile, msp);
    var credentials = TlsChannelCredentials.newBuilder()
        .trustManager(keys.resolve(organisation.getString("tlsCa")).toFile()).build();
    var channel = NettyChannelBuilder.forTarget(organisation.getString("peer"), credentials)
        .overrideAuthority(organisation.getString("serverName"))
        .maxInboundMessageSize(2 * Orderer.ENVELOPE_BYTES_MOST).build();
    var gateway = Gateway.newInstance().identity(new X509Identity(msp, certificate)).hash(Hash.SHA256)
        .signer(Signers.newPrivateKeySigner(key)).connection(channel)
        .evaluateOptions(options -> options.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .endorseOptions(options -> options.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .submitOptions(options -> options.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .commitStatusOptions(options -> options.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .connect();
    return new TestClient(channel, gateway);
  }

  private static JSONObject organisation(Path profile, String msp) throws IOException {
    var organisations = new JSONObject(Files.readString(profile)).getJSONArray("organisations");
    for (int i = 0; i < organisations.length(); i++) {
      if (organisations.getJSONObject(i).getString("msp").equals(msp)) {
        return organisations.getJSONObject(i);
      }
    }
    throw new IllegalArgumentException(msp);
  }

  ManagedChannel channel() {
    return channel;
  }

  Gateway gateway() {
    return gateway;
  }

  Network network() {
    return gateway.getNetwork(DevelopmentNetwork.CHANNEL);
  }

  Contract contract() {
    return network().getContract(DevelopmentNetwork.CHAINCODE);
  }

  String evaluate(String function, String... arguments) throws GatewayException {
    return new String(contract().evaluateTransaction(function, arguments), UTF_8);
  }

  Transaction endorse(String function, String... arguments) throws GatewayException {
    return endorse(List.of(), function, arguments);
  }

  Transaction endorse(List<String> endorsers, String function, String... arguments) throws GatewayException {
    var proposal = contract().newProposal(function).addArguments(arguments);
    if (!endorsers.isEmpty()) {
      proposal.setEndorsingOrganizations(endorsers.toArray(String[]::new));
    }
    return proposal.build().endorse();
  }

  Status put(String key, String value) throws GatewayException {
    return endorse("put", key, value).submitAsync().getStatus();
  }

  @Override
  public void close() {
    gateway.close();
    channel.shutdownNow();
  }
}
