package org.reciprocalclubs.devledger;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that wait for a transaction's result; they hold no thread. Their number is bounded by the peer's
 * limit of calls. Thread-safe.
 */
final class CommitWaits {

  private static final Logger LOG = LoggerFactory.getLogger(CommitWaits.class);

  private static final class Wait {
    private final ServerCallStreamObserver<CommitStatusResponse> call;
    private final AtomicBoolean answered = new AtomicBoolean();

    Wait(ServerCallStreamObserver<CommitStatusResponse> call) {
      this.call = call;
    }

    void answer(Chain.Result result) {
      if (answered.compareAndSet(false, true) && !call.isCancelled()) {
        try {
          call.onNext(CommitStatusResponse.newBuilder().setResult(result.code())
              .setBlockNumber(result.block()).build());
          call.onCompleted();
        } catch (RuntimeException gone) {
          LOG.debug("A client went while it was answered", gone);
        }
      }
    }
  }

  private final Chain chain;
  private final Map<String, Set<Wait>> waits = new ConcurrentHashMap<>();

  CommitWaits(Chain chain) {
    this.chain = chain;
    chain.follow(this::answer);
  }

  /** Answers when the transaction stands in a block, which may be now. */
  void add(String transactionId, ServerCallStreamObserver<CommitStatusResponse> call) {
    var wait = new Wait(call);
    call.setOnCancelHandler(() -> remove(transactionId, wait));
    waits.compute(transactionId, (_, there) -> {
      Set<Wait> with = there == null ? ConcurrentHashMap.newKeySet() : there;
      with.add(wait);
      return with;
    });
    Chain.Result result = chain.result(transactionId);
    if (result != null) {
      remove(transactionId, wait);
      wait.answer(result);
    }
  }

  private void remove(String transactionId, Wait wait) {
    waits.computeIfPresent(transactionId, (_, there) -> {
      there.remove(wait);
      return there.isEmpty() ? null : there;
    });
  }

  private void answer(Map<String, Chain.Result> fresh) {
    fresh.forEach((id, result) -> {
      Set<Wait> waiting = waits.remove(id);
      if (waiting != null) {
        waiting.forEach(wait -> wait.answer(result));
      }
    });
  }
}
