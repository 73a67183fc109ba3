package org.reciprocalclubs.ledger;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.grpc.common.ServiceMethod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.ledger.v1.GetReceiptRequest;
import org.reciprocalclubs.codecs.ledger.v1.Receipt;
import org.reciprocalclubs.codecs.ledger.v1.ReceiptsGrpcClient;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitOpened;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.StoreProblems;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventMeta;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.ledger.anchors.AnchorSettings;
import org.reciprocalclubs.ledger.transactions.LedgerSettings;
import org.reciprocalclubs.ledger.transactions.LedgerWorks;

/** The room as it runs: following the feed, on the bus, its log readable by HTTP, on a real database. */
final class Chancery implements AutoCloseable {
  /** Small, so that tests have several. */
  private static final int BATCH = 100;
  static final String ORIGIN = "clubs.example/log";
  static final UUID CITY = Ids.uuid7();
  static final UUID HARBOUR = Ids.uuid7();
  static final UUID SUMMIT = Ids.uuid7();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestDatabase database;
  private final Bus bus;
  private final Data data;
  private final Supplier<List<String>> network;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  Chancery(TestDatabase database) {
    this(database, List::of);
  }

  /** @param network the ledger's organisations */
  Chancery(TestDatabase database, Supplier<List<String>> network) {
    this.database = database;
    var codecs = Codecs.contract();
    codecs.register(database.vertx().eventBus());
    var meters = new SimpleMeterRegistry();
    bus = new Bus(database.vertx(), codecs, BusSettings.DEFAULT, meters, StoreProblems::map);
    bus.recordTo(Recorder.FORGETFUL);
    var store = database.store();
    var tail = await(EventTail.start(store));
    var leases = Leases.start(store);
    data = new Data(store, tail, EventFeed.start(store, tail, leases, meters), leases,
        new Sealer(new byte[32]), new TimeOffset(store, false));
    this.network = network;
    start(ORIGIN);
    var router = Router.router(database.vertx());
    new LogRoutes(new LogReader(store, ORIGIN)).on(router);
    server = await(database.vertx().createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  /** As a process that is configured with that name of the log. */
  void start(String origin) {
    await(database.vertx().deployVerticle(
        new LedgerVerticle(bus, data, new LogSettings(origin, BATCH, AnchorSettings.DEFAULTS), null, network),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  /** What is to be recorded is brought to that ledger from now on, and tried again soon. */
  void recordsOn(DevelopmentLedger ledger) {
    var settings = new LedgerSettings(ledger.profile().toString(), 32, 16, Duration.ofMillis(20),
        AnchoredBlockTest.WAITS,
        new LedgerSettings.Tries(Duration.ofMillis(50), Duration.ofMillis(400), 3, Duration.ofMillis(100), 4),
        new LedgerSettings.Breaking(3, Duration.ofMillis(100), Duration.ofMillis(400)));
    await(LedgerWorks.open(data, settings, NodeSettings.Mode.DEMO).work(database.vertx()));
  }

  Data data() {
    return data;
  }

  /** A member of a club, as events name one. */
  record Visitor(UUID member, UUID user, UUID home) {
    static Visitor of(UUID home) {
      return new Visitor(Ids.uuid7(), Ids.uuid7(), home);
    }
  }

  /** Something that happened, and where it stands. */
  record Happened(UUID stream, UUID event) {}

  /** A visitor came in. */
  Happened opened(Visitor visitor, UUID host) {
    var visit = Ids.uuid7();
    return happened(host, visitor.home(), visit, 0, VisitOpened.newBuilder().setVisitId(visit.toString())
        .setVisitingClubId(host.toString()).setClubId(visitor.home().toString())
        .setMemberId(visitor.member().toString()).setUserId(visitor.user().toString())
        .setVerdict(Verdict.newBuilder().setTermsHash("sha256:00ff")).build());
  }

  /** Something happened between two clubs. */
  Happened happened(UUID club, UUID partner, UUID stream, int after, Message event) {
    var made = NewEvent.between(club, partner, event, new EventMeta(Ids.uuid7(), null, null));
    database.store().perform(Scope.club(club), tx -> tx.append(stream, after, made));
    return new Happened(stream, made.id());
  }

  static Caller office(UUID club) {
    return new Caller(Caller.Kind.PERSON, Ids.uuid7(), club, null, null, Set.of(), Set.of("manager"));
  }

  static Caller person(Visitor visitor) {
    return new Caller(Caller.Kind.PERSON, visitor.user(), visitor.home(), null, null, Set.of(),
        Set.of("member"));
  }

  <Q extends Message, A extends Message> A ask(Caller caller, ServiceMethod<A, Q> rpc, Q request) {
    Promise<A> answered = Promise.promise();
    CallContext.of(caller).run(database.vertx(),
        () -> bus.ask(rpc, request, PATIENCE).onComplete(answered));
    return await(answered.future());
  }

  Receipt receipt(Caller caller, Happened happened) {
    return ask(caller, ReceiptsGrpcClient.GetReceipt,
        GetReceiptRequest.newBuilder().setEvent(happened.event().toString()).build());
  }

  /** Until the log has so many leaves. */
  void grown(long size) {
    Eventually.until("the log has " + size + " leaves", () -> size() >= size);
  }

  long size() {
    return database.count("select size from ledger.tree");
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/log";
  }

  HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(URI.create(url() + path)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  String text(String path) throws IOException, InterruptedException {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
    await(server.close());
  }
}
