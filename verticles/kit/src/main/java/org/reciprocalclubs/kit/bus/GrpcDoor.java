package org.reciprocalclubs.kit.bus;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.ServiceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;

/**
 * Lets gRPC clients call the rpcs of the contract: each call becomes a {@link Bus#ask}.
 *
 * <pre>{@code
 * GrpcDoor door = new GrpcDoor(bus, settings, tokens::ofMetadata, GrpcLimits.NONE, health::ready);
 * vertx.createHttpServer(options).requestHandler(door.server(vertx, services)).listen();
 * }</pre>
 *
 * <p>A {@link Problem} becomes its gRPC status, its detail the status message, and its code, field and retry
 * delay the trailers {@code clubs-code}, {@code clubs-field} and {@code retry-after-ms}. An answer given
 * before to the same scan id or idempotency key has {@code idempotency-hit: true} in its metadata, and every
 * answer what the {@link GrpcLimits} tell. Besides the services there are grpc.health.v1 and, when switched
 * on, reflection. Immutable, thread-safe.
 */
public final class GrpcDoor {
  /** The trailer with {@link Problem#code()}. */
  public static final String CODE_TRAILER = "clubs-code";
  /** The metadata, set to true, of an answer given before. */
  public static final String HIT_METADATA = "idempotency-hit";
  private static final String FIELD_TRAILER = "clubs-field";
  private static final String RETRY_TRAILER = "retry-after-ms";
  private static final String CORRELATION_TRAILER = "clubs-correlation";

  private final Bus bus;
  private final GrpcSettings settings;
  private final GrpcAuthenticator authenticator;
  private final GrpcLimits limits;
  private final Supplier<Future<Boolean>> ready;
  private final TrustedProxies proxies;
  private final RefusalLog refusals = new RefusalLog();

  /** A door onto that bus; readiness is what grpc.health.v1 answers. */
  public GrpcDoor(Bus bus, GrpcSettings settings, GrpcAuthenticator authenticator, GrpcLimits limits,
      Supplier<Future<Boolean>> ready) {
    this(new Parts(bus, authenticator, limits, ready), settings, TrustedProxies.NONE);
  }

  private record Parts(Bus bus, GrpcAuthenticator authenticator, GrpcLimits limits,
      Supplier<Future<Boolean>> ready) {}

  private GrpcDoor(Parts parts, GrpcSettings settings, TrustedProxies proxies) {
    this.bus = parts.bus();
    this.settings = settings;
    this.authenticator = parts.authenticator();
    this.limits = parts.limits();
    this.ready = parts.ready();
    this.proxies = proxies;
  }

  /** The same door behind proxies: where they are believed, they say who a client is. */
  public GrpcDoor behind(TrustedProxies trusted) {
    return new GrpcDoor(new Parts(bus, authenticator, limits, ready), settings, trusted);
  }

  /** A request handler for an HTTP/2 server, with these services of the contract. */
  public GrpcServer server(Vertx vertx, Collection<ServiceDescriptor> services) {
    GrpcServer server = GrpcServer.server(vertx, new GrpcServerOptions()
        .setMaxMessageSize(settings.maxMessageBytes()).setScheduleDeadlineAutomatically(true));
    HealthService health = HealthService.create(vertx);
    health.register("", ready);
    for (ServiceDescriptor service : services) {
      server.addService(service(service));
      health.register(service.getFullName(), ready);
    }
    server.addService(health);
    return settings.reflection() ? server.addService(ReflectionService.v1()) : server;
  }

  private Service service(ServiceDescriptor descriptor) {
    Codecs codecs = bus.codecs();
    ServiceBuilder builder = Service.service(ServiceName.create(descriptor.getFullName()), descriptor);
    descriptor.getMethods().forEach(method -> {
      Rpc rpc = codecs.rpc(descriptor.getFullName() + "/" + method.getName());
      builder.bind(rpc.server(), request -> call(rpc, request));
    });
    return builder.build();
  }

  private void call(Rpc rpc, GrpcServerRequest<Message, Message> request) {
    Future<CallContext> caller = authenticator.authenticate(request.headers());
    request.last().compose(message -> caller.transform(known -> answer(rpc, request, message, known)))
        .onComplete(answer -> request.response().end(answer),
            failure -> refuse(request.response(), problem(failure)));
  }

  /** Whoever shows a token that does not hold is counted like anyone unknown, and then refused. */
  private Future<Message> answer(Rpc rpc, GrpcServerRequest<Message, Message> request, Message message,
      AsyncResult<CallContext> known) {
    CallContext call = known.succeeded() ? known.result() : CallContext.of(Caller.ANONYMOUS);
    CallContext limited = call.withDeadline(Instant.now().plus(limit(request))).from(origin(request));
    limited.enter();
    return limits.count(limited, address(request), rpc, message, told(request)).<Message>compose(_ -> {
      if (known.failed()) {
        return Future.failedFuture(known.cause());
      }
      Plausible.require(message);
      return bus.ask(rpc, message, limit(request)).onSuccess(_ -> {
        if (limited.isHit()) {
          request.response().headers().set(HIT_METADATA, "true");
        }
      });
    }).onFailure(failure -> refusals.told(rpc.address(), limited, failure));
  }

  /** Metadata of the answer, as far as it has not gone yet. */
  private static BiConsumer<String, String> told(GrpcServerRequest<Message, Message> request) {
    return (name, value) -> request.response().headers().set(name, value);
  }

  private CallOrigin origin(GrpcServerRequest<?, ?> request) {
    String program = request.headers().get("user-agent");
    return new CallOrigin(address(request), program == null ? "" : program);
  }

  private String address(GrpcServerRequest<?, ?> request) {
    return proxies.client(request.connection().remoteAddress(), request.headers());
  }

  private Duration limit(GrpcServerRequest<?, ?> request) {
    Duration asked = Duration.ofMillis(request.timeout());
    return asked.isPositive() && asked.compareTo(settings.deadline()) < 0 ? asked : settings.deadline();
  }

  private static Problem problem(Throwable failure) {
    return failure instanceof Problem problem
        ? problem
        : Problem.of(ErrorCode.VALIDATION_ERROR, "NOT_ONE_MESSAGE",
            "The call did not carry one readable message");
  }

  private static void refuse(GrpcServerResponse<Message, Message> response, Problem problem) {
    try {
      write(response, problem);
    } catch (IllegalStateException _) {
      // Vert.x has ended the call itself: a message over the limit, or a client that went away
    }
  }

  private static void write(GrpcServerResponse<Message, Message> response, Problem problem) {
    response.status(GrpcStatus.valueOf(problem.kind().grpcStatus())).statusMessage(problem.detail());
    response.trailers().set(CODE_TRAILER, problem.code()).set(CORRELATION_TRAILER,
        CallContext.current().correlationId());
    if (problem.field() != null) {
      response.trailers().set(FIELD_TRAILER, problem.field());
    }
    if (problem.retryAfter() != null) {
      response.trailers().set(RETRY_TRAILER, Long.toString(problem.retryAfter().toMillis()));
    }
    response.end();
  }
}
