package org.reciprocalclubs.notification;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.notification.mail.MailCarrier;
import org.reciprocalclubs.notification.mail.MailSettings;

/** Notices and the e-mail channel, as a process starts them: settings {@code mail}. */
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
    var carrier = new MailCarrier(new Outbox(given.sealer()), given.store(), given.leases(),
        new MailCarrier.Way(node.settings().bind("mail", MailSettings.class),
            node.settings().bind("node", NodeSettings.class).site()),
        node.meters());
    node.health().note("mail", carrier::state);
    return node
        .deployDomain(() -> new NotificationVerticle(node.bus(), given.store(), given.feed(), given.leases(),
            node.meters()), 1)
        .compose(_ -> node.deployDomain(() -> carrier, 1));
  }
}
