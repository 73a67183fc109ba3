package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.hyperledger.fabric.protos.ledger.queryresult.KV;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage.Type;
import org.hyperledger.fabric.protos.peer.DelState;
import org.hyperledger.fabric.protos.peer.GetState;
import org.hyperledger.fabric.protos.peer.GetStateByRange;
import org.hyperledger.fabric.protos.peer.GetStateMetadata;
import org.hyperledger.fabric.protos.peer.PutState;
import org.hyperledger.fabric.protos.peer.PutStateMetadata;
import org.hyperledger.fabric.protos.peer.QueryMetadata;
import org.hyperledger.fabric.protos.peer.QueryResponse;
import org.hyperledger.fabric.protos.peer.QueryResponseMetadata;
import org.hyperledger.fabric.protos.peer.QueryResultBytes;
import org.hyperledger.fabric.protos.peer.QueryStateClose;
import org.hyperledger.fabric.protos.peer.QueryStateNext;
import org.hyperledger.fabric.protos.peer.StateMetadata;
import org.hyperledger.fabric.protos.peer.StateMetadataResult;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.devledger.WorldState.Versioned;

/**
 * The peer's side of one call of the contracts: it answers what the shim asks, from one snapshot, and notes
 * what was read and written. As on a peer, a read never sees the call's own writes, and a call that turned
 * pages may not write. One thread.
 */
final class Simulation {

  /** Results that travel to the shim at once. */
  private static final int BATCH = 100;
  /** Results of one query at most; it ends there, as on a peer. */
  private static final int RESULTS_MOST = 100_000;

