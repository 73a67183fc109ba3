package org.reciprocalclubs.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** gRPC, as the server's own reflection describes it: a client that knows nothing of the contract. */
final class WallGrpc implements WallDoor, AutoCloseable {
  private static final Pattern ID = Pattern.compile("id|\\w+_ids?|number|member_number");
  private static final ServiceMethod<ServerReflectionResponse, ServerReflectionRequest> ASK = ServiceMethod
      .client(ServiceName.create("grpc.reflection.v1.ServerReflection"), "ServerReflectionInfo",
          GrpcMessageEncoder.encoder(),
          GrpcMessageDecoder.decoder(ServerReflectionResponse.getDefaultInstance()));

  private final Vertx vertx = Vertx.vertx();
  private final GrpcClient client = GrpcClient.client(vertx);
  private final SocketAddress address;
  private final Map<String, FileDescriptor> files = new HashMap<>();
  private final Map<String, MethodDescriptor> methods = new TreeMap<>();
  private final Set<String> platformServices = new TreeSet<>();

  WallGrpc(House house) throws Exception {
    address = SocketAddress.inetSocketAddress(house.portBase() + 1080, "localhost");
    var listed = ask(ServerReflectionRequest.newBuilder().setListServices("*").build());
    for (var service : listed.getListServicesResponse().getServiceList()) {
      if (service.getName().startsWith("grpc.")) {
        platformServices.add(service.getName());
        continue;
      }
      var file = file(ask(
          ServerReflectionRequest.newBuilder().setFileContainingSymbol(service.getName()).build()));
      var described = Objects.requireNonNull(
          file.findServiceByName(service.getName().substring(service.getName().lastIndexOf('.') + 1)));
      described.getMethods()
          .forEach(method -> methods.put(described.getName() + "/" + method.getName(), method));
    }
  }

  @Override
  public String name() {
    return "grpc";
  }

  /** Services of gRPC itself, which tell of nobody. */
  Set<String> platformServices() {
    return platformServices;
  }

  @Override
  public Map<String, Set<String>> operations() {
    Map<String, Set<String>> operations = new TreeMap<>();
    methods.forEach((name, method) -> {
      Set<String> ids = new LinkedHashSet<>();
      ids(method.getInputType(), ids);
      operations.put(name, ids);
    });
    return operations;
  }

  @Override
  public WallReply call(String operation, JsonObject input, @Nullable String token) throws Exception {
    var method = Objects.requireNonNull(methods.get(operation), operation);
    var message = DynamicMessage.newBuilder(method.getInputType());
    JsonFormat.parser().merge(input.encode(), message);
    return client.request(address, described(method)).compose(request -> {
      if (token != null) {
        request.headers().set("authorization", "Bearer " + token);
      }
      return request.send(message.build());
    }).compose(response -> response.last().transform(answered -> response.end()
        .transform(_ -> Future.succeededFuture(reply(response, answered.result()))))).await();
  }

  private static WallReply reply(GrpcClientResponse<DynamicMessage, DynamicMessage> response,
      @Nullable DynamicMessage message) {
    var status = Objects.requireNonNull(response.status());
    var text = status + " " + response.statusMessage() + " " + response.headers() + " " + response.trailers()
        + " " + (message == null ? "" : json(message));
    if (status.code == 0 && message != null) {
      return new WallReply(WallReply.OK, "", text);
    }
    var code = response.trailers().get("clubs-code");
    return new WallReply(WallReply.kind(status.code, 1),
        String.valueOf(code != null ? code : response.headers().get("clubs-code")), text);
  }

  private static String json(DynamicMessage message) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
    } catch (InvalidProtocolBufferException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static ServiceMethod<DynamicMessage, DynamicMessage> described(MethodDescriptor method) {
    return ServiceMethod.client(ServiceName.create(method.getService().getFullName()), method.getName(),
        GrpcMessageEncoder.encoder(),
        GrpcMessageDecoder.decoder(DynamicMessage.getDefaultInstance(method.getOutputType())));
  }

  private ServerReflectionResponse ask(ServerReflectionRequest question) {
    return client.request(address, ASK).compose(request -> request.send(question))
        .compose(response -> response.last()).await();
  }

  private FileDescriptor file(ServerReflectionResponse answer) throws Exception {
    FileDescriptor last = null;
    for (ByteString bytes : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
      var found = file(FileDescriptorProto.parseFrom(bytes));
      last = last == null ? found : last;
    }
    return Objects.requireNonNull(last, answer::toString);
  }

  private FileDescriptor file(FileDescriptorProto proto) throws Exception {
    var known = files.get(proto.getName());
    if (known != null) {
      return known;
    }
    var needed = new FileDescriptor[proto.getDependencyCount()];
    for (int i = 0; i < needed.length; i++) {
      needed[i] = file(ask(ServerReflectionRequest.newBuilder().setFileByFilename(proto.getDependency(i))
          .build()));
    }
    return built(proto, needed);
  }

  private FileDescriptor built(FileDescriptorProto proto, FileDescriptor[] needed)
      throws DescriptorValidationException {
    var made = FileDescriptor.buildFrom(proto, needed);
    files.put(proto.getName(), made);
    return made;
  }

  private static void ids(Descriptor type, Set<String> ids) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
        ids(field.getMessageType(), ids);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.STRING
          && ID.matcher(field.getName()).matches()) {
        ids.add(field.getJsonName());
      }
    }
  }

  @Override
  public void close() {
    client.close().await();
    vertx.close().await();
  }
}
