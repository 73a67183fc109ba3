package org.reciprocalclubs.kit.boot;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.audit.AuditRecorder;
import org.reciprocalclubs.kit.audit.AuditSettings;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.Migrations;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.TimeOffset;

/**
 * The room below the others: it brings the schema up to date, opens the database and follows what happens
 * there. Other rooms take {@link #data} once they start, so it comes first among a process's rooms.
 */
public final class DataRoom implements Room {
  private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);

  private final List<String> domains;
  private @Nullable Data data;

  /**
   * @param domains the schemas of this build, in the order in which they are migrated
   */
  public DataRoom(List<String> domains) {
    this.domains = List.copyOf(domains);
  }

  /**
   * What the database offers.
   *
   * @throws NullPointerException before this room has started
   */
  public Data data() {
    return Objects.requireNonNull(data, "the data room starts first");
  }

  @Override
  public String name() {
    return "data";
  }

  @Override
  public Future<?> start(NodeContext node) {
    var settings = node.settings().bind("database", DatabaseSettings.class).store();
    var process = node.settings().bind("node", NodeSettings.class);
    var sealer = node.settings().bind("master", MasterSettings.class).sealer();
    return new Migrations(settings, domains).run(node.vertx()).compose(_ -> {
      var store = Store.open(node.vertx(), settings);
      node.health().check("database", HEALTH_LIMIT, store::ping);
      var limits = node.settings().bind("audit", AuditSettings.class);
      return AuditRecorder.start(node.vertx(), store, limits).compose(recorder -> {
        node.bus().recordTo(recorder);
        return EventTail.start(store);
      }).onSuccess(tail -> {
        var leases = Leases.start(store);
        var feed = EventFeed.start(store, tail, leases, node.meters());
        var clock = new TimeOffset(store, process.mode() == NodeSettings.Mode.PRODUCTION);
        data = new Data(store, tail, feed, leases, sealer, clock);
      });
    });
  }

  /** Closed after every other room: what they still have under way needs it. */
  @Override
  public Future<?> drain() {
    var opened = data;
    return opened == null
        ? Future.succeededFuture()
        : opened.tail().stop().eventually(() -> opened.leases().stop());
  }
}
