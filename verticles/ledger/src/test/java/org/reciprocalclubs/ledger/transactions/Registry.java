package org.reciprocalclubs.ledger.transactions;

import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.ledger.v1.TransactionStatusChanged;
import org.reciprocalclubs.kit.boot.Data;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.EventFeed;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.Leases;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.Store;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.Waits;

/** The worker and the follower as they run, on a real database; and what tests want recorded. */
final class Registry implements AutoCloseable {
  static final String CHANNEL = "clubs/clubs";
  static final UUID FEDERATION = Ids.uuid7();
  static final UUID CITY = Ids.uuid7();
  static final UUID HARBOUR = Ids.uuid7();
  static final Waits WAITS = new Waits(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(2),
      Duration.ofSeconds(5), Duration.ofMillis(100));
  static final LedgerSettings SETTINGS = new LedgerSettings("", 32, 16, Duration.ofMillis(20), WAITS,
      new LedgerSettings.Tries(Duration.ofMillis(50), Duration.ofMillis(400), 3, Duration.ofMillis(100), 4),
      new LedgerSettings.Breaking(3, Duration.ofMillis(100), Duration.ofMillis(400)));

  private final TestDatabase database;
  private final Path profile;
  private final Data data;
  private final List<String> deployed = new ArrayList<>();

  Registry(TestDatabase database, Path profile) {
    this.database = database;
    this.profile = profile;
    data = data(database.store());
  }

  static Data data(Store store) {
    var tail = await(EventTail.start(store));
    var leases = Leases.start(store);
    return new Data(store, tail, EventFeed.start(store, tail, leases, new SimpleMeterRegistry()), leases,
        new Sealer(new byte[32]), new TimeOffset(store, false));
  }

  Data data() {
    return data;
  }

  Ledger ledger() {
    return FabricLedger.open(profile, WAITS);
  }

  /** A process that brings transactions further. */
  void work(UnaryOperator<Ledger> around) {
    work(around, SETTINGS);
  }

  void work(UnaryOperator<Ledger> around, LedgerSettings settings) {
    deploy(new Recorder(data, around.apply(ledger()), settings));
  }

  /** A process that follows the ledger. */
  void follow() {
    deploy(new Teller(data, ledger(), CHANNEL, SETTINGS));
  }

  private void deploy(VerticleBase verticle) {
    deployed.add(await(database.vertx().deployVerticle(verticle,
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))));
  }

  /** Ends them; what is stored stays. */
  void stop() {
    deployed.forEach(each -> await(database.vertx().undeploy(each)));
    deployed.clear();
  }

  /** That a club that did not exist before is enrolled with City's organisation. */
  static Wanted enrolment(UUID club) {
    return new Wanted("club/" + club, Kind.KEY, FEDERATION, NewEvent.EVERY_CLUB, enrol(club, Grounds.CITY));
  }

  static Call enrol(UUID club, String msp) {
    return new Call("clubs", "Enrol", List.of(club.toString(), msp), Grounds.FEDERATION, Set.of());
  }

  UUID want(Wanted wanted) {
    return data.store().transact(Scope.nobody(), tx -> TransactionRows.enqueue(tx, wanted));
  }

  /** What is stored of it. */
  Stored stored(UUID id) {
    var row = database.admin("select * from ledger.transaction where id = $1", id).iterator().next();
    return new Stored(State.valueOf(row.getString("state")), row.getString("tx"), row.getLong("block"),
        row.getString("error"), row.getInteger("proposals"), row.getInteger("attempts"));
  }

  record Stored(State state, @Nullable String tx, @Nullable Long block, @Nullable String error, int proposals,
      int attempts) {}

  Stored until(UUID id, State state) {
    Eventually.until("it is " + state + ": " + id, () -> {
      var now = stored(id);
      if (now.state().isFinal() && now.state() != state) {
        throw new AssertionError(now.toString());
      }
      return now.state() == state;
    });
    return stored(id);
  }

  /** The states that its events told, and under which id of the ledger. */
  List<String> told(UUID id) {
    var told = new ArrayList<String>();
    database.admin("select data from kit.event where stream = $1 order by version", id)
        .forEach(row -> {
          try {
            told.add(TransactionStatusChanged.parseFrom(row.getBuffer("data").getBytes()).getState());
          } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
          }
        });
    return told;
  }

  static JsonObject json(byte[] fact) {
    return new JsonObject(new String(fact, StandardCharsets.UTF_8));
  }

  /** The fact as the ledger has it. */
  static JsonObject enrolled(Ledger ledger, UUID club, String msp) {
    return json(ledger.evaluate(new Call("clubs", "Get", List.of(club.toString()), msp, Set.of())));
  }

  @Override
  public void close() {
    stop();
    await(data.tail().stop());
    await(data.leases().stop());
  }
}
