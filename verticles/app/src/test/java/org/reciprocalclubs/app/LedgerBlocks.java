package org.reciprocalclubs.app;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.reciprocalclubs.devledger.DevelopmentLedger;

/** What stands in the blocks of a ledger, read without any part of the platform. */
final class LedgerBlocks {
  private LedgerBlocks() {}

  /** The ids of the transactions that hold, in their order, as often as they stand there. */
  static List<String> valid(DevelopmentLedger ledger) throws InvalidProtocolBufferException {
    List<String> valid = new ArrayList<>();
    for (long number = 0; number < ledger.height(); number++) {
      var block = Block.parseFrom(ledger.block(number));
      var codes = block.getMetadata().getMetadata(BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE);
      for (int i = 0; i < block.getData().getDataCount(); i++) {
        var envelope = Envelope.parseFrom(block.getData().getData(i));
        var header = ChannelHeader
            .parseFrom(Payload.parseFrom(envelope.getPayload()).getHeader().getChannelHeader());
        if (header.getType() == HeaderType.ENDORSER_TRANSACTION_VALUE
            && codes.byteAt(i) == TxValidationCode.VALID_VALUE) {
          valid.add(header.getTxId());
        }
      }
    }
    return valid;
  }
}
