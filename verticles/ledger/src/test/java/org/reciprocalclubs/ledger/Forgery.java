package org.reciprocalclubs.ledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeActionPayload;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Transaction;

/**
 * A block that nobody ordered, in which everything fits together all the same: whoever has a block can write
 * it, with a sender, an endorser and signatures of his own.
 *
 * @param transaction the id of its one transaction
 */
record Forgery(byte[] block, String transaction) {

  /** After the first transaction of a block of the ledger. */
  static Forgery of(byte[] from) throws InvalidProtocolBufferException {
    var payload = payload(from);
    var evil = SerializedIdentity.newBuilder().setMspid("EvilMSP")
        .setIdBytes(ByteString.copyFromUtf8("nobody")).build().toByteString();
    var signer = SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader()).toBuilder()
        .setCreator(evil).build();
    var id = HexFormat.of().formatHex(sha256(signer.getNonce(), signer.getCreator()));
    var header = Header.newBuilder().setSignatureHeader(signer.toByteString())
        .setChannelHeader(ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()).toBuilder()
            .setTxId(id).build().toByteString())
        .build();
    return new Forgery(block(from, payload.toBuilder().setHeader(header)
        .setData(endorsed(payload.getData(), header, evil)).build()), id);
  }

  private static ByteString endorsed(ByteString data, Header header, ByteString by)
      throws InvalidProtocolBufferException {
    var transaction = Transaction.parseFrom(data);
    var action = ChaincodeActionPayload.parseFrom(transaction.getActions(0).getPayload());
    var result = ProposalResponsePayload.parseFrom(action.getAction().getProposalResponsePayload())
        .toBuilder()
        .setProposalHash(ByteString.copyFrom(sha256(header.getChannelHeader(), header.getSignatureHeader(),
            action.getChaincodeProposalPayload())));
    var endorsed = action.getAction().toBuilder().setProposalResponsePayload(result.build().toByteString())
        .clearEndorsements().addEndorsements(Endorsement.newBuilder().setEndorser(by)
            .setSignature(ByteString.copyFromUtf8("sig")));
    return transaction.toBuilder().setActions(0, transaction.getActions(0).toBuilder()
        .setPayload(action.toBuilder().setAction(endorsed).build().toByteString())).build().toByteString();
  }

  /** The same block with another time in its transaction. */
  static byte[] at(byte[] from, long seconds) throws InvalidProtocolBufferException {
    var payload = payload(from);
    var channel = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()).toBuilder()
        .setTimestamp(Timestamp.newBuilder().setSeconds(seconds));
    return block(from, payload.toBuilder().setHeader(payload.getHeader().toBuilder()
        .setChannelHeader(channel.build().toByteString())).build());
  }

  private static Payload payload(byte[] block) throws InvalidProtocolBufferException {
    return Payload.parseFrom(Envelope.parseFrom(Block.parseFrom(block).getData().getData(0)).getPayload());
  }

  private static byte[] block(byte[] from, Payload payload) throws InvalidProtocolBufferException {
    var envelope = Envelope.newBuilder().setPayload(payload.toByteString())
        .setSignature(ByteString.copyFromUtf8("sig")).build().toByteString();
    var valid = ByteString.copyFrom(new byte[1]);
    return Block.newBuilder().setData(BlockData.newBuilder().addData(envelope))
        .setHeader(Block.parseFrom(from).getHeader().toBuilder()
            .setDataHash(ByteString.copyFrom(sha256(envelope))))
        .setMetadata(BlockMetadata.newBuilder().addMetadata(ByteString.EMPTY).addMetadata(ByteString.EMPTY)
            .addMetadata(valid))
        .build().toByteArray();
  }

  private static byte[] sha256(ByteString... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part.toByteArray());
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