  /** The peer says no to what the contract asked: the shim throws in the contract. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String reason) {
      super(reason);
    }
  }

  private static final class Query {
    private final Iterator<Versioned> results;
    private final ReadWriteSet.Range range;
    private @Nullable Versioned ahead;
    private int returned;

    Query(Iterator<Versioned> results, ReadWriteSet.Range range) {
      this.results = results;
      this.range = range;
    }

    /** The next result, noted as read; null at the end, noted as reached. */
    @Nullable
    Versioned next() {
      if (!results.hasNext()) {
        range.reachedItsEnd();
        return null;
      }
      Versioned value = results.next();
      range.read(value);
      return value;
    }
  }

  private final WorldState.Snapshot snapshot;
  private final ReadWriteSet set = new ReadWriteSet();
  private final Set<String> written = new LinkedHashSet<>();
  private final Map<String, Query> queries = new HashMap<>();
  private int queriesMade;
  private boolean turnedPages;

  Simulation(WorldState.Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  ReadWriteSet set() {
    return set;
  }

  /** The keys whose value or metadata was written. */
  Set<String> written() {
    return written;
  }

  ChaincodeMessage answer(ChaincodeMessage asked) {
    var answer = ChaincodeMessage.newBuilder().setTxid(asked.getTxid()).setChannelId(asked.getChannelId());
    try {
      return answer.setType(Type.RESPONSE).setPayload(payload(asked.getType(), asked.getPayload())).build();
    } catch (Refused | InvalidProtocolBufferException e) {
      var reason = asked.getType() + " failed: transaction ID: " + asked.getTxid() + ": " + e.getMessage();
      return answer.setType(Type.ERROR).setPayload(ByteString.copyFromUtf8(reason)).build();
    }
  }

  private ByteString payload(Type type, ByteString asked) throws Refused, InvalidProtocolBufferException {
    return switch (type) {
      case GET_STATE -> getState(GetState.parseFrom(asked));
      case PUT_STATE -> putState(PutState.parseFrom(asked));
      case DEL_STATE -> deleteState(DelState.parseFrom(asked));
      case GET_STATE_METADATA -> getMetadata(GetStateMetadata.parseFrom(asked));
      case PUT_STATE_METADATA -> putMetadata(PutStateMetadata.parseFrom(asked));
      case GET_STATE_BY_RANGE -> getRange(GetStateByRange.parseFrom(asked));
      case QUERY_STATE_NEXT -> queryNext(QueryStateNext.parseFrom(asked).getId());
      case QUERY_STATE_CLOSE -> queryClose(QueryStateClose.parseFrom(asked).getId());
      case GET_QUERY_RESULT -> throw new Refused("ExecuteQuery not supported for leveldb");
      case GET_HISTORY_FOR_KEY -> throw new Refused("history database is not enabled");
      default -> throw new Refused("the development ledger does not know " + type);
    };
  }

  private static void requirePublic(String collection) throws Refused {
    if (!collection.isEmpty()) {
      throw new Refused("the development ledger has no private data, so no collection " + collection);
    }
  }

  private ByteString getState(GetState asked) throws Refused {
    requirePublic(asked.getCollection());
    Versioned found = snapshot.get(asked.getKey());
    set.read(asked.getKey(), found);
    return found == null ? ByteString.EMPTY : found.value();
  }

  private ByteString getMetadata(GetStateMetadata asked) throws Refused {
    requirePublic(asked.getCollection());
    Versioned found = snapshot.get(asked.getKey());
    set.read(asked.getKey(), found);
    var result = StateMetadataResult.newBuilder();
    if (found != null) {
      found.metadata().forEach(
          (name, value) -> result.addEntries(StateMetadata.newBuilder().setMetakey(name).setValue(value)));
    }
    return result.build().toByteString();
  }

  private ByteString putState(PutState asked) throws Refused {
    requireWritable(asked.getCollection(), asked.getKey());
    set.write(asked.getKey(), asked.getValue());
    return ByteString.EMPTY;
  }

  private ByteString deleteState(DelState asked) throws Refused {
    requireWritable(asked.getCollection(), asked.getKey());
    set.write(asked.getKey(), ByteString.EMPTY);
    return ByteString.EMPTY;
  }

  private ByteString putMetadata(PutStateMetadata asked) throws Refused {
    requireWritable(asked.getCollection(), asked.getKey());
    set.writeMetadata(asked.getKey(), asked.getMetadata().getMetakey(), asked.getMetadata().getValue());
    return ByteString.EMPTY;
  }

  private void requireWritable(String collection, String key) throws Refused {
    requirePublic(collection);
    if (turnedPages) {
      throw new Refused("unsupported transaction. Transaction has already performed a paginated query."
          + " Writes are not allowed");
    }
    written.add(key);
  }

  private ByteString getRange(GetStateByRange asked) throws Refused, InvalidProtocolBufferException {
    requirePublic(asked.getCollection());
    var paging = QueryMetadata.parseFrom(asked.getMetadata());
    boolean paged = paging.getPageSize() != 0 || !paging.getBookmark().isEmpty();
    if (paged && !written.isEmpty()) {
      throw new Refused("unsupported transaction. Paginated queries are supported only in a read-only"
          + " transaction");
    }
    turnedPages |= paged;
    String from = paging.getBookmark().isEmpty() ? asked.getStartKey() : paging.getBookmark();
    var query = new Query(snapshot.range(from, asked.getEndKey(), false), set.range(from, asked.getEndKey()));
    return paged ? page(query, paging.getPageSize()) : batch(Integer.toString(++queriesMade), query);
  }

  /** One page and the key at which the next one begins. */
  private static ByteString page(Query query, int size) {
    int most = size > 0 ? Math.min(size, RESULTS_MOST) : RESULTS_MOST;
    var response = QueryResponse.newBuilder();
    Versioned value = null;
    while (response.getResultsCount() < most && (value = query.next()) != null) {
      response.addResults(result(value));
    }
    boolean more = response.getResultsCount() == most && query.results.hasNext();
    var metadata = QueryResponseMetadata.newBuilder().setFetchedRecordsCount(response.getResultsCount())
        .setBookmark(more ? query.results.next().key() : "");
    return response.setMetadata(metadata.build().toByteString()).build().toByteString();
  }

  /** The next results; a peer reads one further to know whether there are more. */
  private ByteString batch(String id, Query query) {
    var response = QueryResponse.newBuilder().setId(id);
    if (query.ahead != null) {
      response.addResults(result(query.ahead));
      query.ahead = null;
    }
    while (query.returned < RESULTS_MOST) {
      Versioned value = query.next();
      if (value == null) {
        break;
      }
      query.returned++;
      if (response.getResultsCount() == BATCH) {
        query.ahead = value;
        queries.put(id, query);
        return response.setHasMore(true).build().toByteString();
      }
      response.addResults(result(value));
    }
    queries.remove(id);
    return response.build().toByteString();
  }

  private ByteString queryNext(String id) throws Refused {
    Query query = queries.get(id);
    if (query == null) {
      throw new Refused("query iterator not found");
    }
    return batch(id, query);
  }

  private ByteString queryClose(String id) {
    queries.remove(id);
    return QueryResponse.newBuilder().setId(id).build().toByteString();
  }

  private static QueryResultBytes result(Versioned value) {
    return QueryResultBytes.newBuilder().setResultBytes(
        KV.newBuilder().setNamespace(DevelopmentNetwork.CHAINCODE).setKey(value.key()).setValue(value.value())
            .build().toByteString())
        .build();
  }
}
