package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import com.google.protobuf.StringValue;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("demo");
  private final UUID club = Ids.uuid7();
  private final UUID stream = Ids.uuid7();
  private final Store store = DATABASE.store();

  @Test
  void events_are_read_back_as_they_were_appended() {
    var meta = new EventMeta(Ids.uuid7(), "corr-1", "00-trace");
    var event = NewEvent.between(club, Ids.uuid7(), StringValue.of("hello"), meta);
    store.perform(Scope.club(club), tx -> {
      assertThat(tx.append(stream, 0, List.of(Sample.event(club, "first"), event))).isEqualTo(2);
      var seen = tx.events(stream, 1).getFirst();
      assertThat(seen.id()).isEqualTo(event.id());
      assertThat(seen.version()).isEqualTo(2);
      assertThat(seen.partner()).isEqualTo(event.audience().partner());
      assertThat(seen.meta()).isEqualTo(meta);
      assertThat(seen.data()).isEqualTo(event.data());
      assertThat(seen.at()).isEqualTo(tx.now());
      assertThat(seen.name()).isEqualTo("StringValue");
    });
  }

  @Test
  void the_second_of_two_who_expect_the_same_version_is_told() {
    store.perform(Scope.club(club), tx -> tx.append(stream, 0, Sample.event(club, "first")));
    var runs = new AtomicInteger();
    assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> {
      runs.incrementAndGet();
      tx.append(stream, 0, Sample.event(club, "also first"));
    })).isInstanceOf(VersionConflict.class);
    assertThat(runs).hasValue(1 + Store.MAX_RERUNS);
  }

  @Test
  void those_who_reload_after_a_conflict_all_get_their_turn() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 3; i++) {
        all.add(threads.submit(this::appendNext));
      }
      var versions = new ArrayList<Integer>();
      for (var each : all) {
        assertThat(each).succeedsWithin(Duration.ofMinutes(1));
        versions.add(each.get());
      }
      assertThat(versions).containsExactlyInAnyOrder(1, 2, 3);
    }
  }

  private static int backend(Tx tx) {
    return tx.one("select pg_backend_pid()").orElseThrow().getInteger(0);
  }

  /** Reruns are bounded; whoever is told of a conflict after the last one asks again, as a client would. */
  private int appendNext() {
    while (true) {
      try {
        return store.transact(Scope.club(club), tx -> tx.append(stream, tx.events(stream, 0).size(),
            Sample.event(club, "next")));
      } catch (VersionConflict toldToAskAgain) {
        assertThat(toldToAskAgain.worthRerunning()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, Store.MAX_RERUNS})
  void whoever_loses_is_run_again_and_then_sees_what_won(int losses) {
    var runs = new AtomicInteger();
    int version = store.transact(Scope.club(club), tx -> {
      int seen = tx.events(stream, 0).size();
      if (runs.incrementAndGet() <= losses) {
        store.perform(Scope.club(club), winner -> winner.append(stream, seen, Sample.event(club, "won")));
      }
      return tx.append(stream, seen, Sample.event(club, "next"));
    });
    assertThat(runs).hasValue(losses + 1);
    assertThat(version).isEqualTo(losses + 1);
  }

  @Test
  void a_statement_that_was_not_awaited_still_fails_the_transaction() {
    assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> {
      tx.query("insert into demo.effect (club, event) values ($1, $2)", club, stream);
      tx.queryAsync("select 1 / (select count(*) from demo.effect where event = $1 and false)", stream);
    })).isInstanceOfSatisfying(StoreFailed.class,
        refused -> assertThat(refused.sqlState()).isEqualTo("22012"));
    assertThat(DATABASE.count("select count(*) from demo.effect where event = $1", stream)).isZero();
  }

  @Test
  void whoever_waits_after_a_failed_statement_is_told_of_that_one() {
    store.perform(Scope.club(club), tx -> tx.append(stream, 0, Sample.event(club, "first")));
    assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> {
      tx.queryAsync("insert into kit.job (id, club, kind, due, data, created_at)"
          + " values ($1, $2, null, now(), '', now())", Ids.uuid7(), club);
      tx.append(stream, 1, Sample.event(club, "second"));
    })).isInstanceOf(ConstraintViolated.class);
  }

  @Test
  void a_statement_that_was_not_awaited_and_lost_is_run_again_with_its_transaction() {
    var runs = new AtomicInteger();
    store.perform(Scope.club(club), tx -> {
      if (runs.incrementAndGet() == 1) {
        tx.queryAsync("do $$ begin raise exception using errcode = '40P01'; end $$");
      }
      tx.query("select 1");
    });
    assertThat(runs).hasValue(2);
  }

  @Test
  void an_exception_of_the_work_rolls_back_and_is_passed_on() {
    assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> {
      tx.append(stream, 0, Sample.event(club, "never"));
      throw new IllegalStateException("changed my mind");
    })).isInstanceOf(IllegalStateException.class);
    assertThat(DATABASE.count("select count(*) from kit.event where stream = $1", stream)).isZero();
  }

  @Test
  void a_broken_constraint_is_named() {
    UUID id = Ids.uuid7();
    String sql = "insert into kit.job (id, club, kind, due, data, created_at)"
        + " values ($1, $2, 'k', now(), '', now())";
    store.perform(Scope.club(club), tx -> tx.query(sql, id, club));
    assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> tx.query(sql, id, club)))
        .isInstanceOfSatisfying(ConstraintViolated.class, refused -> {
          assertThat(refused.constraint()).isEqualTo("job_pkey");
          assertThat(refused.sqlState()).isEqualTo("23505");
        });
  }

  @Test
  void batches_bind_many_rows_at_once() {
    store.perform(Scope.club(club), tx -> {
      var rows = new ArrayList<List<UUID>>();
      for (int i = 0; i < 5; i++) {
        rows.add(List.of(club, stream));
      }
      tx.batch("insert into demo.effect (club, event) values ($1, $2)", rows);
    });
    assertThat(DATABASE.count("select count(*) from demo.effect where event = $1", stream)).isEqualTo(5);
  }

  @Test
  void limits_of_the_server_are_told_as_busy() {
    var ms = Duration.ofMillis(200);
    Store hasty = Store.open(DATABASE.vertx(), DATABASE.settings()
        .with(new StoreSettings.Timeouts(ms, ms, ms, Duration.ofSeconds(30), Duration.ofSeconds(5))));
    assertThatThrownBy(() -> hasty.perform(Scope.nobody(), tx -> tx.query("select pg_sleep(30)")))
        .isInstanceOf(StoreBusy.class);
    await(hasty.close());
  }

  @Test
  void a_transaction_that_pauses_is_cut_off_and_releases_its_locks() {
    var ms = Duration.ofMillis(200);
    Store hasty = Store.open(DATABASE.vertx(), DATABASE.settings()
        .with(new StoreSettings.Timeouts(Duration.ofSeconds(5), ms, ms, Duration.ofSeconds(30),
            Duration.ofSeconds(5))));
    assertThatThrownBy(() -> hasty.perform(Scope.nobody(), tx -> {
      int pid = backend(tx);
      Eventually.until("the session is gone",
          () -> DATABASE.count("select count(*) from pg_stat_activity where pid = $1", pid) == 0);
      tx.query("select 1");
    })).isInstanceOfAny(StoreBusy.class, StoreAway.class);
    await(hasty.close());
  }

  @Test
  void a_server_that_is_not_there_is_told_as_away() {
    Store nowhere = Store.open(DATABASE.vertx(),
        StoreSettings.of(StoreSettings.Server.tcp("127.0.0.1", 1, "clubs"), TestDatabase.passwords()));
    assertThatThrownBy(() -> nowhere.perform(Scope.nobody(), tx -> tx.query("select 1")))
        .isInstanceOf(StoreAway.class);
    assertThatThrownBy(() -> await(nowhere.desk())).isInstanceOf(StoreAway.class);
    await(nowhere.close());
  }

  @Test
  void a_session_killed_in_the_middle_is_told_as_away_and_the_pool_recovers() {
    assertThatThrownBy(() -> store.perform(Scope.club(club), tx -> {
      int pid = backend(tx);
      DATABASE.admin("select pg_terminate_backend($1)", pid);
      tx.query("select 1");
      tx.query("select 1");
    })).isInstanceOf(StoreAway.class);
    for (int i = 0; i < 32; i++) {
      store.perform(Scope.club(club), tx -> tx.query("select 1"));
    }
  }

  @Test
  void a_desk_batch_that_fails_leaves_nothing_and_the_connection_usable() {
    DeskConnection desk = await(store.desk());
    String insert = "insert into demo.effect (club, event) values ($1, $2)";
    await(desk.begin("select set_config('app.club', $1, true)", Tuple.of(club.toString())));
    assertThatThrownBy(() -> await(desk.commit(insert, Tuple.of(Ids.uuid7(), stream))))
        .isInstanceOf(StoreFailed.class);
    assertThatThrownBy(() -> await(desk.begin("select 1 / $1::int", Tuple.of(0))))
        .isInstanceOf(StoreFailed.class);
    await(desk.rollback());
    await(desk.begin("select set_config('app.club', $1, true)", Tuple.of(club.toString())));
    await(desk.commit(insert, Tuple.of(club, stream)));
    assertThat(DATABASE.count("select count(*) from demo.effect where event = $1", stream)).isEqualTo(1);
    assertThat(desk.usable()).isTrue();
    await(desk.close());
  }

  @Test
  void the_clock_seam_moves_now_for_everyone_and_is_refused_in_production() {
    var offset = new TimeOffset(store, false);
    offset.set(Duration.ofDays(30));
    try {
      assertThat(offset.read()).isEqualTo(Duration.ofDays(30));
      var now = store.<Instant>read(Scope.nobody(), Tx::now);
      assertThat(Duration.between(Instant.now(), now)).isGreaterThan(Duration.ofDays(29));
      assertThatThrownBy(() -> new TimeOffset(store, true).set(Duration.ZERO))
          .isInstanceOf(IllegalStateException.class);
    } finally {
      offset.set(Duration.ZERO);
    }
  }
}
