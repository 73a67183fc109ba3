package org.reciprocalclubs.kit.boot;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The HTTP routes of a process, to which any of its rooms contributes without knowing the others.
 *
 * <p>Contributions run once per HTTP server instance, in ascending order, each on a router of that instance:
 * they must not keep it. All are made before the port opens. Thread-safe.
 */
public final class Routes {
  /** Before everything else: health and metrics, which need nobody signed in. */
  public static final int FIRST = 0;
  /** Where rooms put their routes. */
  public static final int ROOMS = 100;
  /** After all rooms: pages, and what answers the rest. */
  public static final int LAST = 1_000;

  private record Contribution(int order, Consumer<Router> routes) {}

  private final List<Contribution> contributions = new ArrayList<>();
  private final List<Consumer<HttpServerOptions>> options = new ArrayList<>();

  /** Contributes routes; lower orders are asked first. */
  public synchronized Routes add(int order, Consumer<Router> routes) {
    contributions.add(new Contribution(order, routes));
    return this;
  }

  /** Contributes to the server's options, such as websocket sub-protocols. */
  public synchronized Routes options(Consumer<HttpServerOptions> change) {
    options.add(change);
    return this;
  }

  /** A router with every contribution. */
  public synchronized Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    contributions.stream().sorted(Comparator.comparingInt(Contribution::order))
        .forEach(contribution -> contribution.routes().accept(router));
    return router;
  }

  synchronized HttpServerOptions apply(HttpServerOptions base) {
    options.forEach(change -> change.accept(base));
    return base;
  }
}
