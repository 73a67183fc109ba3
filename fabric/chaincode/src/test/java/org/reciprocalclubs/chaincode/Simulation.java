package org.reciprocalclubs.chaincode;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.queryresult.KV;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage.Type;
import org.hyperledger.fabric.protos.peer.GetState;
import org.hyperledger.fabric.protos.peer.GetStateByRange;
import org.hyperledger.fabric.protos.peer.PutState;
import org.hyperledger.fabric.protos.peer.PutStateMetadata;
import org.hyperledger.fabric.protos.peer.QueryMetadata;
import org.hyperledger.fabric.protos.peer.QueryResponse;
import org.hyperledger.fabric.protos.peer.QueryResponseMetadata;
import org.hyperledger.fabric.protos.peer.QueryResultBytes;

/**
 * One call as a peer simulates it: reads see what is committed and never the call's own writes, and after a
 * read in pages nothing can be written.
 */
final class Simulation {
  private final NavigableMap<String, ByteString> committed;
  private final Map<String, String> writes = new TreeMap<>();
  private final Map<String, byte[]> policies = new HashMap<>();
  private int openQueries;
  private boolean hasPaged;

  Simulation(NavigableMap<String, ByteString> committed) {
    this.committed = committed;
  }

  Map<String, String> writes() {
    return writes;
  }

  Map<String, byte[]> policies() {
    return policies;
  }

  int openQueries() {
    return openQueries;
  }

  ChaincodeMessage answer(ChaincodeMessage asked) {
    var answer = ChaincodeMessage.newBuilder().setChannelId(asked.getChannelId()).setTxid(asked.getTxid());
    try {
      return answer.setType(Type.RESPONSE).setPayload(payload(asked)).build();
    } catch (InvalidProtocolBufferException | IllegalStateException refused) {
      return answer.setType(Type.ERROR).setPayload(ByteString.copyFromUtf8(refused.toString())).build();
    }
  }

  private ByteString payload(ChaincodeMessage asked) throws InvalidProtocolBufferException {
    return switch (asked.getType()) {
      case GET_STATE ->
        committed.getOrDefault(GetState.parseFrom(asked.getPayload()).getKey(), ByteString.EMPTY);
      case PUT_STATE -> put(PutState.parseFrom(asked.getPayload()));
      case PUT_STATE_METADATA -> put(PutStateMetadata.parseFrom(asked.getPayload()));
      case GET_STATE_BY_RANGE -> range(GetStateByRange.parseFrom(asked.getPayload()));
      case QUERY_STATE_CLOSE -> {
        openQueries--;
        yield ByteString.EMPTY;
      }
      default -> throw new IllegalStateException("a peer of these tests does not know " + asked.getType());
    };
  }

  private ByteString put(PutState put) {
    requireWritable();
    writes.put(put.getKey(), put.getValue().toStringUtf8());
    return ByteString.EMPTY;
  }

  private ByteString put(PutStateMetadata put) {
    requireWritable();
    policies.put(put.getKey(), put.getMetadata().getValue().toByteArray());
    return ByteString.EMPTY;
  }

  private void requireWritable() {
    if (hasPaged) {
      throw new IllegalStateException("there was a query in pages: writes are not allowed");
    }
  }

  private ByteString range(GetStateByRange asked) throws InvalidProtocolBufferException {
    var paging = QueryMetadata.parseFrom(asked.getMetadata());
    hasPaged = true;
    openQueries++;
    var start = paging.getBookmark().isEmpty() ? asked.getStartKey() : paging.getBookmark();
    var rows = new ArrayList<QueryResultBytes>();
    var next = "";
    for (var row : committed.subMap(start, true, asked.getEndKey(), false).entrySet()) {
      if (rows.size() == paging.getPageSize()) {
        next = row.getKey();
        break;
      }
      rows.add(QueryResultBytes.newBuilder().setResultBytes(KV.newBuilder().setNamespace("clubs")
          .setKey(row.getKey()).setValue(row.getValue()).build().toByteString()).build());
    }
    var metadata = QueryResponseMetadata.newBuilder().setBookmark(next).setFetchedRecordsCount(rows.size());
    return QueryResponse.newBuilder().addAllResults(rows).setId("1")
        .setMetadata(metadata.build().toByteString())
        .build().toByteString();
  }
}
