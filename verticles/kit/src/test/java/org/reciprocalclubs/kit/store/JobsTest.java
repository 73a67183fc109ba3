package org.reciprocalclubs.kit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobsTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("demo").adjusted(JobsTest::quick);
  private static final byte[] DATA = {1, 2, 3};
  private final Store store = DATABASE.store();
  private final Leases leases = Leases.start(store);
  private final UUID club = Ids.uuid7();
  private final String kind = "test." + club;
  private final List<String> runners = new ArrayList<>();

  private static StoreSettings quick(StoreSettings settings) {
    var all = settings.background();
    var jobs = new StoreSettings.JobLimits(8, Duration.ofMillis(20), 3, Duration.ofMillis(10));
    return settings.with(new StoreSettings.Background(all.feed(), all.lease(), jobs, all.keepAnswers()));
  }

  private void run(Leases node, JobHandler handler) {
    runners.add(await(JobRunner.start(store, node, Map.of(kind, handler), new SimpleMeterRegistry())));
  }

  @AfterEach
  void stop() {
    runners.forEach(each -> await(DATABASE.vertx().undeploy(each)));
    await(leases.stop());
  }

  private UUID schedule(Instant due) {
    return store.transact(Scope.club(club), tx -> Jobs.schedule(tx, club, kind, due, DATA));
  }

  private long count(String condition) {
    return DATABASE.count("select count(*) from kit.job where kind = $1 and " + condition, kind);
  }

  @Test
  void a_due_job_runs_once_for_its_club_and_a_later_one_waits() {
    var ran = new CopyOnWriteArrayList<Job>();
    UUID due = schedule(Instant.now().minusSeconds(60));
    UUID later = schedule(Instant.now().plusSeconds(3_600));
    Leases second = Leases.start(store);
    JobHandler handler = (tx, job) -> {
      assertThat(tx.scope()).isEqualTo(Scope.club(club));
      tx.query("insert into demo.effect (club, event) values ($1, $2)", club, job.id());
      ran.add(job);
    };
    run(leases, handler);
    run(second, handler);
    Eventually.until("done", () -> count("done_at is not null") == 1);
    assertThat(ran).extracting(Job::id).containsExactly(due);
    assertThat(ran.getFirst().data()).isEqualTo(DATA);
    assertThat(count("due is not null and id = '" + later + "'")).isEqualTo(1);
    assertThat(DATABASE.count("select count(*) from demo.effect where event = $1", due)).isEqualTo(1);
    await(second.stop());
  }

  @Test
  void a_failing_job_is_tried_again_and_its_effect_happens_once() {
    var tries = new AtomicInteger();
    UUID id = schedule(Instant.now().minusSeconds(1));
    run(leases, (tx, job) -> {
      tx.query("insert into demo.effect (club, event) values ($1, $2)", club, job.id());
      if (tries.incrementAndGet() < 3) {
        throw new IllegalStateException("not yet");
      }
    });
    Eventually.until("done", () -> count("done_at is not null") == 1);
    assertThat(tries).hasValue(3);
    assertThat(DATABASE.count("select count(*) from demo.effect where event = $1", id)).isEqualTo(1);
  }

  @Test
  void a_job_that_keeps_failing_is_dead_for_everyone_to_see() {
    schedule(Instant.now().minusSeconds(1));
    run(leases, (tx, job) -> {
      throw new IllegalStateException("never");
    });
    Eventually.until("dead", () -> count("dead_at is not null") == 1);
    assertThat(count("attempts = 3 and last_error = 'java.lang.IllegalStateException'")).isEqualTo(1);
  }

  @Test
  void a_cancelled_job_does_not_run() {
    UUID id = schedule(Instant.now().plusSeconds(3_600));
    assertThat(store.<Boolean>transact(Scope.club(Ids.uuid7()), tx -> Jobs.cancel(tx, id))).isFalse();
    assertThat(store.<Boolean>transact(Scope.club(club), tx -> Jobs.cancel(tx, id))).isTrue();
    assertThat(store.<Boolean>transact(Scope.club(club), tx -> Jobs.cancel(tx, id))).isFalse();
    assertThat(count("due is null")).isEqualTo(1);
  }

  @Test
  void nobody_schedules_for_another_club() {
    assertThatThrownBy(() -> store.perform(Scope.club(Ids.uuid7()),
        tx -> Jobs.schedule(tx, club, kind, Instant.now(), DATA))).isInstanceOf(StoreFailed.class);
  }

  @Test
  void the_runner_sees_no_more_than_whose_what_and_when() {
    schedule(Instant.now().plusSeconds(3_600));
    assertThat(await(store.jobsPool().query("select id, club, kind, due from kit.job").execute()).rowCount())
        .isPositive();
    assertThatThrownBy(() -> await(store.jobsPool().query("select data from kit.job").execute()))
        .hasMessageContaining("42501");
  }

  @Test
  void jobs_done_long_ago_are_forgotten_and_no_others() {
    String done = "insert into kit.job (id, club, kind, data, created_at, done_at) "
        + "values ($1, $2, $3, '', now(), now() - ";
    DATABASE.admin(done + "interval '8 days')", Ids.uuid7(), club, kind);
    DATABASE.admin(done + "interval '1 day')", Ids.uuid7(), club, kind);
    schedule(Instant.now().plusSeconds(3_600));
    run(leases, (tx, job) -> {});
    Eventually.until("forgotten", () -> count("true") == 2);
  }

  @Test
  void a_job_that_takes_too_long_every_time_does_not_hold_up_the_others() {
    UUID slow = schedule(Instant.now().minusSeconds(60));
    UUID next = schedule(Instant.now().minusSeconds(30));
    run(leases, (tx, job) -> {
      if (job.id().equals(slow)) {
        tx.query("set local statement_timeout = '50ms'");
        tx.query("select pg_sleep(10)");
      }
    });

    Eventually.until("the next job is done",
        () -> DATABASE.count("select count(*) from kit.job where id = $1 and done_at is not null",
            next) == 1);
    Eventually.until("the slow job is given up",
        () -> DATABASE.count("select count(*) from kit.job where id = $1 and dead_at is not null",
            slow) == 1);
  }
}
