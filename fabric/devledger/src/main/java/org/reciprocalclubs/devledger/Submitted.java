package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;

/**
 * A transaction as it stands in a block, unpacked.
 *
 * @param responsePayload what the endorsers signed, each together with its own identity
 */
record Submitted(Headers headers, ByteString responsePayload,
    List<Endorsement> endorsements, ChaincodeAction action) {

  /** What an envelope says of itself before its content is looked at. */
  record Headers(Envelope envelope, Payload payload, ChannelHeader channel, SignatureHeader signature) {

    static Headers parse(ByteString bytes) throws InvalidProtocolBufferException {
      var envelope = Envelope.parseFrom(bytes);
      var payload = Payload.parseFrom(envelope.getPayload());
      return new Headers(envelope, payload, ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()),
          SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader()));
    }

    boolean isTransaction() {
      return channel.getType() == HeaderType.ENDORSER_TRANSACTION_VALUE;
    }

    String transactionId() {
      return channel.getTxId();
    }

    /** The chaincode that the proposal named. */
    String chaincode() throws InvalidProtocolBufferException {
      return ChaincodeHeaderExtension.parseFrom(channel.getExtension()).getChaincodeId().getName();
    }
  }

  /** @throws InvalidProtocolBufferException also where there is not exactly one action */
  static Submitted parse(Headers headers) throws InvalidProtocolBufferException {
    var transaction = Transaction.parseFrom(headers.payload().getData());
    if (transaction.getActionsCount() != 1) {
      throw new InvalidProtocolBufferException("only one action per transaction is supported");
    }
    var action = transaction.getActions(0);
    var payload = ChaincodeActionPayload.parseFrom(action.getPayload());
    var signed = payload.getAction().getProposalResponsePayload();
    var response = ProposalResponsePayload.parseFrom(signed);
    var header = Header.newBuilder().setChannelHeader(headers.payload().getHeader().getChannelHeader())
        .setSignatureHeader(action.getHeader()).build();
    if (!Proposed.hash(header, payload.getChaincodeProposalPayload()).equals(response.getProposalHash())) {
      throw new InvalidProtocolBufferException("proposal hash does not match");
    }
    return new Submitted(headers, signed,
        payload.getAction().getEndorsementsList(), ChaincodeAction.parseFrom(response.getExtension()));
  }

  TxReadWriteSet results() throws InvalidProtocolBufferException {
    return TxReadWriteSet.parseFrom(action.getResults());
  }

  /** What the transaction reads and writes of the contracts' state. */
  KVRWSet set() throws InvalidProtocolBufferException {
    var set = KVRWSet.newBuilder();
    for (var namespace : results().getNsRwsetList()) {
      set.mergeFrom(namespace.getRwset());
    }
    return set.build();
  }

  /** The event that the contract set; without a name where it set none. */
  ChaincodeEvent event() throws InvalidProtocolBufferException {
    return ChaincodeEvent.parseFrom(action.getEvents());
  }
}
