package org.reciprocalclubs.kit.boot;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Whether this process lives, and whether it is ready for work.
 *
 * <p>{@code /health/live} is 200 while the process answers at all. {@code /health/ready} is 200 when it was
 * opened and each registered check succeeds within its limit, otherwise 503; both name each dependency's
 * state. Thread-safe.
 */
public final class Health {
  private record Check(String name, Duration limit, Supplier<Future<?>> probe) {}

  private record State(String name, boolean up) {}

  private final Map<String, Check> checks = new ConcurrentHashMap<>();
  private final Map<String, Supplier<String>> notes = new ConcurrentHashMap<>();
  private volatile boolean open;

  /** Names a dependency without which there is no work; its probe must succeed within the limit. */
  public void check(String name, Duration limit, Supplier<Future<?>> probe) {
    checks.put(name, new Check(name, limit, probe));
  }

  /**
   * Names something that is worth knowing but without which work goes on: its state, one word such as
   * {@code AWAY}, stands in the report and never makes this process unready. Must not wait.
   */
  public void note(String name, Supplier<String> state) {
    notes.put(name, state);
  }

  /** Everything is up: ready may be said. */
  public void open() {
    open = true;
  }

  /** The process goes down: not ready, whatever the checks say. */
  public void close() {
    open = false;
  }

  /** True when opened and every check succeeds. */
  public Future<Boolean> ready() {
    return report().map(report -> report.getString("status").equals("UP"));
  }

  /** Contributes both paths. */
  public void routes(Router router) {
    routes(router, report -> report);
  }

  /** Contributes both paths, for who need not know what this process depends on. */
  void routesForAnybody(Router router) {
    routes(router, report -> new JsonObject().put("status", report.getString("status")));
  }

  private void routes(Router router, UnaryOperator<JsonObject> told) {
    router.get("/health/live").handler(request -> answer(request, 200, new JsonObject().put("status", "UP")));
    router.get("/health/ready").handler(request -> report().onSuccess(report -> answer(request,
        report.getString("status").equals("UP") ? 200 : 503, told.apply(report))));
  }

  private Future<JsonObject> report() {
    List<Future<State>> probes = new ArrayList<>();
    checks.values().stream().sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(check -> probes.add(probe(check)));
    return Future.all(List.copyOf(probes)).map(_ -> {
      JsonObject states = new JsonObject();
      boolean up = open;
      for (Future<State> probe : probes) {
        states.put(probe.result().name(), probe.result().up() ? "UP" : "DOWN");
        up &= probe.result().up();
      }
      JsonObject report = new JsonObject().put("status", up ? "UP" : "DOWN").put("accepting", open)
          .put("checks", states);
      JsonObject noted = new JsonObject();
      new TreeMap<>(notes).forEach((name, state) -> noted.put(name, state.get()));
      return noted.isEmpty() ? report : report.put("notes", noted);
    });
  }

  private Future<State> probe(Check check) {
    Future<?> result;
    try {
      result = check.probe().get();
    } catch (RuntimeException e) {
      result = Future.failedFuture(e);
    }
    return result.timeout(check.limit().toMillis(), TimeUnit.MILLISECONDS)
        .transform(outcome -> Future.succeededFuture(new State(check.name(), outcome.succeeded())));
  }

  private void answer(RoutingContext request, int status, JsonObject body) {
    request.response().setStatusCode(status).putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store").end(body.toBuffer());
  }
}
