package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.reciprocalclubs.devledger.Contracts.Simulated;

/**
 * Evaluates and endorses, as the gateway of one organisation's peer does it together with the others. All
 * peers see one state, so that a proposal is simulated twice whatever their number: what differs would
 * differ between peers. Thread-safe.
 */
final class Endorsing {

  private static final String SEE_DETAILS = ", see attached details for more info";
  private static final String NOT_ENOUGH = "failed to collect enough transaction endorsements" + SEE_DETAILS;
  /** How a gateway renders what another organisation's peer answered. */
  private static final String REMOTE = "rpc error: code = Unknown desc = ";

  private final String local;
  private final Peers peers;
  private final Chain chain;
  private final Contracts contracts;
  private final Access access;
  private final Policies policies;

  Endorsing(String local, Peers peers, Chain chain, Contracts contracts, Access access) {
    this.local = local;
    this.peers = peers;
    this.chain = chain;
    this.contracts = contracts;
    this.access = access;
    this.policies = new Policies(peers.all());
  }

  EvaluateResponse evaluate(EvaluateRequest request) {
    Proposed proposal = parse(request.getProposedTransaction(), "failed to unpack transaction proposal: ");
    requireChannel(proposal.channelHeader().getChannelId());
    var targets = request.getTargetOrganizationsList();
    var available = peers.up().stream().filter(msp -> targets.isEmpty() || targets.contains(msp)).toList();
    if (available.isEmpty() || !isOurs(proposal)) {
      throw Failures.of(Code.FAILED_PRECONDITION, "no peers available to evaluate chaincode %s in channel %s"
          .formatted(proposal.chaincode(), proposal.channelHeader().getChannelId()));
    }
    String asked = available.contains(local) ? local : available.getFirst();
    Optional<String> refusal = access.refusal(proposal);
    if (refusal.isPresent()) {
      throw evaluated(Code.FAILED_PRECONDITION, asked, refused(asked, refusal.get()));
    }
    try (var snapshot = chain.snapshot()) {
      Simulated simulated = contracts.simulate(proposal, snapshot);
      if (simulated.failedOnThePeer()) {
        throw Failures.of(Code.ABORTED, "failed to evaluate transaction" + SEE_DETAILS,
            details(available, message(simulated)));
      }
      if (!simulated.good()) {
        throw evaluated(Code.UNKNOWN, asked, message(simulated));
      }
      return EvaluateResponse.newBuilder().setResult(simulated.response()).build();
    }
  }

  private static void requireChannel(String channel) {
    if (!channel.equals(DevelopmentNetwork.CHANNEL)) {
      throw Failures.of(Code.UNAVAILABLE, "failed to get config for channel [%s]: could not get last config"
          .formatted(channel) + " for channel " + channel);
    }
  }

  private StatusRuntimeException evaluated(Code code, String msp, String message) {
    return Failures.of(code, "evaluate call to endorser returned error: " + message,
        details(List.of(msp), message));
  }

  EndorseResponse endorse(EndorseRequest request) {
    Proposed proposal = parse(request.getProposedTransaction(), "");
    Set<String> asked = new LinkedHashSet<>(request.getEndorsingOrganizationsList());
    requireUp(asked);
    if (!isOurs(proposal)) {
      throw Failures.of(Code.FAILED_PRECONDITION, "no combination of peers can be derived which satisfy the"
          + " endorsement policy: No metadata was found for chaincode " + proposal.chaincode()
          + " in channel "
          + proposal.channelHeader().getChannelId());
    }
    Collection<String> first = asked.isEmpty() ? List.of(local) : asked;
    var failed = asked.isEmpty() ? "failed to endorse transaction" + SEE_DETAILS : NOT_ENOUGH;
    access.refusal(proposal).ifPresent(reason -> {
      throw Failures.of(Code.ABORTED, failed, refusedBy(first, reason));
    });
    try (var snapshot = chain.snapshot()) {
      Simulated simulated = contracts.simulate(proposal, snapshot);
      if (!simulated.good()) {
        throw Failures.of(Code.ABORTED, failed, details(first, message(simulated)));
      }
      var endorsers = asked.isEmpty() ? plan(simulated, snapshot) : asked;
      requireSame(simulated, contracts.simulate(proposal, snapshot), endorsers);
      return EndorseResponse.newBuilder()
          .setPreparedTransaction(proposal.transaction(endorsed(simulated.payload(), endorsers))).build();
    }
  }

