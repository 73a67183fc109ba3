package org.reciprocalclubs.push;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.kit.boot.Node;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.bus.ProblemMapper;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;

/** A process with the push room and its HTTP port, over a test database, and clients of it. */
final class TestNode implements AutoCloseable {
  final TestTokens tokens = new TestTokens();
  final UUID host = Ids.uuid7();
  final UUID home = Ids.uuid7();
  private final TestDatabase database;
  private final Vertx clients = Vertx.vertx();
  /** Held here: a client that nothing refers to is closed by the collector. */
  private final WebSocketClient usual = clients.createWebSocketClient();
  private final WebSocketClient small = clients.createWebSocketClient(new WebSocketClientOptions()
      .setReceiveBufferSize(8_192));
  private final EventTail tail;
  private final Node node;

  /** A process with some settings of its own, {@code CLUBS_PUSH_SOCKETS_FEEDS}. */
  TestNode(TestDatabase database, Map<String, String> changed) {
    this.database = database;
    tail = await(EventTail.start(database.store()));
    Map<String, String> environment = new HashMap<>(Map.of("CLUBS_NODE_ROOMS", "push", "CLUBS_HTTP_PORT", "0",
        "CLUBS_HTTP_INSTANCES", "1", "CLUBS_PUSH_TIMES_CHECK", "100ms"));
    environment.putAll(changed);
    Settings settings = Settings.load(defaults(), List.of(), environment);
    PushRoom room = new PushRoom(_ -> Future.succeededFuture(new PushRoom.Supplies(tokens.checked(), tail)));
    node = await(Node.start(
        new Node.Plan(settings, List.of(room), ProblemMapper.NONE, Node::alone, Clock.systemUTC())));
  }

  /** From the module's directory or from the top. */
  private static Path defaults() {
    Path inModule = Path.of("../../conf/app.yaml");
    return Files.exists(inModule) ? inModule : Path.of("conf/app.yaml");
  }

  Node node() {
    return node;
  }

  int port() {
    return node.httpPort();
  }

  double closes(String code) {
    return node.context().meters().get("push.closes").tag("code", code).counter().count();
  }

  /** A client that has said nothing yet. */
  TestClient connect(Map<String, String> headers) {
    return await(open(usual, headers));
  }

  /** A client that signs in by its first frame and follows these feeds: {@code me}, {@code me@<position>}. */
  TestClient connect(String token, String... feeds) {
    return connect(Map.of()).begin(token, feeds);
  }

  /** A client whose system takes in little that it does not read. */
  TestClient connectSmall(String token, String... feeds) {
    return await(open(small, Map.of())).begin(token, feeds);
  }

  private Future<TestClient> open(WebSocketClient client, Map<String, String> headers) {
    WebSocketConnectOptions target = new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port())
        .setURI("/push").setAllowOriginHeader(headers.containsKey("Origin"));
    headers.forEach(target::addHeader);
    return client.connect(target).map(TestClient::new);
  }

  /** A visit of that person, of {@link #home}, to {@link #host}. */
  UUID visit(UUID user) {
    return append(opened(host, home, user));
  }

  NewEvent opened(UUID hostClub, UUID homeClub, UUID user, String... services) {
    return NewEvent.between(hostClub, homeClub,
        VisitOpened.newBuilder().setVisitId(Ids.uuid7().toString()).setVisitingClubId(hostClub.toString())
            .setClubId(homeClub.toString()).setMemberId(Ids.uuid7().toString()).setUserId(user.toString())
            .setActorId(Ids.uuid7().toString()).addAllServices(List.of(services))
            .setRequestHash(com.google.protobuf.ByteString.copyFromUtf8("hash")).build(),
        EventMeta.NONE);
  }

  /** Appends an event in a stream of its own; its id. */
  UUID append(NewEvent event) {
    database.store().perform(Scope.club(event.audience().club()), tx -> tx.append(Ids.uuid7(), 0, event));
    return event.id();
  }

  @Override
  public void close() {
    await(node.stop());
    await(tail.stop());
    await(clients.close());
  }
}
