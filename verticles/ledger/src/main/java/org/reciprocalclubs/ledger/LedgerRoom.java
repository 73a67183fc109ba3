package org.reciprocalclubs.ledger;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.ledger.transactions.LedgerSettings;
import org.reciprocalclubs.ledger.transactions.LedgerWorks;

/** The log's writer, receipts, and the works of the clubs' ledger, as a process starts them. */
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
    var mode = node.settings().bind("node", NodeSettings.class).mode();
    var works = LedgerWorks.open(given, node.settings().bind("ledger", LedgerSettings.class), mode);
    return node
        .deployDomain(() -> new LedgerVerticle(node.bus(), given, settings, works.channel(),
            works::organisations), 1)
        .compose(_ -> works.start(node));
  }
}
