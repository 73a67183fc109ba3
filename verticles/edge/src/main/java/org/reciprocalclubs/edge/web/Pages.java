package org.reciprocalclubs.edge.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the pages from the class path. A browser asks each time whether its copy still holds (ETag), so a
 * new version is seen at once; HTML is not kept at all. Thread-safe.
 */
public final class Pages implements Handler<RoutingContext> {
  private static final List<String> FOLDERS = List.of("home", "kiosk", "member", "office", "outside",
      "password", "shared");
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9_-]+(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?");
  private static final int FOUND = 302;
  private static final int NOT_MODIFIED = 304;

  private final Vertx vertx;
  private final Map<String, Page> read = new ConcurrentHashMap<>();

  private Pages(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Contributes {@code /kiosk}, {@code /member} and their like, and the list of doors at {@code /}. */
  public static void routes(Vertx vertx, Router router) {
    Pages pages = new Pages(vertx);
    router.get("/").handler(routing -> redirect(routing, "/home/"));
    router.get("/favicon.ico").handler(routing -> redirect(routing, "/shared/favicon.svg"));
    FOLDERS.forEach(folder -> {
      router.route("/" + folder).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(pages);
      router.route("/" + folder + "/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(pages);
    });
  }

  @Override
  public void handle(RoutingContext routing) {
    String path = String.valueOf(routing.request().path());
    if (!PLAIN.matcher(path).matches()) {
      routing.next();
    } else if (FOLDERS.contains(path.substring(1))) {
      redirect(routing, path + "/");
    } else {
      serve(routing, "/web" + (path.endsWith("/") ? path + "index.html" : path));
    }
  }

  private void serve(RoutingContext routing, String resource) {
    Page known = read.get(resource);
    if (known != null) {
      send(routing, known);
    } else if (!Page.isServed(resource)) {
      routing.next();
    } else {
      vertx.executeBlocking(() -> Page.read(resource), false)
          .onSuccess(found -> found(routing, resource, found))
          .onFailure(routing::fail);
    }
  }

  private void found(RoutingContext routing, String resource, Optional<Page> page) {
    page.ifPresentOrElse(found -> {
      read.put(resource, found);
      send(routing, found);
    }, routing::next);
  }

  private static void send(RoutingContext routing, Page page) {
    HttpServerResponse response = routing.response();
    SafeHeaders.policy(response, SafeHeaders.OWN_FILES);
    response.putHeader("permissions-policy", "camera=(self), geolocation=(), microphone=()")
        .putHeader("content-type", page.mediaType())
        .putHeader("cache-control", page.isHtml() ? "no-store" : "no-cache").putHeader("etag", page.etag());
    if (page.etag().equals(routing.request().getHeader("if-none-match"))) {
      response.setStatusCode(NOT_MODIFIED).end();
    } else if (routing.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader("content-length", Integer.toString(page.content().length())).end();
    } else {
      response.end(page.content());
    }
  }

  private static void redirect(RoutingContext routing, String location) {
    routing.response().setStatusCode(FOUND).putHeader("location", location).end();
  }
}