  private static Proposed parse(SignedProposal signed, String prefix) {
    if (signed.getProposalBytes().isEmpty()) {
      throw Failures.of(Code.INVALID_ARGUMENT, prefix.isEmpty()
          ? "the proposed transaction must contain a signed proposal"
          : prefix + "a signed proposal is required");
    }
    try {
      return Proposed.parse(signed);
    } catch (InvalidProtocolBufferException e) {
      throw Failures.of(Code.INVALID_ARGUMENT, prefix + e.getMessage());
    }
  }

  private static boolean isOurs(Proposed proposal) {
    return proposal.channelHeader().getChannelId().equals(DevelopmentNetwork.CHANNEL)
        && proposal.chaincode().equals(DevelopmentNetwork.CHAINCODE);
  }

  private void requireUp(Set<String> asked) {
    var up = peers.up();
    var missing = asked.stream().filter(msp -> !up.contains(msp)).collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw Failures.of(Code.UNAVAILABLE, "failed to find any endorsing peers for org(s): " + missing);
    }
  }

  private Set<String> plan(Simulated simulated, WorldState.Snapshot snapshot) {
    var plan = EndorsementPlan.of(simulated.written(), snapshot, policies);
    var up = peers.up();
    return plan.choose(up, local).orElseThrow(() -> {
      var down = peers.all().stream().filter(msp -> !up.contains(msp)).map(peers::address).toList();
      return Failures.of(Code.FAILED_PRECONDITION, plan.choose(peers.all(), local).isPresent()
          ? "failed to select a set of endorsers that satisfy the endorsement policy due to unavailability of"
              + " peers: " + down
          : "no combination of peers can be derived which satisfy the endorsement policy: no peer combination"
              + " can satisfy the endorsement policy");
    });
  }

  private void requireSame(Simulated first, Simulated second, Set<String> endorsers) {
    if (!first.payload().equals(second.payload())) {
      var disagreeing = endorsers.stream().filter(msp -> !msp.equals(local)).findFirst().orElse(local);
      throw Failures.of(Code.ABORTED, NOT_ENOUGH, details(List.of(disagreeing),
          "ProposalResponsePayloads do not match: " + Difference.between(first, second)));
    }
  }

  private ChaincodeEndorsedAction endorsed(ByteString payload, Set<String> endorsers) {
    var action = ChaincodeEndorsedAction.newBuilder().setProposalResponsePayload(payload);
    for (var msp : endorsers) {
      SigningIdentity identity = peers.identities().get(msp);
      if (identity != null) {
        action.addEndorsements(Endorsement.newBuilder().setEndorser(identity.serialized())
            .setSignature(identity.sign(payload.concat(identity.serialized()))));
      }
    }
    return action.build();
  }

  private static String message(Simulated simulated) {
    var response = simulated.response();
    return simulated.failedOnThePeer()
        ? response.getMessage()
        : "chaincode response %d, %s".formatted(response.getStatus(), response.getMessage());
  }

  private String refused(String msp, String reason) {
    return msp.equals(local) ? reason : REMOTE + reason;
  }

  private List<ErrorDetail> refusedBy(Collection<String> msps, String reason) {
    List<ErrorDetail> details = new ArrayList<>();
    msps.forEach(msp -> details.addAll(details(List.of(msp), refused(msp, reason))));
    return details;
  }

  private List<ErrorDetail> details(Collection<String> msps, String message) {
    return msps.stream().map(msp -> Failures.detail(peers.address(msp), msp, message)).toList();
  }
}
