package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.List;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.common.BlockHeader;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.LastConfig;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.MetadataSignature;
import org.hyperledger.fabric.protos.common.OrdererBlockMetadata;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Puts blocks together as Fabric does: header, transactions, the orderer's signature, the validation codes.
 */
final class BlockWriter {

  /** The entry of the commit hash, which stays empty: Fabric 2.5 numbers it 4 and names it nowhere else. */
  private static final int METADATA_ENTRIES = 5;
  private static final int NONCE_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SigningIdentity orderer;

  BlockWriter(SigningIdentity orderer) {
    this.orderer = orderer;
  }

  /** @param lastConfig the number of the block that holds the channel's configuration */
  Block block(BlockHeader header, BlockData data, List<TxValidationCode> codes, long lastConfig) {
    var metadata = BlockMetadata.newBuilder();
    for (int i = 0; i < METADATA_ENTRIES; i++) {
      metadata.addMetadata(ByteString.EMPTY);
    }
    metadata.setMetadata(BlockMetadataIndex.SIGNATURES_VALUE, signature(header, lastConfig));
    metadata.setMetadata(BlockMetadataIndex.LAST_CONFIG_VALUE, Metadata.newBuilder()
        .setValue(LastConfig.newBuilder().setIndex(lastConfig).build().toByteString()).build()
        .toByteString());
    byte[] filter = new byte[codes.size()];
    for (int i = 0; i < filter.length; i++) {
      filter[i] = (byte) codes.get(i).getNumber();
    }
    metadata.setMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE, ByteString.copyFrom(filter));
    return Block.newBuilder().setHeader(header).setData(data).setMetadata(metadata).build();
  }

  static BlockHeader header(long number, ByteString previousHash, BlockData data) {
    return BlockHeader.newBuilder().setNumber(number).setPreviousHash(previousHash)
        .setDataHash(Hashes.sha256(data.getDataList())).build();
  }

  /** Over the value, the signer's header and the block's header in DER. */
  private ByteString signature(BlockHeader header, long lastConfig) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    var value = OrdererBlockMetadata.newBuilder().setLastConfig(LastConfig.newBuilder().setIndex(lastConfig))
        .build().toByteString();
    var signer = SignatureHeader.newBuilder().setCreator(orderer.serialized())
        .setNonce(ByteString.copyFrom(nonce)).build().toByteString();
    var signature = orderer.sign(value.concat(signer).concat(Hashes.der(header)));
    return Metadata.newBuilder().setValue(value)
        .addSignatures(MetadataSignature.newBuilder().setSignatureHeader(signer).setSignature(signature))
        .build().toByteString();
  }

  /** What the block says of its transaction at this place. */
  static TxValidationCode code(Block block, int transaction) {
    int code = block.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE)
        .byteAt(transaction) & 0xff;
    TxValidationCode named = TxValidationCode.forNumber(code);
    return named == null ? TxValidationCode.INVALID_OTHER_REASON : named;
  }
}
