package org.reciprocalclubs.auth;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.kit.audit.AuditChain;
import org.reciprocalclubs.kit.audit.AuditSettings;
import org.reciprocalclubs.kit.audit.ChainSeals;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.Room;
import org.reciprocalclubs.kit.boot.Worker;
import org.reciprocalclubs.kit.store.EventFeed;

/**
 * Users, clubs, sessions and devices, as a process starts them: settings {@code auth}, {@code token} and
 * {@code operator}.
 */
public final class AuthRoom implements Room {
  private final Supplier<Data> data;
  private @Nullable Passwords passwords;

  /** @param data asked for when this room starts; its database is migrated for kit and auth */
  public AuthRoom(Supplier<Data> data) {
    this.data = data;
  }

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public Future<?> start(NodeContext node) {
    AuthSettings settings = node.settings().bind("auth", AuthSettings.class);
    TokenSettings token = node.settings().bind("token", TokenSettings.class);
    NodeSettings own = node.settings().bind("node", NodeSettings.class);
    boolean production = own.mode() == NodeSettings.Mode.PRODUCTION;
    Data given = data.get();
    Passwords worker = new Passwords(node.vertx(), settings.passwordCost(), settings.passwordQueue());
    passwords = worker;
    AuthVerticle.Needs needs = new AuthVerticle.Needs(node.bus(), given.store(), given.sealer(), worker,
        settings,
        token.issuer(), token.audience(), production, own.site(), node.clock());
    Optional<Operator> named = node.settings().bind("operator", OperatorSettings.class).operator();
    return node.deployDomain(() -> new AuthVerticle(needs), 1)
        .compose(_ -> node.deployDomain(() -> new FirstOperator(given.store(), worker, named, production), 1))
        .compose(_ -> chain(node, given));
  }

  /** Of all processes with this room one chains what happens, and seals the chains. */
  private static Future<?> chain(NodeContext node, Data data) {
    AuditSettings settings = node.settings().bind("audit", AuditSettings.class);
    ChainSeals seals = new ChainSeals(data.store(), data.leases());
    return data.feed()
        .follow(AuditChain.FOLLOWER, EventFeed.ALL, settings.chained(), new AuditChain(node.bus().codecs()))
        .compose(_ -> node.deployDomain(() -> new Worker("audit seals", seals::turn, settings.seal()), 1));
  }

  @Override
  public Future<?> drain() {
    return passwords == null ? Future.succeededFuture() : passwords.close();
  }
}
