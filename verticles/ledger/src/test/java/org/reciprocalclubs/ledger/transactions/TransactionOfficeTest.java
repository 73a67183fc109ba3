package org.reciprocalclubs.ledger.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.grpc.common.ServiceMethod;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.kit.v1.PageRequest;
import org.reciprocalclubs.codecs.ledger.v1.GetTransactionRequest;
import org.reciprocalclubs.codecs.ledger.v1.ListTransactionsRequest;
import org.reciprocalclubs.codecs.ledger.v1.RetryTransactionsRequest;
import org.reciprocalclubs.codecs.ledger.v1.SyncLedgerRequest;
import org.reciprocalclubs.codecs.ledger.v1.Transaction;
import org.reciprocalclubs.codecs.ledger.v1.TransactionsGrpcClient;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.boot.SettingsException;
import org.reciprocalclubs.kit.boot.StoreProblems;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.store.ConstraintViolated;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.NewEvent;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.Ledger;

/** What clubs are told of transactions, where no ledger is configured. */
class TransactionOfficeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");
  private static Registry registry;
  private static Bus bus;
  private static LedgerWorks works;

  @BeforeAll
  static void open() {
    registry = new Registry(DATABASE, Path.of("none"));
    var codecs = Codecs.contract();
    codecs.register(DATABASE.vertx().eventBus());
    bus = new Bus(DATABASE.vertx(), codecs, BusSettings.DEFAULT, new SimpleMeterRegistry(),
        StoreProblems::map);
    bus.recordTo(Recorder.FORGETFUL);
    works = LedgerWorks.open(registry.data(), Registry.SETTINGS, NodeSettings.Mode.PRODUCTION);
    await(DATABASE.vertx().deployVerticle(new TransactionsVerticle(bus, works),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @AfterAll
  static void close() {
    registry.close();
  }

  private static UUID wanted(Kind kind, UUID club, @Nullable UUID partner) {
    var call = new Call("clubs", "Get", List.of("x"), Grounds.FEDERATION, Set.of());
    return registry.want(new Wanted("k/" + Ids.uuid7(), kind, club, partner, call));
  }

  private static Caller office(UUID club, String... permissions) {
    return new Caller(Caller.Kind.PERSON, Ids.uuid7(), club, null, null, Set.of(permissions),
        Set.of("manager"));
  }

  private static Caller member(UUID club) {
    return new Caller(Caller.Kind.PERSON, Ids.uuid7(), club, null, null, Set.of(), Set.of("member"));
  }

  private static <Q extends Message, A extends Message> A ask(Caller caller, ServiceMethod<A, Q> rpc,
      Q request) {
    Promise<A> answered = Promise.promise();
    CallContext.of(caller).run(DATABASE.vertx(),
        () -> bus.ask(rpc, request, PATIENCE).onComplete(answered));
    return await(answered.future());
  }

  private static Transaction get(Caller caller, UUID id) {
    return ask(caller, TransactionsGrpcClient.GetTransaction,
        GetTransactionRequest.newBuilder().setId(id.toString()).build());
  }

  private static List<String> listed(Caller caller, ListTransactionsRequest.Builder request) {
    return ask(caller, TransactionsGrpcClient.ListTransactions,
        request.setPagination(PageRequest.newBuilder().setPageSize(100)).build()).getNodesList().stream()
        .map(Transaction::getId).toList();
  }

  @Test
  void both_clubs_see_what_is_theirs_and_no_other_club_does() {
    var id = wanted(Kind.AGREEMENT, Registry.CITY, Registry.HARBOUR);
    var summit = office(Ids.uuid7());
    for (var club : List.of(Registry.CITY, Registry.HARBOUR)) {
      assertThat(get(office(club), id).getKind()).isEqualTo("AGREEMENT");
      assertThat(listed(office(club), ListTransactionsRequest.newBuilder())).contains(id.toString());
    }
    for (var stranger : List.of(summit, member(Registry.CITY), office(Registry.FEDERATION))) {
      assertThatThrownBy(() -> get(stranger, id)).isInstanceOfSatisfying(Problem.class,
          problem -> assertThat(problem.code()).isEqualTo("NOT_FOUND"));
      assertThat(listed(stranger, ListTransactionsRequest.newBuilder())).doesNotContain(id.toString());
    }
  }

  @Test
  void what_stands_for_every_club_everybody_sees() {
    var id = wanted(Kind.ANCHOR, Registry.FEDERATION, NewEvent.EVERY_CLUB);
    for (var caller : List.of(office(Ids.uuid7()), member(Registry.CITY), office(Registry.FEDERATION))) {
      assertThat(get(caller, id).getType()).isEqualTo(Transaction.Type.VISIT_RECORD);
    }
  }

  @Test
  void without_a_ledger_it_waits_and_says_nothing_that_is_not_so() {
    var id = wanted(Kind.KEY, Registry.CITY, null);
    var seen = get(office(Registry.CITY), id);
    assertThat(seen.getStatus()).isEqualTo(Transaction.Status.PENDING);
    assertThat(seen.getState()).isEqualTo("PENDING");
    assertThat(seen.getFunction()).isEqualTo("clubs:Get");
    assertThat(seen.getChaincode()).isEqualTo("clubs");
    assertThat(seen.hasTxId() || seen.hasBlockNumber() || seen.hasTimestamp() || seen.hasError()).isFalse();
    assertThatThrownBy(() -> ask(office(Registry.CITY, "ledger.sync"), TransactionsGrpcClient.SyncLedger,
        SyncLedgerRequest.getDefaultInstance())).isInstanceOfSatisfying(Problem.class,
            problem -> assertThat(problem.code()).isEqualTo("LEDGER_NOT_CONFIGURED"));
    var watch = new LedgerWatch(registry.data().store(), works.ledger(), Clock.systemUTC());
    assertThat(watch.reached()).isEqualTo("NOT_CONFIGURED");
    assertThat(watch.certificates()).isEqualTo("NONE");
  }

  @Test
  void a_list_is_by_the_status_that_apps_know() {
    var id = wanted(Kind.KEY, Registry.CITY, null);
    var byPending = ListTransactionsRequest.newBuilder().setStatus(Transaction.Status.PENDING);
    var byConfirmed = ListTransactionsRequest.newBuilder().setStatus(Transaction.Status.CONFIRMED);
    assertThat(listed(office(Registry.CITY), byPending)).contains(id.toString());
    assertThat(listed(office(Registry.CITY), byConfirmed)).doesNotContain(id.toString());
  }

  @Test
  void who_may_not_sync_is_told_so() {
    assertThatThrownBy(() -> ask(office(Registry.CITY), TransactionsGrpcClient.SyncLedger,
        SyncLedgerRequest.getDefaultInstance())).isInstanceOfSatisfying(Problem.class,
            problem -> assertThat(problem.code()).isEqualTo("UNAUTHORIZED"));
  }

  private static UUID failed(String error) {
    var id = wanted(Kind.KEY, Registry.CITY, null);
    DATABASE.admin("update ledger.transaction set state = 'FAILED', error = $2, next_try_at = null"
        + " where id = $1", id, error);
    return id;
  }

  private static int retried(Caller caller, RetryTransactionsRequest request) {
    return ask(caller, TransactionsGrpcClient.RetryTransactions, request).getRetried();
  }

  @Test
  void an_operator_has_what_failed_tried_again_one_or_all_and_nobody_else_does() {
    var operator = office(Registry.FEDERATION, "ledger.retry");
    var id = failed("CONFLICT: x");
    failed("NOT_FOUND: x");
    failed("NOT_FOUND: y");
    var one = RetryTransactionsRequest.newBuilder().setId(id.toString()).build();
    var all = RetryTransactionsRequest.getDefaultInstance();
    assertThatThrownBy(() -> retried(office(Registry.CITY, "ledger.sync"), one)).isInstanceOfSatisfying(
        Problem.class, problem -> assertThat(problem.code()).isEqualTo("UNAUTHORIZED"));
    assertThat(retried(operator, one)).isOne();
    assertThat(get(office(Registry.CITY), id).getState()).isEqualTo("PENDING");
    assertThat(get(office(Registry.CITY), id).hasError()).isFalse();
    assertThat(retried(operator, one)).isZero();
    assertThat(retried(operator, all)).isEqualTo(2);
    assertThat(retried(operator, all)).isZero();
  }

  @Test
  void clubs_are_told_the_code_of_a_failure_and_operators_what_peers_said() {
    var id = wanted(Kind.ANCHOR, Registry.FEDERATION, NewEvent.EVERY_CLUB);
    DATABASE.admin("update ledger.transaction set error = 'LEDGER_AWAY: peer0.harbour:7051' where id = $1",
        id);
    assertThat(get(member(Registry.CITY), id).getError()).isEqualTo("LEDGER_AWAY");
    assertThat(get(office(Registry.CITY), id).getError()).isEqualTo("LEDGER_AWAY");
    assertThat(get(office(Registry.FEDERATION, "ledger.retry"), id).getError()).contains("peer0.harbour");
  }

  @Test
  void pages_of_many_anchors_are_read_from_an_index() {
    DATABASE.admin(
        """
            insert into ledger.transaction (id, key, kind, club, partner, contract, function, args, msp,
            endorsers,                state, version, tx, error, next_try_at, created_at, updated_at)
              select gen_random_uuid(), 'many/' || n, 'ANCHOR', $1, $2, 'anchors', 'Append', '{}',
                  'FederationMSP',
                  '{}', s.state, 1, case s.state when 'CONFIRMED' then repeat('ab', 32) end,
                  case s.state when 'FAILED' then 'CONFLICT: x' end,
                  case s.state when 'PENDING' then now() end,
                  now() - interval '1 day' - n * interval '1 second', now()
                from generate_series(1, 100000) n, lateral (select case n % 10000 when 0 then 'FAILED'
                  when 1 then 'PENDING' else 'CONFIRMED' end as state) s""",
        Registry.FEDERATION,
        NewEvent.EVERY_CLUB);
    DATABASE.admin("analyze ledger.transaction");
    var statuses = List.of(Transaction.Status.PENDING, Transaction.Status.SUBMITTED,
        Transaction.Status.CONFIRMED, Transaction.Status.FAILED);
    assertThat(plan(TransactionOffice.page("true"), null, null, 20, 0)).doesNotContain("Seq Scan", "Sort");
    for (var status : statuses) {
      var which = TransactionOffice.which(status);
      assertThat(plan(TransactionOffice.page(which), null, null, 20, 0)).as(status.name())
          .doesNotContain("Seq Scan on transaction");
      if (status != Transaction.Status.CONFIRMED) {
        assertThat(plan(TransactionOffice.count(which), 1_001)).as(status.name())
            .doesNotContain("Seq Scan on transaction");
      }
    }
    DATABASE.admin("delete from ledger.transaction where starts_with(key, 'many/')");
  }

  private static String plan(String sql, @Nullable Object... binds) {
    var plan = new StringBuilder();
    registry.data().store().perform(Scope.club(Registry.CITY), tx -> tx.query("explain " + sql, binds)
        .forEach(row -> plan.append(row.getString(0)).append('\n')));
    return plan.toString();
  }

  @Test
  void nothing_follows_what_does_not_exist() {
    var call = new Call("clubs", "Get", List.of("x"), Grounds.FEDERATION, Set.of());
    assertThatThrownBy(
        () -> registry.want(new Wanted("k/" + Ids.uuid7(), Kind.KEY, Registry.CITY, null, call, "nothing")))
        .isInstanceOf(ConstraintViolated.class);
  }

  @Test
  void one_clubs_row_is_not_written_by_another() {
    var id = wanted(Kind.AGREEMENT, Registry.CITY, Registry.HARBOUR);
    var changed = registry.data().store().transact(Scope.club(Registry.HARBOUR),
        tx -> tx.query("update ledger.transaction set error = 'x' where id = $1", id).rowCount());
    assertThat(changed).isZero();
  }

  @Test
  void whoever_waits_for_it_reads_how_far_it_has_come_as_the_club() {
    var call = new Call("clubs", "Get", List.of("x"), Grounds.FEDERATION, Set.of());
    var key = "desk/" + Ids.uuid7();
    registry.want(new Wanted(key, Kind.AGREEMENT, Registry.CITY, Registry.HARBOUR, call));
    var sql = "select state from ledger.transaction_for_desk($1)";
    var store = registry.data().store();
    String seen = store.read(Scope.club(Registry.HARBOUR), tx -> tx.one(sql, key).orElseThrow()
        .getString("state"));
    assertThat(seen).isEqualTo("PENDING");
    boolean strangers = store.read(Scope.club(Ids.uuid7()), tx -> tx.one(sql, key).isPresent());
    assertThat(strangers).isFalse();
  }

  @Test
  void production_refuses_the_development_ledger_and_a_certificate_that_ends_soon_is_told_of(
      @TempDir Path directory) {
    try (var grounds = Grounds.development(directory)) {
      var settings = new LedgerSettings(grounds.profile().toString(), 8, 2, Duration.ofMillis(50),
          Registry.WAITS, Registry.SETTINGS.tries(), Registry.SETTINGS.breaker());
      assertThatThrownBy(
          () -> LedgerWorks.open(registry.data(), settings, NodeSettings.Mode.PRODUCTION))
          .isInstanceOf(SettingsException.class).hasMessageContaining("development ledger");
      var developing = LedgerWorks.open(registry.data(), settings, NodeSettings.Mode.DEMO);
      try (var ledger = Objects.requireNonNull(developing.ledger())) {
        Instant end = ledger.standing().getFirst().certificateUntil();
        assertThat(certificates(ledger, end.minus(Duration.ofDays(31)))).isEqualTo("OK");
        assertThat(certificates(ledger, end.minus(Duration.ofDays(29)))).startsWith("ENDS_");
        assertThat(certificates(ledger, end.plusSeconds(1))).startsWith("ENDED/");
      }
    }
  }

  private static String certificates(Ledger ledger, Instant now) {
    return new LedgerWatch(registry.data().store(), ledger, Clock.fixed(now, ZoneOffset.UTC)).certificates();
  }
}
