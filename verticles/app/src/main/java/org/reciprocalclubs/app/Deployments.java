package org.reciprocalclubs.app;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.AuthRoom;
import org.reciprocalclubs.auth.Revocations;
import org.reciprocalclubs.bridge.BridgeRoom;
import org.reciprocalclubs.edge.EdgeRoom;
import org.reciprocalclubs.edge.http.ApiKeyExchange;
import org.reciprocalclubs.edge.http.PublishedKeys;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.DataRoom;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.ledger.LedgerRoom;
import org.reciprocalclubs.ledger.LogRoom;
import org.reciprocalclubs.ledger.transactions.LedgerSettings;
import org.reciprocalclubs.member.MemberRoom;
import org.reciprocalclubs.notification.NotificationRoom;
import org.reciprocalclubs.push.PushRoom;
import org.reciprocalclubs.reciprocal.ReciprocalRoom;

/** Every room of this build and what it is given. Which of them run in a process, its shape says. */
final class Deployments {
  /** The schemas, in the order in which they are migrated: a schema's functions use those before it. */
  static final List<String> DOMAINS = List.of("auth", "member", "reciprocal", "notification",
      "ledger");

  /** The room, and what agreements ask of it. */
  private static final String LEDGER = "ledger";

  private final DataRoom data = new DataRoom(DOMAINS);
  private @Nullable Future<Tokens> tokens;

  /** What the database offers, once started. */
  Data data() {
    return data.data();
  }

  /** In the order in which they start. */
  List<Room> rooms() {
    return List.of(data,
        new AuthRoom(data::data),
        new MemberRoom(data::data),
        new ReciprocalRoom(data::data, node -> brought(node.settings())),
        new NotificationRoom(data::data),
        new LedgerRoom(data::data),
        new LogRoom(data::data),
        new BridgeRoom(data::data),
        new PushRoom(node -> tokens(node).map(known -> new PushRoom.Supplies(known, data().tail()))),
        new EdgeRoom(node -> tokens(node).map(known -> new EdgeRoom.Supplies(known, data().tail()::listen))));
  }

  /**
   * What agreements may wait for. Which rooms other processes of a cluster run nobody knows here; a process
   * by itself knows that what it does not run is nowhere.
   */
  static Set<String> brought(Settings settings) {
    boolean named = !settings.bind("ledger", LedgerSettings.class).network().isEmpty();
    boolean there = settings.bind("cluster", ClusterSettings.class).enabled()
        || settings.bind("node", NodeSettings.class).rooms().contains(LEDGER);
    return named && there ? Set.of(LEDGER) : Set.of();
  }

  /** One memory of checked tokens for all doors of this process. */
  private Future<Tokens> tokens(NodeContext node) {
    if (tokens == null) {
      var settings = node.settings().bind("token", TokenSettings.class);
      tokens = Revocations.follow(data().store(), data().tail())
          .map(revoked -> new Tokens(settings, new PublishedKeys(node.bus()), new ApiKeyExchange(node.bus()),
              revoked, node.clock()));
    }
    return tokens;
  }
}
