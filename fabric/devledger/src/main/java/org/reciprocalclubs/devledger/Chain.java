package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockData;
import org.hyperledger.fabric.protos.peer.TxValidationCode;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.devledger.WorldState.Height;

/**
 * The committed ledger: its blocks, the state and the transactions' results that follow from them. One
 * thread commits; everything else may be called by any.
 */
final class Chain implements AutoCloseable {

  /** What became of a transaction, and in which block. */
  record Result(TxValidationCode code, long block) {}

  private final WorldState state = new WorldState();
  private final Map<String, Result> results = new ConcurrentHashMap<>();
  private final List<Consumer<Map<String, Result>>> followers = new CopyOnWriteArrayList<>();
  private final BlockFile file;
  private final BlockWriter writer;
  private final Validator validator;
  private final Object grown = new Object();
  private @Nullable ChannelConfig config;
  private long lastConfig;
  private volatile boolean closed;

  private Chain(Path directory, BlockWriter writer, Membership membership, Policies policies) {
    this.writer = writer;
    this.validator = new Validator(membership, policies, results::containsKey);
    this.file = BlockFile.open(directory, this::recover);
  }

  /** Reads what is there; a new configuration gets a block of its own, also the first. */
  static Chain open(Path directory, SigningIdentity orderer, ChannelConfig config) {
    var policies = new Policies(config.roots().keySet());
    var chain = new Chain(directory, new BlockWriter(orderer), new Membership(config.roots()), policies);
    try {
      ChannelConfig then = chain.config;
      if (then == null || !then.sameAs(config)) {
        chain.configure(config);
      }
      return chain;
    } catch (IOException e) {
      chain.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      chain.close();
      throw e;
    }
  }

  private void recover(Block block) {
    long number = block.getHeader().getNumber();
    try (var before = state.snapshot()) {
      var updates = new BlockUpdates(before);
      for (int i = 0; i < block.getData().getDataCount(); i++) {
        recover(block, i, updates);
      }
      state.apply(number, updates.writes());
    } catch (InvalidProtocolBufferException e) {
      throw new LedgerFailure("Block " + number + " of the chain holds a transaction that cannot be read.",
          e);
    }
  }

  private void recover(Block block, int transaction, BlockUpdates updates)
      throws InvalidProtocolBufferException {
    long number = block.getHeader().getNumber();
    ByteString bytes = block.getData().getData(transaction);
    var code = BlockWriter.code(block, transaction);
    Submitted.Headers headers;
    try {
      headers = Submitted.Headers.parse(bytes);
    } catch (InvalidProtocolBufferException e) {
      if (code == TxValidationCode.VALID) {
        throw e;
      }
      return;
    }
    if (!headers.isTransaction()) {
      if (code == TxValidationCode.VALID) {
        config = ChannelConfig.parse(bytes);
        lastConfig = number;
      }
      return;
    }
    results.putIfAbsent(headers.transactionId(), new Result(code, number));
    if (code == TxValidationCode.VALID) {
      updates.apply(Submitted.parse(headers).set(), new Height(number, transaction));
    }
  }

  private void configure(ChannelConfig wanted) throws IOException {
    long number = file.height();
    var data = BlockData.newBuilder().addData(wanted.envelope(number)).build();
    append(number, data, List.of(TxValidationCode.VALID), number);
    config = wanted;
    lastConfig = number;
    state.apply(number, Map.of());
  }

  private void append(long number, BlockData data, List<TxValidationCode> codes, long configuredBy)
      throws IOException {
    file.append(writer.block(BlockWriter.header(number, file.tip(), data), data, codes, configuredBy));
  }

  /** Validates these envelopes as the next block, forces it to the disk and only then shows it to anybody. */
  void commit(List<ByteString> envelopes) throws IOException {
    long number = file.height();
    var data = BlockData.newBuilder().addAllData(envelopes).build();
    try (var before = state.snapshot()) {
      var validated = validator.validate(number, data, before);
      append(number, data, validated.codes(), lastConfig);
      state.apply(number, validated.updates().writes());
      tell(results(number, envelopes, validated.codes()));
    }
  }

  private Map<String, Result> results(long number, List<ByteString> envelopes, List<TxValidationCode> codes) {
    Map<String, Result> fresh = new ConcurrentHashMap<>();
    for (int i = 0; i < envelopes.size(); i++) {
      try {
        var id = Submitted.Headers.parse(envelopes.get(i)).transactionId();
        var result = new Result(codes.get(i), number);
        if (results.putIfAbsent(id, result) == null) {
          fresh.put(id, result);
        }
      } catch (InvalidProtocolBufferException unreadable) {
        continue;
      }
    }
    return fresh;
  }

  private void tell(Map<String, Result> fresh) {
    followers.forEach(follower -> follower.accept(fresh));
    synchronized (grown) {
      grown.notifyAll();
    }
  }

  /** Is told each block's new results, on the committing thread: must not block. */
  void follow(Consumer<Map<String, Result>> follower) {
    followers.add(follower);
  }

  /** The first result of this transaction; null where it is in no block. */
  @Nullable
  Result result(String transactionId) {
    return results.get(transactionId);
  }

  WorldState.Snapshot snapshot() {
    return state.snapshot();
  }

  long height() {
    return file.height();
  }

  /** Waits until there is a block of this number; false when the chain closed or the time is over. */
  boolean await(long number, long millis) throws InterruptedException {
    synchronized (grown) {
      if (height() <= number && !closed) {
        grown.wait(millis);
      }
      return height() > number && !closed;
    }
  }

  ByteString blockBytes(long number) {
    return file.block(number);
  }

  Block block(long number) {
    try {
      return Block.parseFrom(file.block(number));
    } catch (InvalidProtocolBufferException e) {
      throw new LedgerFailure("Block " + number + " of the chain was damaged while it was in use.", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    synchronized (grown) {
      grown.notifyAll();
    }
    file.close();
  }
}
