package org.reciprocalclubs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.auth.v1.RightsChanged;
import org.reciprocalclubs.codecs.auth.v1.RoleChanged;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.codecs.ledger.v1.GetTransactionRequest;
import org.reciprocalclubs.codecs.ledger.v1.Transaction;
import org.reciprocalclubs.codecs.ledger.v1.TransactionStatusChanged;
import org.reciprocalclubs.codecs.notification.v1.GetNotificationRequest;
import org.reciprocalclubs.codecs.notification.v1.Notification;
import org.reciprocalclubs.codecs.notification.v1.NotificationCreated;
import org.reciprocalclubs.codecs.reciprocal.v1.GetVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.ReservationMissed;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.edge.http.RateSettings;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventRecord;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Position;

/** Subscriptions over both sub-protocols, with a real websocket client. */
class SocketTest {
  private static final UUID OTHER = UUID.fromString("01900000-0000-7000-8000-000000000002");
  private static final Timestamp NOON = Timestamp.newBuilder().setSeconds(1_781_611_211).build();
  private static TestEdge edge;

  @BeforeAll
  static void open() {
    edge = new TestEdge();
    edge.domain.answer("GetVisit", asked -> Visit.newBuilder().setId(((GetVisitRequest) asked).getId())
        .setStatus(Visit.Status.CHECKED_IN).setCheckInTime(NOON).setCreatedAt(NOON).setState("CHECKED_IN")
        .build());
    edge.domain.answer("GetNotification",
        asked -> Notification.newBuilder().setId(((GetNotificationRequest) asked).getId()).build());
    edge.domain.answer("GetTransaction",
        asked -> Transaction.newBuilder().setId(((GetTransactionRequest) asked).getId())
            .setType(Transaction.Type.AGREEMENT_CREATION).setStatus(Transaction.Status.PENDING)
            .setState("ENDORSED").addArgs("a").setTxId("00ff").build());
  }

  @AfterAll
  static void close() {
    edge.close();
  }

  private static final class Client implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    Client(String... subProtocols) {
      this(edge, subProtocols);
    }

