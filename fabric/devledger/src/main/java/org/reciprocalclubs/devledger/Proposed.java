package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.ChaincodeEndorsedAction;
import org.hyperledger.fabric.protos.peer.ChaincodeHeaderExtension;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeInvocationSpec;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.hyperledger.fabric.protos.peer.Transaction;
import org.hyperledger.fabric.protos.peer.TransactionAction;

/**
 * A proposal, unpacked.
 *
 * @param payload the chaincode's input without transient data: what goes into the transaction
 */
record Proposed(SignedProposal signed, Header header, ChannelHeader channelHeader,
    SignatureHeader signatureHeader, String chaincode, ChaincodeInput input, ByteString payload) {

  static Proposed parse(SignedProposal signed) throws InvalidProtocolBufferException {
    var proposal = Proposal.parseFrom(signed.getProposalBytes());
    var header = Header.parseFrom(proposal.getHeader());
    var channelHeader = ChannelHeader.parseFrom(header.getChannelHeader());
    var signatureHeader = SignatureHeader.parseFrom(header.getSignatureHeader());
    var extension = ChaincodeHeaderExtension.parseFrom(channelHeader.getExtension());
    var payload = ChaincodeProposalPayload.parseFrom(proposal.getPayload());
    var spec = ChaincodeInvocationSpec.parseFrom(payload.getInput()).getChaincodeSpec();
    return new Proposed(signed, header, channelHeader, signatureHeader, extension.getChaincodeId().getName(),
        spec.getInput(),
        ChaincodeProposalPayload.newBuilder().setInput(payload.getInput()).build().toByteString());
  }

  String transactionId() {
    return channelHeader.getTxId();
  }

  ByteString creator() {
    return signatureHeader.getCreator();
  }

  /** What endorsers sign of the proposal: {@link #hash(Header, ByteString)}. */
  ByteString hash() {
    return hash(header, payload);
  }

  /** SHA-256 over both headers and the payload without transient data. */
  static ByteString hash(Header header, ByteString payload) {
    return Hashes.sha256(header.getChannelHeader(), header.getSignatureHeader(), payload);
  }

  /** The id that a transaction has by rule: SHA-256 over nonce and creator, in hex. */
  static String transactionId(SignatureHeader header) {
    return Hashes.hex(Hashes.sha256(header.getNonce(), header.getCreator()));
  }

  /** The transaction that the client is to sign. */
  Envelope transaction(ChaincodeEndorsedAction endorsed) {
    var action = ChaincodeActionPayload.newBuilder().setChaincodeProposalPayload(payload).setAction(endorsed);
    var transaction = Transaction.newBuilder().addActions(TransactionAction.newBuilder()
        .setHeader(header.getSignatureHeader()).setPayload(action.build().toByteString()));
    return Envelope.newBuilder().setPayload(Payload.newBuilder().setHeader(header)
        .setData(transaction.build().toByteString()).build().toByteString()).build();
  }
}
