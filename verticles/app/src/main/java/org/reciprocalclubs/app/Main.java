package org.reciprocalclubs.app;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.boot.EmbeddedServices;
import org.reciprocalclubs.kit.boot.Launch;
import org.reciprocalclubs.kit.boot.Logging;
import org.reciprocalclubs.kit.boot.Node;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.boot.StoreProblems;

/**
 * Starts one process of the platform. What it is told by {@code deploy/up} is in {@link Launching};
 * everything else is in the settings. Without a data directory it expects PostgreSQL, Redis and NATS where
 * the settings say.
 */
public final class Main {
  private final Launching launching;
  private @Nullable EmbeddedServices embedded;
  private @Nullable Deployments deployments;
  private @Nullable ReadyFile readyFile;

  private Main(Launching launching) {
    this.launching = launching;
  }

  /** Runs until it is told to stop; exits 1 with one sentence when it cannot start. */
  public static void main(String[] arguments) {
    Logging.install(Launching.conf(System.getenv()).resolve("logback.xml"));
    var main = new Main(Launch.require(() -> Launching.of(System.getenv())));
    Launch.run(main::plan, main::ready, main::afterwards);
  }

  private Node.Plan plan() {
    var shape = launching.conf().resolve("shapes").resolve(launching.shape() + ".yaml");
    var settings = Settings.load(launching.conf().resolve("app.yaml"), List.of(shape),
        launching.environment());
    var data = launching.data();
    if (data != null) {
      settings = furnished(settings, data);
    }
    var rooms = new Deployments();
    deployments = rooms;
    var cluster = new Cluster(settings.bind("cluster", ClusterSettings.class));
    return new Node.Plan(settings, rooms.rooms(), StoreProblems::map, cluster::vertx, Clock.systemUTC());
  }

  private Settings furnished(Settings settings, Path data) {
    if (settings.bind("node", NodeSettings.class).mode() == NodeSettings.Mode.PRODUCTION) {
      throw new IllegalStateException("Embedded services are for demonstrations; production runs its own.");
    }
    var premises = new Premises(launching, data);
    if (launching.embeds()) {
      var services = ServiceLoader.load(EmbeddedServices.class).findFirst()
          .orElseThrow(
              () -> new IllegalStateException("This build has no embedded services (lib-dev is missing)."));
      embedded = services;
      var endpoints = services.start(premises.request());
      Vertx brief = Vertx.vertx();
      premises.furnish(brief, endpoints.postgres());
      brief.close().await();
      premises.announce(endpoints);
    }
    return settings.with(premises.settings(), "data directory " + data);
  }

  private void ready(Node node) {
    var data = launching.data();
    if (data == null || deployments == null) {
      return;
    }
    // The process with the doors starts last, so that every room is there to be asked.
    var federation = launching.opensDoors()
        ? new DemoFederation(node.context(), deployments.data(), data).ensure(launching.demo())
        : DemoFederation.Made.NOTHING;
    var file = new ReadyFile(launching, data);
    file.write(federation);
    readyFile = file;
  }

  private void afterwards() {
    if (readyFile != null) {
      readyFile.remove();
    }
    if (embedded != null) {
      embedded.stop();
    }
  }
}
