package org.reciprocalclubs.kit.boot;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.ProblemMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running process: a Vert.x with its bus, the rooms that its settings name, and the HTTP port.
 *
 * <pre>{@code
 * Node node = Node.start(new Node.Plan(settings, rooms, problems, Node::alone, Clock.systemUTC())).await();
 * ...
 * node.stop().await();
 * }</pre>
 *
 * <p>A start that fails takes down again what it had begun. {@link #stop} is graceful: not ready, doors
 * closed, requests under way finished within {@code node.drain}, rooms drained, verticles undeployed.
 * Thread-safe.
 */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /**
   * What to start.
   *
   * @param rooms all that this build knows; the settings choose
   * @param problems what the rooms' exceptions mean
   * @param vertx makes the Vert.x: {@link Node#alone}, or clustered
   */
  public record Plan(Settings settings, List<Room> rooms, ProblemMapper problems,
      Function<VertxBuilder, Future<Vertx>> vertx, Clock clock) {}

  private final NodeSettings settings;
  private final NodeContext context;
  private final Routes management;
  private final Tracing tracing;
  private final List<Room> started = new ArrayList<>();
  private final List<HttpDoor> doors = new ArrayList<>();
  private final AtomicReference<@Nullable Future<Void>> stopping = new AtomicReference<>();

  private Node(NodeSettings settings, NodeContext context, Routes management, Tracing tracing) {
    this.settings = settings;
    this.context = context;
    this.management = management;
    this.tracing = tracing;
  }

  /** A Vert.x by itself, in no cluster. */
  public static Future<Vertx> alone(VertxBuilder builder) {
    return Future.succeededFuture(builder.build());
  }

  /** Starts the process; the future fails with what kept it from starting. */
  public static Future<Node> start(Plan plan) {
    NodeSettings settings;
    TracingSettings traces;
    Codecs codecs;
    List<Room> rooms;
    try {
      settings = plan.settings().bind("node", NodeSettings.class);
      traces = plan.settings().bind("tracing", TracingSettings.class);
      codecs = Codecs.contract();
      rooms = choose(settings.rooms(), plan.rooms());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    String name = settings.name().isEmpty() ? UUID.randomUUID().toString().substring(0, 8) : settings.name();
    Metrics metrics = new Metrics();
    Tracing tracing = new Tracing(traces, name);
    return plan.vertx().apply(builder(settings, metrics, tracing)).compose(vertx -> {
      NodeContext context = context(plan, name, vertx, codecs, metrics);
      Routes management = new Routes().add(Routes.FIRST, context.health()::routes)
          .add(Routes.FIRST, metrics::routes);
      Node node = new Node(settings, context, management, tracing);
      return node.open(rooms).map(node)
          .recover(failure -> node.stop().transform(_ -> Future.failedFuture(failure)));
    });
  }

  /** What the rooms share. */
  public NodeContext context() {
    return context;
  }

  /** The HTTP port, once started. */
  public int httpPort() {
    return doors.isEmpty() ? 0 : doors.getFirst().port();
  }

  /** The port for who runs the process, once started; the HTTP port where there is none of its own. */
  public int managementPort() {
    return doors.isEmpty() ? 0 : doors.getLast().port();
  }

  Duration drainLimit() {
    return settings.drain();
  }

  /** Stops gracefully; a second call awaits the first. */
  public Future<Void> stop() {
    Future<Void> earlier = stopping.get();
    if (earlier != null) {
      return earlier;
    }
    Future<Void> stop = drain().transform(_ -> context.vertx().close()).onComplete(_ -> tracing.close());
    stopping.set(stop);
    return stop;
  }

  private Future<?> open(List<Room> rooms) {
    Future<?> all = Future.succeededFuture();
    for (Room room : rooms) {
      all = all.compose(_ -> {
        started.add(room);
        return room.start(context)
            .onSuccess(_ -> LOG.atInfo().addKeyValue("room", room.name()).log("Room started"));
      });
    }
    return all.compose(_ -> openDoors()).onSuccess(_ -> {
      context.health().open();
      LOG.atInfo().addKeyValue("node", context.name()).addKeyValue("httpPort", httpPort()).log("Ready");
    });
  }

  private Future<?> openDoors() {
    HttpSettings http = context.settings().bind("http", HttpSettings.class);
    ManagementSettings own = context.settings().bind("management", ManagementSettings.class);
    Future<?> all = Future.succeededFuture();
    for (int i = 0; i < http.loops(); i++) {
      HttpDoor door = new HttpDoor(http, context.routes());
      all = all.compose(_ -> open(door));
    }
    return own.isOpen(settings.mode())
        ? all.compose(_ -> open(new HttpDoor(http.at(own.host(), own.port()), management)))
        : all;
  }

  private Future<?> open(HttpDoor door) {
    doors.add(door);
    return context.vertx().deployVerticle(door, new DeploymentOptions());
  }

  private Future<?> drain() {
    context.health().close();
    LOG.atInfo().addKeyValue("node", context.name()).log("Stopping");
    return Future.join(doors.stream().map(door -> door.drain(settings.drain())).toList())
        .transform(_ -> Future.join(started.reversed().stream().map(Room::drain).toList()))
        .transform(_ -> context.bus().drain(settings.drain()));
  }

  private static List<Room> choose(List<String> names, List<Room> rooms) {
    List<String> known = rooms.stream().map(Room::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new SettingsException(
            "node.rooms names " + name + ", which is not a room" + Nearest.hint(name, known));
      }
    }
    return rooms.stream().filter(room -> names.contains(room.name())).toList();
  }

  private static VertxBuilder builder(NodeSettings settings, Metrics metrics, Tracing tracing) {
    VertxOptions options = new VertxOptions().setPreferNativeTransport(settings.nativeTransport())
        .setEventLoopPoolSize(settings.loops())
        .setMetricsOptions(metrics.options());
    options.getEventBusOptions().setHost(settings.busHost()).setPort(settings.busPort());
    VertxBuilder builder = Vertx.builder().with(options).withMetrics(metrics.factory());
    var tracer = tracing.factory();
    return tracer == null ? builder : builder.withTracer(tracer);
  }

  private static NodeContext context(Plan plan, String name, Vertx vertx, Codecs codecs, Metrics metrics) {
    codecs.register(vertx.eventBus());
    Bus bus = new Bus(vertx, codecs, plan.settings().bind("bus", BusSettings.class), metrics.registry(),
        plan.problems());
    Health health = new Health();
    boolean elsewhere = plan.settings().bind("management", ManagementSettings.class)
        .isOpen(plan.settings().bind("node", NodeSettings.class).mode());
    Routes routes = elsewhere
        ? new Routes().add(Routes.FIRST, health::routesForAnybody)
        : new Routes().add(Routes.FIRST, health::routes).add(Routes.FIRST, metrics::routes);
    return new NodeContext(name, vertx, plan.settings(), bus, routes, health, metrics.registry(),
        plan.clock());
  }
}
