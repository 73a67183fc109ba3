package org.reciprocalclubs.kit.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final Duration POLL = Duration.ofMillis(100);

  @Test
  void the_pause_doubles_with_each_failure_in_a_row_up_to_half_a_minute() {
    assertThat(Worker.pause(POLL, 0)).isEqualTo(POLL);
    assertThat(Worker.pause(POLL, 1)).isEqualTo(POLL);
    assertThat(Worker.pause(POLL, 4)).isEqualTo(POLL.multipliedBy(8));
    assertThat(Worker.pause(POLL, 1_000)).isEqualTo(Duration.ofSeconds(30));
    assertThat(Worker.pause(Duration.ofHours(1), 3)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void it_goes_on_after_failures() {
    var vertx = Vertx.vertx();
    Promise<Void> done = Promise.promise();
    var turns = new AtomicInteger();
    var worker = new Worker("nothing", () -> {
      if (turns.incrementAndGet() < 6) {
        throw new IllegalStateException("not now");
      }
      done.tryComplete();
      return false;
    }, Duration.ofMillis(1));
    try {
      vertx.deployVerticle(worker, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
          .await();
      done.future().await();
      assertThat(turns).hasValueGreaterThanOrEqualTo(6);
    } finally {
      vertx.close().await();
    }
  }
}
