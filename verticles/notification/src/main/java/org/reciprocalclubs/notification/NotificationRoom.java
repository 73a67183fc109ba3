package org.reciprocalclubs.notification;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.Room;

/** Notices, as a process starts them. */
public final class NotificationRoom implements Room {
  private final Supplier<Data> data;

  /**
   * @param data asked for when this room starts
   */
  public NotificationRoom(Supplier<Data> data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "notification";
  }

  @Override
  public Future<?> start(NodeContext node) {
    var given = data.get();
    return node
        .deployDomain(() -> new NotificationVerticle(node.bus(), given.store(), given.feed(), given.leases(),
            node.meters()), 1);
  }
}
