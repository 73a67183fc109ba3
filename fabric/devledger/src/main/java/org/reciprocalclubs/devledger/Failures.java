package org.reciprocalclubs.devledger;

import com.google.protobuf.Any;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;

/** The statuses of gRPC that a gateway answers with; which node said what stands in the details. */
final class Failures {

  private Failures() {}

  static StatusRuntimeException of(Status.Code code, String message, List<ErrorDetail> details) {
    var status = com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
    details.forEach(detail -> status.addDetails(Any.pack(detail)));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  static StatusRuntimeException of(Status.Code code, String message) {
    return of(code, message, List.of());
  }

  static ErrorDetail detail(String address, String msp, String message) {
    return ErrorDetail.newBuilder().setAddress(address).setMspId(msp).setMessage(message).build();
  }
}
