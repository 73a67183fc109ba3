package org.reciprocalclubs.codecs;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.List;
import org.reciprocalclubs.codecs.kit.v1.Recorded;

/**
 * One rpc of the contract, as its proto declares it. Immutable.
 *
 * @param address the full method name, {@code reciprocalclubs.reciprocal.v1.Visits/CheckIn}; it is also the
 * event bus address
 * @param permission what the proto says: {@code public}, {@code session}, or permissions separated by
 * {@code |}, any of which suffices
 * @param repeatable true when asking twice does no more than asking once (idempotency_level IDEMPOTENT or
 * NO_SIDE_EFFECTS)
 * @param toldOrigin true when the room is to learn from which address and by which program it is asked
 * @param stepUp true when whoever has a second factor must have proven it lately
 * @param whileEnrolling true when it is open to a session that must enrol a second factor first
 * @param recorded what the audit trail keeps of a call
 * @param request the request type's default instance
 * @param response the response type's default instance
 */
public record Rpc(String address, MethodDescriptor descriptor, String permission, boolean repeatable,
    boolean toldOrigin, boolean stepUp, boolean whileEnrolling, Recorded recorded, Message request,
    Message response) {

  /** Anyone may call, signed in or not. */
  public static final String PUBLIC = "public";
  /** Anyone signed in may call. */
  public static final String SESSION = "session";

  /** The permissions any of which suffices; empty for {@code public} and {@code session}. */
  public List<String> permissions() {
    return isPublic() || isSession() ? List.of() : List.of(permission.split("\\|"));
  }

  public boolean isPublic() {
    return permission.equals(PUBLIC);
  }

  public boolean isSession() {
    return permission.equals(SESSION);
  }

  /** True when the rpc only reads. */
  public boolean reads() {
    return descriptor.getOptions().getIdempotencyLevel().name().equals("NO_SIDE_EFFECTS");
  }

  /** The service and the method without their package, such as {@code Members/GetMember}. */
  public String shortName() {
    return descriptor.getService().getName() + "/" + descriptor.getName();
  }

  /** The method as a gRPC server binds it, without its generated types. */
  public ServiceMethod<Message, Message> server() {
    return ServiceMethod.server(service(), descriptor.getName(), GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(request));
  }

  /** The method as a gRPC client calls it, without its generated types. */
  public ServiceMethod<Message, Message> client() {
    return ServiceMethod.client(service(), descriptor.getName(), GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(response));
  }

  private ServiceName service() {
    return ServiceName.create(descriptor.getService().getFullName());
  }
}
