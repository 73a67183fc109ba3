package org.reciprocalclubs.edge;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.codecs.auth.v1.Club;
import org.reciprocalclubs.codecs.auth.v1.GetKeysResponse;
import org.reciprocalclubs.edge.operation.Bound;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Lanes;
import org.reciprocalclubs.kit.bus.Problem;

/**
 * Serves every rpc of the contract on a real bus: what the request says comes back in the response's fields
 * of the same name, unless a test says what to answer. An id {@code fail:KIND} is answered with that kind of
 * problem.
 */
final class TestDomain {
  private final Map<String, UnaryOperator<Message>> answers = new ConcurrentHashMap<>();
  private final Map<String, Message> requests = new ConcurrentHashMap<>();
  private final Map<String, CallContext> contexts = new ConcurrentHashMap<>();

  TestDomain(Bus bus, GetKeysResponse keys) {
    answer("GetKeys", _ -> keys);
    answer("GetMyClub", _ -> Club.newBuilder().setId("mine").setCurrency("USD").build());
    bus.codecs().rpcs()
        .forEach(rpc -> bus.serveAsync(rpc.server(), 1_000, request -> handle(rpc, request)).await());
    Bound.all(bus.codecs()).stream().filter(row -> row.operation().lane()).forEach(row -> {
      for (int lane = 0; lane < Lanes.COUNT; lane++) {
        bus.serveLane(row.rpc().server(), lane, 1_000, request -> handle(row.rpc(), request)).await();
      }
    });
  }

  /** From now on that rpc is answered so. */
  void answer(String rpc, UnaryOperator<Message> answer) {
    answers.put(rpc, answer);
  }

  /** That rpc echoes again. */
  void echo(String rpc) {
    answers.remove(rpc);
  }

  /** The last request of that rpc. */
  Message request(String rpc) {
    Message request = requests.get(rpc);
    if (request == null) {
      throw new AssertionError("Nobody asked " + rpc);
    }
    return request;
  }

  /** Under which context that rpc was asked last. */
  CallContext context(String rpc) {
    CallContext context = contexts.get(rpc);
    if (context == null) {
      throw new AssertionError("Nobody asked " + rpc);
    }
    return context;
  }

  private Future<Message> handle(Rpc rpc, Message request) {
    String name = rpc.descriptor().getName();
    requests.put(name, request);
    contexts.put(name, CallContext.current());
    refuse(request);
    UnaryOperator<Message> answer = answers.get(name);
    return Future.succeededFuture(answer != null ? answer.apply(request) : echo(request, rpc.response()));
  }

  private static void refuse(Message request) {
    FieldDescriptor id = request.getDescriptorForType().findFieldByName("id");
    String text = id == null ? "" : (String) request.getField(id);
    if (text.startsWith("fail:")) {
      ErrorCode kind = ErrorCode.valueOf(text.substring("fail:".length()));
      throw kind == ErrorCode.INTERNAL_ERROR
          ? new IllegalStateException("secret inside")
          : Problem.of(kind, kind.name(), "As asked").field("id");
    }
  }

  private static Message echo(Message request, Message response) {
    Message.Builder answer = response.newBuilderForType();
    request.getAllFields().forEach((from, value) -> {
      @Nullable
      FieldDescriptor to = response.getDescriptorForType().findFieldByName(from.getName());
      if (to != null && to.getType() == from.getType() && to.isRepeated() == from.isRepeated()
          && to.toProto().getTypeName().equals(from.toProto().getTypeName())) {
        answer.setField(to, value);
      }
    });
    return answer.build();
  }
}
