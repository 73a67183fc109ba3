package org.reciprocalclubs.ledger.fabric;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.SettingsException;

/**
 * The ledger behind the gateway service (Fabric 2.4 and later) of the organisations' peers; of which kind
 * makes no difference here. The client checks nothing of what a peer answers: each organisation trusts its
 * own. Thread-safe.
 */
public final class FabricLedger implements Ledger {
  private final NetworkProfile profile;
  private final Map<String, OrganisationGateway> gateways;
  /** Whose peer is asked for events next: another one when one was lost. */
  private final AtomicInteger nextTeller = new AtomicInteger();

  private FabricLedger(NetworkProfile profile, Map<String, OrganisationGateway> gateways) {
    this.profile = profile;
    this.gateways = gateways;
  }

  /**
   * Opens it; connects when first used, so this succeeds while the ledger is away.
   *
   * @param file {@code network.json}
   * @throws SettingsException when the profile, or a file that it names, is not what it should be
   */
  public static FabricLedger open(Path file, Waits waits) {
    return open(NetworkProfile.read(file), waits);
  }

  /** Opens that of a profile that was read already. */
  public static FabricLedger open(NetworkProfile profile, Waits waits) {
    Map<String, OrganisationGateway> gateways = new LinkedHashMap<>();
    for (var organisation : profile.organisations()) {
      try {
        gateways.put(organisation.msp(), new OrganisationGateway(organisation, waits));
      } catch (IOException nonsense) {
        gateways.values().forEach(OrganisationGateway::close);
        throw new SettingsException("ledger.network: " + nonsense.getMessage() + ".");
      }
    }
    return new FabricLedger(profile, gateways);
  }

  @Override
  public Endorsed endorse(Call call) {
    var way = way(call.msp());
    try {
      var transaction = proposal(way, call, call.endorsers().toArray(String[]::new)).endorse();
      return new Endorsed(transaction.getTransactionId(), signed(way, transaction), transaction.getResult(),
          call.msp());
    } catch (EndorseException failure) {
      throw Faults.endorsing(failure);
    }
  }

  /** Signed here and not when it is sent, so that any organisation's peer may be handed it. */
  private static byte[] signed(OrganisationGateway way, Transaction transaction) {
    byte[] signature = way.sign(transaction.getDigest());
    return way.gateway().newSignedTransaction(transaction.getBytes(), signature).getBytes();
  }

  @Override
  public void submit(Endorsed endorsed) {
    try {
      way(endorsed.msp()).gateway().newTransaction(endorsed.envelope()).submitAsync();
    } catch (SubmitException failure) {
      throw Faults.submitting(failure);
    } catch (LedgerAway none) {
      throw new LedgerUnknown("It was not sent now", none);
    }
  }

  @Override
  public Outcome outcome(Endorsed endorsed, Duration wait) {
    try {
      var way = way(endorsed.msp());
      var gateway = way.gateway();
      var status = gateway.newCommit(question(way, endorsed.tx()))
          .getStatus(options -> options.withDeadlineAfter(wait));
      return status.isSuccessful()
          ? new Outcome.Valid(status.getBlockNumber())
          : new Outcome.Invalid(status.getCode().name());
    } catch (CommitStatusException failure) {
      throw Faults.asking(failure);
    } catch (LedgerAway none) {
      throw new LedgerUnknown("It could not be asked", none);
    }
  }

  private byte[] question(OrganisationGateway way, String tx) {
    var asker = SerializedIdentity.newBuilder().setMspid(way.organisation().msp())
        .setIdBytes(ByteString.copyFrom(way.credentials())).build();
    var request = CommitStatusRequest.newBuilder().setChannelId(profile.channel()).setTransactionId(tx)
        .setIdentity(asker.toByteString()).build();
    return SignedCommitStatusRequest.newBuilder().setRequest(request.toByteString()).build().toByteArray();
  }

  @Override
  public byte[] evaluate(Call call) {
    try {
      return proposal(way(call.msp()), call, call.msp()).evaluate();
    } catch (GatewayException failure) {
      throw Faults.evaluating(failure);
    }
  }

  private Proposal proposal(OrganisationGateway way, Call call, String... organisations) {
    var proposal = way.gateway().getNetwork(profile.channel()).getContract(profile.chaincode())
        .newProposal(call.name()).addArguments(call.args().toArray(String[]::new));
    return (organisations.length == 0 ? proposal : proposal.setEndorsingOrganizations(organisations)).build();
  }

  @Override
  public Events events(long afterBlock, @Nullable String afterTx) {
    var all = List.copyOf(gateways.values());
    var way = all.get(Math.floorMod(nextTeller.getAndIncrement(), all.size()));
    return GatewayEvents.open(way.gateway().getNetwork(profile.channel()), profile.chaincode(), afterBlock,
        afterTx);
  }

  private OrganisationGateway way(String msp) {
    var way = gateways.get(msp);
    if (way == null) {
      throw new LedgerAway("The network's profile has no organisation " + msp, null);
    }
    return way;
  }

  @Override
  public List<String> organisations() {
    return List.copyOf(gateways.keySet());
  }

  @Override
  public List<Standing> standing() {
    var all = new ArrayList<Standing>(gateways.size());
    gateways.values().forEach(way -> all.add(way.standing()));
    return all;
  }

  @Override
  public void close() {
    gateways.values().forEach(OrganisationGateway::close);
  }
}
