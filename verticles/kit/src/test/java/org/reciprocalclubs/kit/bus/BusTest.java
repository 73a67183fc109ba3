package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.bus.BusFixture.MANAGER;
import static org.reciprocalclubs.kit.bus.BusFixture.answer;
import static org.reciprocalclubs.kit.bus.BusFixture.shout;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reciprocalclubs.kit.kitsample.v1.EchoesGrpcClient;
import org.reciprocalclubs.kit.kitsample.v1.EchoesGrpcService;
import org.reciprocalclubs.kit.kitsample.v1.ShoutResponse;

@Timeout(60)
final class BusTest {
  @Test
  void anAnswerComesFromAVirtualThreadOfTheVerticle() {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> answer(q.getText() + "!")));
      ShoutResponse answer = f.bus.ask(EchoesGrpcClient.Shout, shout("ahoy")).await();
      assertThat(answer.getText()).isEqualTo("ahoy!");
      assertThat(answer.getThread()).isEqualTo("virtual");
    }
  }

  @Test
  void requestsThatAwaitOverlapInOneVerticle() throws Exception {
    try (BusFixture f = new BusFixture()) {
      int together = 500;
      CountDownLatch inside = new CountDownLatch(together);
      Promise<String> gate = Promise.promise();
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> {
        inside.countDown();
        return answer(gate.future().await());
      }));
      List<Future<ShoutResponse>> asked = IntStream.range(0, together)
          .mapToObj(i -> f.bus.ask(EchoesGrpcClient.Shout, shout("" + i))).toList();
      // all 500 are inside their handlers at once: one at a time would never get here
      assertThat(inside.await(4, TimeUnit.SECONDS)).isTrue();
      gate.complete("open");
      Future.all(asked).await();
      assertThat(asked).allSatisfy(a -> assertThat(a.result().getText()).isEqualTo("open"));
    }
  }

  @Test
  void overTheLimitIsRefusedAtOnceAndTheRestIsAnswered() throws Exception {
    try (BusFixture f = new BusFixture(Duration.ofSeconds(5), 3)) {
      Promise<String> gate = Promise.promise();
      CountDownLatch inside = new CountDownLatch(3);
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> {
        inside.countDown();
        return answer(gate.future().await());
      }));
      List<Future<ShoutResponse>> admitted = IntStream.range(0, 3)
          .mapToObj(i -> f.bus.ask(EchoesGrpcClient.Shout, shout("" + i))).toList();
      assertThat(inside.await(4, TimeUnit.SECONDS)).isTrue();
      assertProblem(f.bus.ask(EchoesGrpcClient.Shout, shout("late")), ErrorCode.OVERLOADED,
          "TOO_MANY_IN_FLIGHT");
      gate.complete("open");
      Future.all(admitted).await();
      assertThat(f.bus.ask(EchoesGrpcClient.Shout, shout("later")).await().getText()).isEqualTo("open");
    }
  }

  @Test
  void anAskAlwaysEndsAtItsDeadline() {
    try (BusFixture f = new BusFixture(Duration.ofMillis(200), 10)) {
      f.onVirtualThreads(() -> f.bus.serveAsync(EchoesGrpcService.Shout, 10,
          q -> Promise.<ShoutResponse>promise().future()));
      assertProblem(f.bus.ask(EchoesGrpcClient.Shout, shout("?")), ErrorCode.DEADLINE, "DEADLINE");
    }
  }

  @Test
  void onlyWhatIsIdempotentIsAskedTwice() {
    try (BusFixture f = new BusFixture(Duration.ofMillis(400), 10)) {
      AtomicInteger shouts = new AtomicInteger();
      AtomicInteger puts = new AtomicInteger();
      AtomicInteger reads = new AtomicInteger();
      f.onVirtualThreads(() -> Future.all(
          f.bus.serveAsync(EchoesGrpcService.Shout, 10, q -> answerSecond(shouts)),
          f.bus.serveAsync(EchoesGrpcService.Put, 10, q -> answerSecond(puts)),
          f.bus.serveAsync(EchoesGrpcService.Read, 10, q -> answerSecond(reads))));
      assertProblem(f.bus.ask(EchoesGrpcClient.Shout, shout("x")), ErrorCode.DEADLINE, "DEADLINE");
      assertThat(f.bus.ask(EchoesGrpcClient.Put, shout("x")).await().getText()).isEqualTo("second");
      assertThat(f.bus.ask(EchoesGrpcClient.Read, shout("x")).await().getText()).isEqualTo("second");
      assertThat(shouts).hasValue(1);
      assertThat(puts).hasValue(2);
      assertThat(reads).hasValue(2);
    }
  }

  private static Future<ShoutResponse> answerSecond(AtomicInteger asked) {
    return asked.incrementAndGet() == 1
        ? Promise.<ShoutResponse>promise().future()
        : Future.succeededFuture(answer("second"));
  }

  @Test
  void aRefusalIsNeverRetriedAndComesBackWhole() {
    try (BusFixture f = new BusFixture()) {
      AtomicInteger asked = new AtomicInteger();
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Put, q -> {
        asked.incrementAndGet();
        throw Problem.refused("CAP_MONTH_REACHED", "The month's visits are used up").field("member")
            .rule("caps.month", Map.of("used", 4L, "limit", 4L)).passesWhen(Map.of("from", "2026-07-01"))
            .retryAfter(Duration.ofSeconds(3));
      }));
      assertThatThrownBy(() -> f.bus.ask(EchoesGrpcClient.Put, shout("x")).await())
          .isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.kind()).isEqualTo(ErrorCode.REFUSED);
            assertThat(p.code()).isEqualTo("CAP_MONTH_REACHED");
            assertThat(p.detail()).isEqualTo("The month's visits are used up");
            assertThat(p.field()).isEqualTo("member");
            assertThat(p.rule()).isEqualTo("caps.month");
            assertThat(p.numbers()).containsEntry("used", 4L).containsEntry("limit", 4L);
            assertThat(p.passesWhen()).containsEntry("from", "2026-07-01");
            assertThat(p.retryAfter()).isEqualTo(Duration.ofSeconds(3));
          });
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void aFaultIsAnsweredAsInternalWithoutItsText() {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> {
        throw new IllegalStateException("secret");
      }));
      assertThatThrownBy(() -> f.bus.ask(EchoesGrpcClient.Shout, shout("x")).await())
          .isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.kind()).isEqualTo(ErrorCode.INTERNAL_ERROR);
            assertThat(p.getMessage()).doesNotContain("secret");
          });
    }
  }

  @Test
  void anotherRoomsExceptionIsMapped() {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> {
        throw new IllegalMonitorStateException();
      }));
      assertProblem(f.bus.ask(EchoesGrpcClient.Shout, shout("x")), ErrorCode.OVERLOADED, "STORE_BUSY");
    }
  }

  @Test
  void whenNobodyServesItIsSaid() {
    try (BusFixture f = new BusFixture()) {
      assertProblem(f.bus.ask(EchoesGrpcClient.Shout, shout("x")), ErrorCode.OVERLOADED, "NOT_SERVED");
      assertProblem(f.bus.ask(EchoesGrpcClient.Read, shout("x")), ErrorCode.OVERLOADED, "NOT_SERVED");
    }
  }

  @Test
  void permissionsAreCheckedBeforeTheHandler() throws Exception {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> Future.all(f.bus.serve(EchoesGrpcService.Whisper, q -> answer("psst")),
          f.bus.serve(EchoesGrpcService.Decree, q -> answer("so be it"))));
      assertProblem(f.bus.ask(EchoesGrpcClient.Whisper, shout("x")), ErrorCode.UNAUTHENTICATED,
          "UNAUTHENTICATED");
      assertProblem(f.bus.ask(EchoesGrpcClient.Decree, shout("x")), ErrorCode.UNAUTHENTICATED,
          "UNAUTHENTICATED");
      CallContext member = CallContext
          .of(new Caller(Caller.Kind.PERSON, BusFixture.USER, BusFixture.CLUB, null, null,
              java.util.Set.of("decree.read"), java.util.Set.of("MEMBER")));
      assertThat(f.within(member, () -> f.bus.ask(EchoesGrpcClient.Whisper, shout("x"))).getText())
          .isEqualTo("psst");
      assertThatThrownBy(() -> f.within(member, () -> f.bus.ask(EchoesGrpcClient.Decree, shout("x"))))
          .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(ErrorCode.UNAUTHORIZED));
      for (Caller allowed : List.of(MANAGER, Caller.system(null))) {
        assertThat(
            f.within(CallContext.of(allowed), () -> f.bus.ask(EchoesGrpcClient.Decree, shout("x"))).getText())
            .isEqualTo("so be it");
      }
    }
  }

  @Test
  void whoAsksTravelsThroughEveryRoomAlsoAfterAwaits() throws Exception {
    try (BusFixture f = new BusFixture()) {
      AtomicReference<CallContext> seen = new AtomicReference<>();
      f.onVirtualThreads(() -> Future.all(f.bus.serve(EchoesGrpcService.Shout, q -> {
        Objects.requireNonNull(Vertx.currentContext()).owner().timer(5).await();
        return f.bus.ask(EchoesGrpcClient.Decree, q).await();
      }), f.bus.serve(EchoesGrpcService.Decree, q -> {
        seen.set(CallContext.current());
        return answer(q.getText());
      })));
      CallContext call = CallContext.of(MANAGER).withIdempotencyKey("key-1")
          .withDeadline(Instant.now().plusSeconds(2));
      ShoutResponse answer = f.within(call, () -> f.bus.ask(EchoesGrpcClient.Shout, shout("x")));
      assertThat(answer.getCorrelationId()).isEqualTo(call.correlationId());
      assertThat(seen.get().caller()).isEqualTo(MANAGER);
      assertThat(seen.get().idempotencyKey()).isEqualTo("key-1");
      assertThat(seen.get().deadline()).isBeforeOrEqualTo(Instant.now().plusSeconds(2));
    }
  }

  @Test
  void aManyAtOnceKeepTheirOwnContexts() throws Exception {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> {
        Objects.requireNonNull(Vertx.currentContext()).owner().timer(2).await();
        return answer(q.getText());
      }));
      for (int i = 0; i < 200; i++) {
        CallContext call = CallContext.of(MANAGER);
        assertThat(f.within(call, () -> f.bus.ask(EchoesGrpcClient.Shout, shout("x"))).getCorrelationId())
            .isEqualTo(call.correlationId());
      }
      assertThat(f.bus.ask(EchoesGrpcClient.Shout, shout("x")).await().getCorrelationId()).isEqualTo("none");
    }
  }

  @Test
  void lanesAreServedApart() {
    try (BusFixture f = new BusFixture()) {
      f.deploy(ThreadingModel.EVENT_LOOP, () -> Future.all(
          f.bus.serveLane(EchoesGrpcService.Shout, 3, 10, q -> Future.succeededFuture(answer("three"))),
          f.bus.serveLane(EchoesGrpcService.Shout, 15, 10, q -> Future.succeededFuture(answer("fifteen")))));
      assertThat(f.bus.askLane(EchoesGrpcClient.Shout, 3, shout("x")).await().getText()).isEqualTo("three");
      assertThat(f.bus.askLane(EchoesGrpcClient.Shout, 15, shout("x")).await().getText())
          .isEqualTo("fifteen");
      assertProblem(f.bus.askLane(EchoesGrpcClient.Shout, 4, shout("x")), ErrorCode.OVERLOADED, "NOT_SERVED");
    }
  }

  @Test
  void aStoppedRegistrationServesNoMore() {
    try (BusFixture f = new BusFixture()) {
      Registration lane = f.bus.serveLane(EchoesGrpcService.Shout, 0, 10,
          q -> Future.succeededFuture(answer("x"))).await();
      lane.stop().await();
      assertProblem(f.bus.askLane(EchoesGrpcClient.Shout, 0, shout("x")), ErrorCode.OVERLOADED, "NOT_SERVED");
    }
  }

  @Test
  void aSignalWakesEverySubscriber() throws Exception {
    try (BusFixture f = new BusFixture()) {
      CountDownLatch woken = new CountDownLatch(2);
      f.bus.subscribe("feed", woken::countDown).await();
      f.bus.subscribe("feed", woken::countDown).await();
      f.bus.announce("feed");
      assertThat(woken.await(4, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aDrainAnswersWhatIsInFlightAndTakesNothingNew() throws Exception {
    try (BusFixture f = new BusFixture()) {
      CountDownLatch inside = new CountDownLatch(1);
      Promise<String> gate = Promise.promise();
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> {
        inside.countDown();
        return answer(gate.future().await());
      }));
      Future<ShoutResponse> slow = f.bus.ask(EchoesGrpcClient.Shout, shout("x"));
      assertThat(inside.await(4, TimeUnit.SECONDS)).isTrue();
      Future<Boolean> drained = f.bus.drain(Duration.ofSeconds(4));
      f.vertx.timer(50).await();
      assertThat(drained.isComplete()).isFalse();
      assertProblem(f.bus.ask(EchoesGrpcClient.Shout, shout("y")), ErrorCode.OVERLOADED, "NOT_SERVED");
      gate.complete("done");
      assertThat(drained.await()).isTrue();
      assertThat(slow.await().getText()).isEqualTo("done");
    }
  }

  @Test
  void countsAndLatenciesAreKeptByAddressAndOutcome() {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> {
        if (q.getText().equals("no")) {
          throw Problem.notFound("Nothing here");
        }
        return answer("x");
      }));
      f.bus.ask(EchoesGrpcClient.Shout, shout("yes")).await();
      assertProblem(f.bus.ask(EchoesGrpcClient.Shout, shout("no")), ErrorCode.NOT_FOUND, "NOT_FOUND");
      String address = "reciprocalclubs.kitsample.v1.Echoes/Shout";
      assertThat(f.meters.get("clubs.bus.ask").tags("address", address, "outcome", "OK").timer().count())
          .isOne();
      assertThat(
          f.meters.get("clubs.bus.serve").tags("address", address, "outcome", "NOT_FOUND").timer().count())
          .isOne();
    }
  }

  private static void assertProblem(Future<?> asked, ErrorCode kind, String code) {
    assertThatThrownBy(asked::await).isInstanceOfSatisfying(Problem.class, p -> {
      assertThat(p.kind()).isEqualTo(kind);
      assertThat(p.code()).isEqualTo(code);
    });
  }
}
