package org.reciprocalclubs.kit.bus;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import java.util.Objects;

/** Makes Vert.x know the context local of {@link CallContext} before the first context exists. */
public final class CallContextProvider implements VertxServiceProvider {
  @Override
  public void init(VertxBootstrap bootstrap) {
    Objects.requireNonNull(CallContext.LOCAL);
  }
}
