package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeskConnectionTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    TestDatabase.await(vertx.close());
  }

  @Test
  void a_server_that_accepts_and_says_nothing_is_away_after_the_connect_timeout() {
    NetServer silent = vertx.createNetServer().connectHandler(NetSocket::resume);
    TestDatabase.await(silent.listen(0, "127.0.0.1"));
    var limits = StoreSettings.Timeouts.defaults();
    var settings = StoreSettings
        .of(StoreSettings.Server.tcp("127.0.0.1", silent.actualPort(), "none"), TestDatabase.passwords())
        .with(new StoreSettings.Timeouts(limits.statement(), limits.lock(), limits.idleInTransaction(),
            limits.transaction(), Duration.ofMillis(100)));
    var store = Store.open(vertx, settings);

    Future<DeskConnection> opening = store.desk();
    TestDatabase.await(opening.otherwiseEmpty());

    assertThat(opening.cause()).isInstanceOf(StoreAway.class);
    TestDatabase.await(store.close());
  }
}
