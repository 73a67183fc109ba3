package org.reciprocalclubs.ledger.fabric;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
import org.reciprocalclubs.ledger.fabric.OrganisationGateway.Opened;

/**
 * The ledger behind the gateway service (Fabric 2.4 and later) of the organisations' peers; of which kind
 * makes no difference here. The client checks nothing of what a peer answers: each organisation trusts its
 * own. Thread-safe.
 */
public final class FabricLedger implements Ledger {
  /** The block that holds no transaction; and what an answer says that says nothing. */
  private static final long CONFIGURATION = 0;

  private final Gateways gateways;
  /** Whose peer is asked for events next: another one when one was lost. */
  private final AtomicInteger nextTeller = new AtomicInteger();

  private FabricLedger(Gateways gateways) {
    this.gateways = gateways;
  }

  /**
   * Opens it; connects when first used, so this succeeds while the ledger is away. The file is looked at now
   * and then: organisations that were added to it, or moved, are known from then on.
   *
   * @param file {@code network.json}
   * @throws SettingsException when the profile, or a file that it names, is not what it should be
   */
  public static FabricLedger open(Path file, Waits waits) {
    return new FabricLedger(Gateways.open(file, waits));
  }

  @Override
  public Endorsed endorse(Call call) {
    var way = gateways.to(call.msp()).opened();
    try {
      var transaction = proposal(way, call, call.endorsers().toArray(String[]::new)).endorse();
      return new Endorsed(transaction.getTransactionId(), signed(way, transaction), transaction.getResult(),
          call.msp());
    } catch (EndorseException failure) {
      throw Faults.endorsing(failure);
    }
  }

  /** Signed here and not when it is sent, so that any organisation's peer may be handed it. */
  private static byte[] signed(Opened way, Transaction transaction) {
    byte[] signature = way.sign(transaction.getDigest());
    return way.gateway().newSignedTransaction(transaction.getBytes(), signature).getBytes();
  }

  @Override
  public void submit(Endorsed endorsed) {
    try {
      gateways.to(endorsed.msp()).opened().gateway().newTransaction(endorsed.envelope()).submitAsync();
    } catch (SubmitException failure) {
      throw Faults.submitting(failure);
    } catch (LedgerAway none) {
      throw new LedgerUnknown("It was not sent now", none);
    }
  }

  @Override
  public Outcome outcome(Endorsed endorsed, Duration wait) {
    try {
      var way = gateways.to(endorsed.msp()).opened();
      var status = way.gateway().newCommit(question(way, endorsed.tx()))
          .getStatus(options -> options.withDeadlineAfter(wait));
      if (status.getBlockNumber() == CONFIGURATION) {
        throw new LedgerUnknown("The answer names no block that could hold it", null);
      }
      return status.isSuccessful()
          ? new Outcome.Valid(status.getBlockNumber())
          : new Outcome.Invalid(status.getCode().name());
    } catch (CommitStatusException failure) {
      throw Faults.asking(failure);
    } catch (LedgerAway none) {
      throw new LedgerUnknown("It could not be asked", none);
    }
  }

  private byte[] question(Opened way, String tx) {
    var asker = SerializedIdentity.newBuilder().setMspid(way.msp())
        .setIdBytes(ByteString.copyFrom(way.credentials())).build();
    var request = CommitStatusRequest.newBuilder().setChannelId(gateways.profile().channel())
        .setTransactionId(tx)
        .setIdentity(asker.toByteString()).build();
    return SignedCommitStatusRequest.newBuilder().setRequest(request.toByteString()).build().toByteArray();
  }

  @Override
  public byte[] evaluate(Call call) {
    try {
      return proposal(gateways.to(call.msp()).opened(), call, call.msp()).evaluate();
    } catch (GatewayException failure) {
      throw Faults.evaluating(failure);
    }
  }

  private Proposal proposal(Opened way, Call call, String... organisations) {
    var profile = gateways.profile();
    var proposal = way.gateway().getNetwork(profile.channel()).getContract(profile.chaincode())
        .newProposal(call.name()).addArguments(call.args().toArray(String[]::new));
    return (organisations.length == 0 ? proposal : proposal.setEndorsingOrganizations(organisations)).build();
  }

  @Override
  public Events events(long afterBlock, @Nullable String afterTx) {
    var all = gateways.all();
    var way = all.get(Math.floorMod(nextTeller.getAndIncrement(), all.size())).opened();
    var profile = gateways.profile();
    return GatewayEvents.open(way.gateway().getNetwork(profile.channel()), profile.chaincode(), afterBlock,
        afterTx);
  }

  @Override
  public List<String> organisations() {
    gateways.look();
    return gateways.all().stream().map(way -> way.organisation().msp()).toList();
  }

  @Override
  public List<Standing> standing() {
    return gateways.all().stream().map(OrganisationGateway::standing).toList();
  }

  @Override
  public void close() {
    gateways.close();
  }
}
