package org.reciprocalclubs.ledger;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.boot.Routes;

/** The log as anybody may read it, under {@code /log} of the process that has the doors. */
public final class LogRoom implements Room {
  private final Supplier<Data> data;

  /**
   * @param data asked for when this room starts
   */
  public LogRoom(Supplier<Data> data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public Future<?> start(NodeContext node) {
    var settings = node.settings().bind("log", LogSettings.class);
    var routes = new LogRoutes(new LogReader(data.get().store(), settings.origin()));
    node.routes().add(Routes.ROOMS, routes::on);
    return Future.succeededFuture();
  }
}
