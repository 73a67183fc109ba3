package org.reciprocalclubs.devledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status.Code;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.orderer.SeekPosition;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * One client's stream of contract events: a message for each block that has some, from a block on, after a
 * transaction. It runs on a virtual thread of its own, holds one block at a time and waits for a client
 * that reads slowly.
 */
final class EventStream implements Runnable {

  private static final Duration LOOKS_UP_EVERY = Duration.ofSeconds(1);

  private final Chain chain;
  private final String chaincode;
  private final String after;
  private final ServerCallStreamObserver<ChaincodeEventsResponse> call;
  private final Object ready = new Object();
  private long next;
  private boolean passed;

  /** To be made on the call's own thread, where its handlers can be set. */
  EventStream(Chain chain, ChaincodeEventsRequest request,
      ServerCallStreamObserver<ChaincodeEventsResponse> call) {
    this.chain = chain;
    this.chaincode = request.getChaincodeId();
    this.after = request.getAfterTransactionId();
    this.call = call;
    this.passed = after.isEmpty();
    this.next = start(request.getStartPosition());
    call.setOnReadyHandler(this::wake);
    call.setOnCancelHandler(this::wake);
  }

  /**
   * The block of the transaction after which to go on, where it is known; else the position that was asked
   * for.
   */
  private long start(SeekPosition position) {
    Chain.Result last = after.isEmpty() ? null : chain.result(after);
    if (last != null) {
      return last.block();
    }
    return switch (position.getTypeCase()) {
      case SPECIFIED -> position.getSpecified().getNumber();
      case NEXT_COMMIT, TYPE_NOT_SET -> chain.height();
      case NEWEST, OLDEST -> throw Failures.of(Code.INVALID_ARGUMENT,
          "invalid start position type: " + position.getTypeCase());
    };
  }

  private void wake() {
    synchronized (ready) {
      ready.notifyAll();
    }
  }

  @Override
  public void run() {
    try {
      while (!call.isCancelled()) {
        if (chain.await(next, LOOKS_UP_EVERY.toMillis()) && clientIsReady()) {
          send(chain.block(next));
          next++;
        }
      }
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      if (!call.isCancelled()) {
        call.onError(Failures.of(Code.ABORTED, String.valueOf(e.getMessage())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean clientIsReady() throws InterruptedException {
    synchronized (ready) {
      if (!call.isReady() && !call.isCancelled()) {
        ready.wait(LOOKS_UP_EVERY.toMillis());
      }
      return call.isReady() && !call.isCancelled();
    }
  }

  private void send(Block block) throws InvalidProtocolBufferException {
    List<ChaincodeEvent> events = events(block);
    if (!events.isEmpty()) {
      call.onNext(ChaincodeEventsResponse.newBuilder().addAllEvents(events)
          .setBlockNumber(block.getHeader().getNumber()).build());
    }
  }

  private List<ChaincodeEvent> events(Block block) throws InvalidProtocolBufferException {
    List<ChaincodeEvent> events = new ArrayList<>();
    for (int i = 0; i < block.getData().getDataCount(); i++) {
      if (BlockWriter.code(block, i) == TxValidationCode.VALID) {
        var headers = Submitted.Headers.parse(block.getData().getData(i));
        if (headers.isTransaction()) {
          add(Submitted.parse(headers).event(), events);
        }
      }
    }
    return events;
  }

  /** As on a peer, events count from the one behind the event of the transaction that was named. */
  private void add(ChaincodeEvent event, List<ChaincodeEvent> events) {
    if (event.getEventName().isEmpty()) {
      return;
    }
    if (!passed) {
      passed = event.getTxId().equals(after);
    } else if (event.getChaincodeId().equals(chaincode)) {
      events.add(event);
    }
  }
}
