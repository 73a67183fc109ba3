package org.reciprocalclubs.devledger;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.ChaincodeEventsResponse;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.CommitStatusResponse;
import org.hyperledger.fabric.protos.gateway.EndorseRequest;
import org.hyperledger.fabric.protos.gateway.EndorseResponse;
import org.hyperledger.fabric.protos.gateway.EvaluateRequest;
import org.hyperledger.fabric.protos.gateway.EvaluateResponse;
import org.hyperledger.fabric.protos.gateway.GatewayGrpc;
import org.hyperledger.fabric.protos.gateway.SignedChaincodeEventsRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SubmitRequest;
import org.hyperledger.fabric.protos.gateway.SubmitResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Fabric Gateway's interface at one organisation's peer. Runs on virtual threads: calls may block. */
final class GatewayService extends GatewayGrpc.GatewayImplBase {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);
  private static final String ORDERER_ADDRESS = "orderer.in-process:7050";

  private final Endorsing endorsing;
  private final Chain chain;
  private final Orderer orderer;
  private final Access access;
  private final CommitWaits waits;

  GatewayService(Endorsing endorsing, Chain chain, Orderer orderer, Access access, CommitWaits waits) {
    this.endorsing = endorsing;
    this.chain = chain;
    this.orderer = orderer;
    this.access = access;
    this.waits = waits;
  }

  @Override
  public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> answer) {
    answer(answer, () -> endorsing.evaluate(request));
  }

  @Override
  public void endorse(EndorseRequest request, StreamObserver<EndorseResponse> answer) {
    answer(answer, () -> endorsing.endorse(request));
  }

  @Override
  public void submit(SubmitRequest request, StreamObserver<SubmitResponse> answer) {
    answer(answer, () -> submit(request));
  }

  private static <T> void answer(StreamObserver<T> call, Supplier<T> work) {
    guard(call, () -> {
      call.onNext(work.get());
      call.onCompleted();
    });
  }

  private static void guard(StreamObserver<?> call, Runnable work) {
    try {
      work.run();
    } catch (StatusRuntimeException refused) {
      call.onError(refused);
    } catch (RuntimeException e) {
      LOG.error("A call failed", e);
      call.onError(Failures.of(Code.INTERNAL, String.valueOf(e)));
    }
  }

  private SubmitResponse submit(SubmitRequest request) {
    var envelope = request.getPreparedTransaction();
    if (!request.hasPreparedTransaction()) {
      throw Failures.of(Code.INVALID_ARGUMENT, "a prepared transaction is required");
    }
    if (envelope.getSignature().isEmpty()) {
      throw Failures.of(Code.INVALID_ARGUMENT, "prepared transaction must be signed");
    }
    if (orderer.isStopped()) {
      throw unavailable("rpc error: code = Unavailable desc = connection error: connect: connection refused");
    }
    var bytes = envelope.toByteString();
    if (bytes.size() > Orderer.ENVELOPE_BYTES_MOST) {
      throw rejected("BAD_REQUEST", "message payload is %d bytes and exceeds maximum allowed %d bytes"
          .formatted(bytes.size(), Orderer.ENVELOPE_BYTES_MOST));
    }
    requireMaySubmit(headers(bytes));
    return switch (orderer.offer(bytes)) {
      case TAKEN -> SubmitResponse.getDefaultInstance();
      case STOPPED -> throw unavailable("rpc error: code = Unavailable desc = transport is closing");
      case FULL ->
        throw unavailable("received unsuccessful response from orderer: status=SERVICE_UNAVAILABLE,"
            + " info=its queue is full: " + Orderer.QUEUE_MOST + " transactions or "
            + Orderer.QUEUE_BYTES_MOST
            + " bytes");
    };
  }

  private static Submitted.Headers headers(ByteString envelope) {
    try {
      return Submitted.Headers.parse(envelope);
    } catch (InvalidProtocolBufferException e) {
      throw rejected("BAD_REQUEST", "could not determine channel ID: " + e.getMessage());
    }
  }

  private void requireMaySubmit(Submitted.Headers headers) {
    if (!headers.channel().getChannelId().equals(DevelopmentNetwork.CHANNEL) || !headers.isTransaction()) {
      throw rejected("NOT_FOUND", "channel does not exist");
    }
    access.refusal(headers).ifPresent(reason -> {
      throw rejected("FORBIDDEN", reason);
    });
  }

  private static StatusRuntimeException unavailable(String reason) {
    return Failures.of(Code.UNAVAILABLE, "no orderers could successfully process transaction",
        List.of(Failures.detail(ORDERER_ADDRESS, DevelopmentNetwork.ORDERER_MSP, reason)));
  }

  private static StatusRuntimeException rejected(String status, String reason) {
    return Failures.of(Code.ABORTED,
        "received unsuccessful response from orderer: status=" + status + ", info=" + reason);
  }

  @Override
  public void commitStatus(SignedCommitStatusRequest signed, StreamObserver<CommitStatusResponse> answer) {
    guard(answer, () -> {
      var request = commitStatusRequest(signed);
      requireReader(request.getIdentity(), request.getChannelId(), signed.getRequest(),
          signed.getSignature());
      waits.add(request.getTransactionId(), (ServerCallStreamObserver<CommitStatusResponse>) answer);
    });
  }

  private static CommitStatusRequest commitStatusRequest(SignedCommitStatusRequest signed) {
    require(!signed.getRequest().isEmpty(), "a commit status request is required");
    try {
      var request = CommitStatusRequest.parseFrom(signed.getRequest());
      require(!request.getIdentity().isEmpty(), "no identity provided");
      require(!request.getChannelId().isEmpty(), "no channel ID provided");
      require(!request.getTransactionId().isEmpty(), "transaction ID should not be empty");
      return request;
    } catch (InvalidProtocolBufferException e) {
      throw Failures.of(Code.INVALID_ARGUMENT, "invalid status request: " + e.getMessage());
    }
  }

  @Override
  public void chaincodeEvents(SignedChaincodeEventsRequest signed,
      StreamObserver<ChaincodeEventsResponse> answer) {
    guard(answer, () -> {
      require(!signed.getRequest().isEmpty(), "a chaincode events request is required");
      var request = eventsRequest(signed);
      requireReader(request.getIdentity(), request.getChannelId(), signed.getRequest(),
          signed.getSignature());
      var call = (ServerCallStreamObserver<ChaincodeEventsResponse>) answer;
      Thread.ofVirtual().name("ledger-events").start(new EventStream(chain, request, call));
    });
  }

  private static ChaincodeEventsRequest eventsRequest(SignedChaincodeEventsRequest signed) {
    try {
      return ChaincodeEventsRequest.parseFrom(signed.getRequest());
    } catch (InvalidProtocolBufferException e) {
      throw Failures.of(Code.INVALID_ARGUMENT, "invalid chaincode events request: " + e.getMessage());
    }
  }

  private void requireReader(ByteString identity, String channel,
      ByteString request, ByteString signature) {
    if (!channel.equals(DevelopmentNetwork.CHANNEL)) {
      throw Failures.of(Code.PERMISSION_DENIED, "Failed to get policy manager for channel [" + channel + "]");
    }
    access.refusalToRead(identity, request, signature).ifPresent(reason -> {
      throw Failures.of(Code.PERMISSION_DENIED, reason);
    });
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw Failures.of(Code.INVALID_ARGUMENT, otherwise);
    }
  }
}
