package org.reciprocalclubs.bridge;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.Room;

/** The bridge, as a process starts it. It starts, and is ready, whether NATS is there or not. */
public final class BridgeRoom implements Room {
  private final Supplier<Data> data;

  /**
   * @param data asked for when this room starts
   */
  public BridgeRoom(Supplier<Data> data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "bridge";
  }

  @Override
  public Future<?> start(NodeContext node) {
    var given = data.get();
    var settings = node.settings().bind("bridge", BridgeSettings.class);
    return node.deployDomain(() -> {
      var verticle = new BridgeVerticle(settings, given.feed(), given.tail(), node.meters());
      node.health().note("nats", verticle::state);
      return verticle;
    }, 1);
  }
}