    Client(TestEdge at, String... subProtocols) {
      WebSocket.Builder builder = at.client.newWebSocketBuilder();
      if (subProtocols.length > 0) {
        builder.subprotocols(subProtocols[0]);
      }
      socket = builder.buildAsync(URI.create(at.url("/graphql").replace("http:", "ws:")), this).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        String text = partial.toString();
        partial.setLength(0);
        if (!text.contains("\"ping\"") && !text.contains("\"ka\"")) {
          received.add(text);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      received.add("closed " + code);
      return null;
    }

    void send(JsonObject message) {
      socket.sendText(message.encode(), true).join();
    }

    void init(String token) {
      send(new JsonObject().put("type", "connection_init").put("payload",
          new JsonObject().put("authorization", "Bearer " + token)));
    }

    String next() {
      try {
        String text = received.poll(10, TimeUnit.SECONDS);
        assertThat(text).as("something within ten seconds").isNotNull();
        return text;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    boolean isQuiet() throws InterruptedException {
      return received.poll(400, TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void close() {
      socket.abort();
    }
  }

  private static JsonObject begin(String protocol, String id, String query) {
    return new JsonObject().put("id", id).put("type", protocol.equals("graphql-ws") ? "start" : "subscribe")
        .put("payload", new JsonObject().put("query", query));
  }

  private static void happened(UUID host, UUID home, UUID stream, Message data) {
    EventRecord event = new EventRecord(Position.start("e"), UUID.randomUUID(), stream, 1,
        data.getDescriptorForType().getFullName(), host, home, data.toByteArray(), EventMeta.NONE,
        Instant.now());
    edge.listeners.forEach(listener -> listener.accept(List.of(event)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"graphql-transport-ws", "graphql-ws"})
  void aVisitAtTheClubIsToldWithItsPresentState(String protocol) throws InterruptedException {
    try (Client client = new Client(protocol)) {
      client.init(edge.manager());
      assertThat(client.next()).isEqualTo("{\"type\":\"connection_ack\"}");
      client.send(begin(protocol, "1", "subscription { visitStatusChanged { id status } }"));
      client.send(begin(protocol, "2", "{ unreadNotificationCount }"));
      assertThat(client.next()).contains("\"unreadNotificationCount\":0");
      assertThat(client.next()).isEqualTo("{\"id\":\"2\",\"type\":\"complete\"}");

      UUID visit = UUID.randomUUID();
      happened(OTHER, UUID.randomUUID(), UUID.randomUUID(), VisitOpened.getDefaultInstance());
      happened(TestEdge.CLUB, OTHER, visit, VisitOpened.getDefaultInstance());
      JsonObject told = new JsonObject(client.next());
      assertThat(told.getString("type")).isEqualTo(protocol.equals("graphql-ws") ? "data" : "next");
      assertThat(told.getJsonObject("payload").getJsonObject("data").getJsonObject("visitStatusChanged"))
          .isEqualTo(new JsonObject().put("id", visit.toString()).put("status", "CHECKED_IN"));
      assertThat(edge.domain.context("GetVisit").caller().subject()).isEqualTo(TestEdge.USER);

      client.send(
          new JsonObject().put("id", "1").put("type", protocol.equals("graphql-ws") ? "stop" : "complete"));
      client.send(begin(protocol, "3", "{ unreadNotificationCount }"));
      client.next();
      client.next();
      happened(TestEdge.CLUB, OTHER, visit, VisitOpened.getDefaultInstance());
      assertThat(client.isQuiet()).isTrue();
    }
  }

  @Test
  void aPlainMemberHearsOnlyOfOwnVisitsAndNotices() {
    String token = edge.tokens.person(TestEdge.USER, TestEdge.CLUB, Set.of("member.self"), "member");
    try (Client client = new Client("graphql-transport-ws")) {
      client.init(token);
      client.next();
      client.send(begin("", "1", "subscription { visitStatusChanged { id } }"));
      client.send(begin("", "2", "subscription { notificationReceived { id } }"));
      client.send(begin("", "3", "{ unreadNotificationCount }"));
      client.next();
      client.next();
      UUID own = UUID.randomUUID();
      happened(OTHER, TestEdge.CLUB, UUID.randomUUID(),
          VisitOpened.newBuilder().setUserId("someone").build());
      happened(OTHER, TestEdge.CLUB, own,
          VisitOpened.newBuilder().setUserId(TestEdge.USER.toString()).build());
      assertThat(client.next()).contains(own.toString());
      UUID missed = UUID.randomUUID();
      happened(OTHER, TestEdge.CLUB, missed,
          ReservationMissed.newBuilder().setUserId(TestEdge.USER.toString()).build());
      assertThat(client.next()).as("a visit that never began").contains(missed.toString());
      happened(TestEdge.CLUB, OTHER, UUID.randomUUID(),
          NotificationCreated.newBuilder().setNotificationId("n1").setUserId("someone").build());
      happened(TestEdge.CLUB, OTHER, UUID.randomUUID(),
          NotificationCreated.newBuilder().setNotificationId("n2").setUserId(TestEdge.USER.toString())
              .build());
      assertThat(client.next()).contains("\"n2\"");
    }
  }

  @Test
  void transactionsOfTheClubAndOfEveryClubAreToldAndNoOthers() {
    try (Client client = new Client("graphql-transport-ws")) {
      client.init(edge.manager());
      client.next();
      client.send(begin("", "1",
          "subscription { transactionStatusChanged { id type status state args txId blockNumber error } }"));
      client.send(begin("", "2", "{ unreadNotificationCount }"));
      client.next();
      client.next();
      UUID anchor = UUID.randomUUID();
      UUID own = UUID.randomUUID();
      happened(OTHER, UUID.randomUUID(), UUID.randomUUID(), TransactionStatusChanged.getDefaultInstance());
      happened(OTHER, NewEvent.EVERY_CLUB, anchor, TransactionStatusChanged.getDefaultInstance());
      happened(TestEdge.CLUB, OTHER, own, TransactionStatusChanged.getDefaultInstance());
      assertThat(client.next()).contains(anchor.toString());
      var told = new JsonObject(client.next()).getJsonObject("payload").getJsonObject("data")
          .getJsonObject("transactionStatusChanged");
      assertThat(told).isEqualTo(new JsonObject().put("id", own.toString()).put("type", "AGREEMENT_CREATION")
          .put("status", "PENDING").put("state", "ENDORSED").put("args", new JsonArray().add("a"))
          .put("txId", "00ff").putNull("blockNumber").putNull("error"));
    }
  }

  @Test
  void withoutTheRightASubscriptionIsAnError() {
    String token = edge.tokens.person(TestEdge.USER, TestEdge.CLUB, Set.of("device.read"), "staff");
    try (Client client = new Client("graphql-transport-ws")) {
      client.init(token);
      client.next();
      client.send(begin("", "1", "subscription { visitStatusChanged { id } }"));
      assertThat(client.next()).contains("\"errors\"").contains("UNAUTHORIZED");
    }
  }

  @Test
  void protocolMistakesCloseWithTheirCodes() {
    try (Client early = new Client("graphql-transport-ws")) {
      early.send(begin("", "1", "{ clubs { id } }"));
      assertThat(early.next()).isEqualTo("closed 4401");
    }
    try (Client nonsense = new Client("graphql-transport-ws")) {
      nonsense.send(new JsonObject().put("type", "hello"));
      assertThat(nonsense.next()).isEqualTo("closed 4400");
    }
    try (Client silent = new Client("graphql-transport-ws")) {
      assertThat(silent.next()).isEqualTo("closed 4408");
    }
    try (Client bad = new Client("graphql-ws")) {
      bad.init("x.y.z");
      assertThat(bad.next()).isEqualTo("closed 4403");
    }
    try (Client twice = new Client("graphql-transport-ws")) {
      twice.init(edge.manager());
      twice.next();
      twice.init(edge.manager());
      assertThat(twice.next()).isEqualTo("closed 4429");
    }
    try (Client same = new Client("graphql-transport-ws")) {
      same.init(edge.manager());
      same.next();
      same.send(begin("", "1", "subscription { notificationReceived { id } }"));
      same.send(begin("", "1", "subscription { notificationReceived { id } }"));
      assertThat(same.next()).isEqualTo("closed 4409");
    }
    try (Client none = new Client()) {
      assertThat(none.next()).isEqualTo("closed 4406");
    }
  }

  @Test
  void anEndedSessionAndAnExpiredTokenEndTheSocket() {
    try (Client client = new Client("graphql-transport-ws")) {
      client.init(edge.manager());
      client.next();
      happened(TestEdge.CLUB, OTHER, UUID.randomUUID(),
          SessionEnded.newBuilder().setSessionId(TestEdge.USER.toString()).build());
      assertThat(client.next()).isEqualTo("closed 4401");
    }
    try (Client client = new Client("graphql-transport-ws")) {
      client.init(edge.tokens.token(TestEdge.USER, TestEdge.CLUB, Set.of(), Instant.now().plusSeconds(1)));
      assertThat(client.next()).contains("ack");
      assertThat(client.next()).isEqualTo("closed 4401");
    }
  }

  @Test
  void theEventThatRightsHaveChangedEndsTheSocketsOfWhomItConcerns() {
    try (Client client = new Client("graphql-transport-ws")) {
      client.init(edge.manager());
      client.next();
      happened(TestEdge.CLUB, OTHER, UUID.randomUUID(),
          RightsChanged.newBuilder().setUserId(TestEdge.USER.toString()).setClubId(OTHER.toString()).build());
      happened(TestEdge.CLUB, OTHER, UUID.randomUUID(), RoleChanged.newBuilder().setRoleId("other").build());
      client.send(new JsonObject().put("type", "ping"));
      assertThat(client.next()).contains("pong");
      happened(TestEdge.CLUB, OTHER, UUID.randomUUID(), RightsChanged.newBuilder()
          .setUserId(TestEdge.USER.toString()).setClubId(TestEdge.CLUB.toString()).build());
      assertThat(client.next()).isEqualTo("closed 4401");
    }
  }

  @Test
  void oneConnectionMayHoldOnlySoManyOperations() {
    try (Client client = new Client("graphql-transport-ws")) {
      client.init(edge.manager());
      client.next();
      for (int i = 0; i < 6; i++) {
        client.send(begin("", "s" + i, "subscription { notificationReceived { id } }"));
      }
      assertThat(client.next()).contains("\"s5\"").contains("TOO_MANY_OPERATIONS");
    }
  }

  @Test
  void operationsOfASocketAreCountedLikeRequests() {
    RateSettings.Limit two = new RateSettings.Limit(2, 1, Duration.ofHours(1));
    RateSettings.Limit off = new RateSettings.Limit(0, 1, Duration.ofSeconds(1));
    try (TestEdge strict = new TestEdge(TestEdge.GRAPH, new RateSettings(off, two, off, off, off, off, off));
        Client client = new Client(strict, "graphql-transport-ws")) {
      client.init(strict.manager());
      client.next();
      for (int i = 0; i < 2; i++) {
        client.send(begin("", "q" + i, "{ unreadNotificationCount }"));
        assertThat(client.next()).contains("\"unreadNotificationCount\":0");
        assertThat(client.next()).contains("complete");
      }
      client.send(begin("", "q2", "{ unreadNotificationCount }"));
      assertThat(client.next()).contains("\"q2\"").contains("RATE_LIMITED");
    }
  }

  private static CompletableFuture<WebSocket> from(String origin) {
    return edge.client.newWebSocketBuilder().header("Origin", origin).subprotocols("graphql-transport-ws")
        .buildAsync(URI.create(edge.url("/graphql").replace("http:", "ws:")), new WebSocket.Listener() {
        });
  }

  @Test
  void scriptsOfOtherSitesMayNotConnectUnlessListed() {
    from("http://127.0.0.1:" + edge.port()).join().abort();
    from("https://office.example").join().abort();
    for (String foreign : List.of("https://evil.example", "null", "http://127.0.0.1.evil.example")) {
      assertThatThrownBy(() -> from(foreign).join()).as(foreign)
          .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
  }

  @Test
  void drainingClosesSocketsWith4503() {
    try (TestEdge other = new TestEdge()) {
      BlockingQueue<String> closed = new LinkedBlockingQueue<>();
      other.client.newWebSocketBuilder().subprotocols("graphql-transport-ws")
          .buildAsync(URI.create(other.url("/graphql").replace("http:", "ws:")), new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
              closed.add("closed " + code);
              return null;
            }
          }).join();
      other.server().shutdown(5, TimeUnit.SECONDS).await();
      assertThat(closed.poll()).isEqualTo("closed 4503");
    }
  }

}
