package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage.Type;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.impl.ChaincodeInvocationTask;
import org.hyperledger.fabric.traces.Traces;

/** Runs the contracts on the real shim, one call at a time each on its own stub. Thread-safe. */
final class Contracts implements AutoCloseable {

  /** A contract that takes longer is given up, as on a peer. */
  static final Duration CALL_LONGEST = Duration.ofSeconds(30);
  private static final String VERSION = "1.0";
  private static final int STATUS_OF_ERRORS = 400;
  private static final int STATUS_OF_THE_PEERS_ERRORS = 500;

  /**
   * What a simulation came to.
   *
   * @param payload the signed part of an endorsement; empty where the peer and not the contract refused
   * @param written keys that were written
   */
  record Simulated(Response response, ByteString payload, Set<String> written) {

    boolean good() {
      return response.getStatus() < STATUS_OF_ERRORS;
    }

    /** Whether the peer gave up on the contract, so that another peer might succeed. */
    boolean failedOnThePeer() {
      return payload.isEmpty() && response.getStatus() == STATUS_OF_THE_PEERS_ERRORS;
    }
  }

  private final Chaincode chaincode;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  Contracts(Chaincode chaincode) {
    this.chaincode = chaincode;
    requireTraces();
  }

  /** The shim asks for its tracing at each call, which only its own start-up sets. */
  private static void requireTraces() {
    try {
      Traces.getProvider();
    } catch (IllegalStateException notSet) {
      Traces.initialize(new Properties());
    }
  }

  Simulated simulate(Proposed proposal, WorldState.Snapshot snapshot) {
    var simulation = new Simulation(snapshot);
    var call = calls.submit(() -> call(proposal, simulation));
    try {
      return simulated(proposal, simulation, call.get(CALL_LONGEST.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      call.cancel(true);
      return refused("error in simulation: failed to execute transaction " + proposal.transactionId()
          + ": error sending: timeout expired while executing transaction");
    } catch (ExecutionException e) {
      return refused("error in simulation: failed to execute transaction " + proposal.transactionId() + ": "
          + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused("error in simulation: the peer is stopping");
    }
  }

  private ChaincodeMessage call(Proposed proposal, Simulation simulation) {
    var message = ChaincodeMessage.newBuilder().setType(Type.TRANSACTION)
        .setTxid(proposal.transactionId()).setChannelId(proposal.channelHeader().getChannelId())
        .setPayload(proposal.input().toByteString()).setProposal(proposal.signed()).build();
    var task = new AtomicReference<ChaincodeInvocationTask>();
    var last = new AtomicReference<ChaincodeMessage>();
    task.set(new ChaincodeInvocationTask(message, Type.TRANSACTION, said -> {
      if (said.getType() == Type.COMPLETED || said.getType() == Type.ERROR) {
        last.set(said);
      } else {
        post(task.get(), simulation.answer(said));
      }
    }, chaincode));
    task.get().call();
    return last.get();
  }

  private static void post(ChaincodeInvocationTask task, ChaincodeMessage answer) {
    try {
      task.postMessage(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The call was given up", e);
    }
  }

  private static Simulated simulated(Proposed proposal, Simulation simulation, ChaincodeMessage last) {
    if (last.getType() == Type.ERROR) {
      return refused("error in simulation: transaction returned with failure: "
          + last.getPayload().toStringUtf8());
    }
    try {
      var response = Response.parseFrom(last.getPayload());
      return new Simulated(response, payload(proposal, simulation, response, last), simulation.written());
    } catch (InvalidProtocolBufferException e) {
      return refused("error in simulation: failed to unmarshal response for transaction "
          + proposal.transactionId());
    }
  }

  private static ByteString payload(Proposed proposal, Simulation simulation, Response response,
      ChaincodeMessage last) {
    var action = ChaincodeAction.newBuilder()
        .setResults(simulation.set().message(proposal.chaincode()).toByteString()).setResponse(response)
        .setChaincodeId(ChaincodeID.newBuilder().setName(proposal.chaincode()).setVersion(VERSION));
    if (last.hasChaincodeEvent() && response.getStatus() < STATUS_OF_ERRORS) {
      ChaincodeEvent event = last.getChaincodeEvent().toBuilder().setChaincodeId(proposal.chaincode())
          .setTxId(proposal.transactionId()).build();
      action.setEvents(event.toByteString());
    }
    return ProposalResponsePayload.newBuilder().setProposalHash(proposal.hash())
        .setExtension(action.build().toByteString()).build().toByteString();
  }

  private static Simulated refused(String reason) {
    var response = Response.newBuilder().setStatus(STATUS_OF_THE_PEERS_ERRORS).setMessage(reason).build();
    return new Simulated(response, ByteString.EMPTY, Set.of());
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }
}
