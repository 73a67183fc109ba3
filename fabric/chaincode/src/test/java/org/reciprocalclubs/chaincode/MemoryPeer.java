package org.reciprocalclubs.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage.Type;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.hyperledger.fabric.shim.Chaincode;
import org.hyperledger.fabric.shim.impl.ChaincodeInvocationTask;

/**
 * A peer that keeps its state in memory and calls the contracts through the real shim. What is submitted is
 * valid.
 */
final class MemoryPeer {
  /** Of the first transaction; each one comes a second later. */
  static final Instant BEGIN = Instant.parse("2026-06-16T18:20:11Z");
  private static final Comparator<String> BY_BYTES = (one, other) -> Arrays.compareUnsigned(
      one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private final Chaincode chaincode;
  private final NavigableMap<String, ByteString> state = new TreeMap<>(BY_BYTES);
  private final Map<String, byte[]> policies = new HashMap<>();
  private int calls;

  MemoryPeer() {
    this(ClubsChaincode.router());
  }

  MemoryPeer(Chaincode chaincode) {
    this.chaincode = chaincode;
  }

  /** Endorsed and, where the contract did not refuse, committed. */
  Answer submit(String msp, String function, String... arguments) {
    var answer = evaluate(msp, function, arguments);
    if (answer.isGood()) {
      answer.writes().forEach((key, value) -> state.put(key, ByteString.copyFromUtf8(value)));
      policies.putAll(answer.policies());
    }
    return answer;
  }

  Answer evaluate(String msp, String function, String... arguments) {
    var tx = "tx-" + ++calls;
    var simulation = new Simulation(state);
    var last = new AtomicReference<ChaincodeMessage>();
    var task = new AtomicReference<ChaincodeInvocationTask>();
    task.set(
        new ChaincodeInvocationTask(transaction(tx, at(calls), Member.of(msp), function, arguments),
            Type.TRANSACTION,
            message -> {
              if (message.getType() == Type.COMPLETED || message.getType() == Type.ERROR) {
                last.set(message);
              } else {
                post(task.get(), simulation.answer(message));
              }
            }, chaincode));
    task.get().call();
    assertThat(simulation.openQueries()).as("queries that are not closed").isZero();
    return Answer.of(tx, Objects.requireNonNull(last.get()), simulation);
  }

  private static void post(ChaincodeInvocationTask task, ChaincodeMessage answer) {
    try {
      task.postMessage(answer);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  static ChaincodeMessage transaction(String tx, Instant at, Member member, String function,
      String... arguments) {
    var channel = ChannelHeader.newBuilder().setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
        .setChannelId("clubs")
        .setTxId(tx).setTimestamp(Timestamp.newBuilder().setSeconds(at.getEpochSecond()));
    var signature = SignatureHeader.newBuilder().setCreator(member.identity());
    var header = Header.newBuilder().setChannelHeader(channel.build().toByteString())
        .setSignatureHeader(signature.build().toByteString());
    var proposal = Proposal.newBuilder().setHeader(header.build().toByteString());
    var input = ChaincodeInput.newBuilder().addArgs(ByteString.copyFromUtf8(function));
    for (var each : arguments) {
      input.addArgs(ByteString.copyFromUtf8(each));
    }
    return ChaincodeMessage.newBuilder().setType(Type.TRANSACTION).setChannelId("clubs").setTxid(tx)
        .setProposal(SignedProposal.newBuilder().setProposalBytes(proposal.build().toByteString()))
        .setPayload(input.build().toByteString()).build();
  }

  /** The time of a call, by its number from 1. */
  static Instant at(int call) {
    return BEGIN.plusSeconds(call);
  }

  Map<String, byte[]> policies() {
    return policies;
  }
}
