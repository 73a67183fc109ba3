package org.reciprocalclubs.ledger;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.Room;

/** The log's writer and receipts, as a process starts them. */
public final class LedgerRoom implements Room {
  private final Supplier<Data> data;

  /**
   * @param data asked for when this room starts
   */
  public LedgerRoom(Supplier<Data> data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public Future<?> start(NodeContext node) {
    var given = data.get();
    var settings = node.settings().bind("log", LogSettings.class);
    return node.deployDomain(() -> new LedgerVerticle(node.bus(), given, settings, null), 1);
  }
}
