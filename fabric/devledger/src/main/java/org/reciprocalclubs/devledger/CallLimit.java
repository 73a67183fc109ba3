package org.reciprocalclubs.devledger;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds a peer's calls under a limit, those that wait for a result or stream events included, as Fabric's
 * gateway.
 */
final class CallLimit implements ServerInterceptor {

  /** Fabric's default for the gateway service. */
  static final int CALLS_MOST = 500;

  private final Semaphore free = new Semaphore(CALLS_MOST);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
      ServerCallHandler<Q, A> next) {
    if (!free.tryAcquire()) {
      call.close(Status.UNKNOWN.withDescription(
          "too many requests for /gateway.Gateway, exceeding concurrency limit (" + CALLS_MOST + ")"),
          new Metadata());
      return new ServerCall.Listener<>() {
      };
    }
    var held = new AtomicBoolean(true);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onComplete() {
        release();
        super.onComplete();
      }

      @Override
      public void onCancel() {
        release();
        super.onCancel();
      }

      private void release() {
        if (held.compareAndSet(true, false)) {
          free.release();
        }
      }
    };
  }
}
