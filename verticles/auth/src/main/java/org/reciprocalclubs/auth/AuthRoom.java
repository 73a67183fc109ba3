package org.reciprocalclubs.auth;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeContext;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.Room;

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
        .compose(
            _ -> node.deployDomain(() -> new FirstOperator(given.store(), worker, named, production), 1));
  }

  @Override
  public Future<?> drain() {
    return passwords == null ? Future.succeededFuture() : passwords.close();
  }
}
