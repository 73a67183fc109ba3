package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.reciprocalclubs.devledger.Contracts.Simulated;

/** Says in what two simulations of one proposal differ, for whoever wrote the contract. */
final class Difference {

  private Difference() {}

  static String between(Simulated first, Simulated second) {
    if (first.response().getStatus() != second.response().getStatus()) {
      return "the contract answered %d, then %d (%s)".formatted(first.response().getStatus(),
          second.response().getStatus(), second.response().getMessage());
    }
    try {
      return between(action(first), action(second));
    } catch (InvalidProtocolBufferException e) {
      return "the contract did not do the same twice";
    }
  }

  private static ChaincodeAction action(Simulated simulated) throws InvalidProtocolBufferException {
    return ChaincodeAction.parseFrom(
        ProposalResponsePayload.parseFrom(simulated.payload()).getExtension());
  }

  private static String between(ChaincodeAction first, ChaincodeAction second)
      throws InvalidProtocolBufferException {
    if (!first.getResults().equals(second.getResults())) {
      return between(set(first.getResults()), set(second.getResults()));
    }
    if (!first.getEvents().equals(second.getEvents())) {
      return "the event %s differs"
          .formatted(ChaincodeEvent.parseFrom(first.getEvents()).getEventName());
    }
    return "the result differs";
  }

  private static KVRWSet set(ByteString results) throws InvalidProtocolBufferException {
    return KVRWSet.parseFrom(TxReadWriteSet.parseFrom(results).getNsRwset(0).getRwset());
  }

  private static String between(KVRWSet first, KVRWSet second) {
    for (int i = 0; i < first.getWritesCount() && i < second.getWritesCount(); i++) {
      if (!first.getWrites(i).equals(second.getWrites(i))) {
        return "the write of key '%s' differs".formatted(first.getWrites(i).getKey());
      }
    }
    return first.getWritesCount() == second.getWritesCount()
        ? "what was read or the keys' policies differ"
        : "%d keys were written, then %d".formatted(first.getWritesCount(), second.getWritesCount());
  }
}
