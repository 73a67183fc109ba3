package org.reciprocalclubs.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.bus.BusFixture.answer;
import static org.reciprocalclubs.kit.bus.BusFixture.shout;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.grpc.common.ServiceMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reciprocalclubs.kit.kitsample.v1.EchoesGrpcClient;
import org.reciprocalclubs.kit.kitsample.v1.EchoesGrpcService;
import org.reciprocalclubs.kit.kitsample.v1.ShoutRequest;
import org.reciprocalclubs.kit.kitsample.v1.ShoutResponse;

@Timeout(60)
final class PermissionsTest {
  private static final Proof NOW = new Proof(true, Instant.now().plusSeconds(60), false);
  private static final Proof LONG_AGO = new Proof(true, Instant.now().minusSeconds(1), false);
  private static final Proof WITHOUT = new Proof(false, Instant.EPOCH, false);
  private static final Proof ENROLLING = new Proof(false, Instant.now().plusSeconds(60), true);

  private static Caller signer(Proof proof) {
    return new Caller(Caller.Kind.PERSON, BusFixture.USER, BusFixture.CLUB, null, UUID.randomUUID(),
        Set.of("decree.sign"), Set.of("MANAGER"), proof);
  }

  private static void refused(BusFixture f, Caller caller, ServiceMethod<ShoutResponse, ShoutRequest> method,
      String code) {
    assertThatThrownBy(() -> f.within(CallContext.of(caller), () -> f.bus.ask(method, shout("x"))))
        .isInstanceOfSatisfying(Problem.class, problem -> {
          assertThat(problem.kind()).isEqualTo(ErrorCode.UNAUTHORIZED);
          assertThat(problem.code()).isEqualTo(code);
        });
  }

  @Test
  void aSensitiveActAsksWhoHasASecondFactorForALateProof() throws Exception {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Abdicate, q -> answer("gone")));
      refused(f, signer(LONG_AGO), EchoesGrpcClient.Abdicate, "STEP_UP_REQUIRED");
      for (Caller each : List.of(signer(NOW), signer(WITHOUT), Caller.system(null))) {
        assertThat(f.within(CallContext.of(each), () -> f.bus.ask(EchoesGrpcClient.Abdicate, shout("x")))
            .getText()).isEqualTo("gone");
      }
      Caller other = new Caller(Caller.Kind.PERSON, BusFixture.USER, BusFixture.CLUB, null, null, Set.of(),
          Set.of(), LONG_AGO);
      refused(f, other, EchoesGrpcClient.Abdicate, "UNAUTHORIZED");
    }
  }

  @Test
  void whatHasNoSecondFactorByNatureDoesNothingSensitive() throws Exception {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Abdicate, q -> answer("gone")));
      for (Caller.Kind kind : List.of(Caller.Kind.DEVICE, Caller.Kind.INTEGRATION)) {
        refused(f, new Caller(kind, BusFixture.USER, BusFixture.CLUB, null, null, Set.of("decree.sign"),
            Set.of()), EchoesGrpcClient.Abdicate, "STEP_UP_REQUIRED");
        refused(f, new Caller(kind, BusFixture.USER, BusFixture.CLUB, null, null, Set.of(), Set.of()),
            EchoesGrpcClient.Abdicate, "UNAUTHORIZED");
      }
    }
  }

  @Test
  void aSessionThatMustEnrolAFactorMayDoWhatIsOpenToItAlone() throws Exception {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> Future.all(f.bus.serve(EchoesGrpcService.Swear, q -> answer("so help me")),
          f.bus.serve(EchoesGrpcService.Shout, q -> answer("loud")),
          f.bus.serve(EchoesGrpcService.Whisper, q -> answer("psst")),
          f.bus.serve(EchoesGrpcService.Decree, q -> answer("so be it"))));
      Caller caller = signer(ENROLLING);
      refused(f, caller, EchoesGrpcClient.Whisper, "MFA_ENROLMENT_REQUIRED");
      refused(f, caller, EchoesGrpcClient.Decree, "MFA_ENROLMENT_REQUIRED");
      for (var open : List.of(EchoesGrpcClient.Swear, EchoesGrpcClient.Shout)) {
        assertThat(f.within(CallContext.of(caller), () -> f.bus.ask(open, shout("x"))).getText())
            .isNotEmpty();
      }
    }
  }

  @Test
  void whatIsRefusedDoesNotEvenLeave() throws Exception {
    try (BusFixture f = new BusFixture()) {
      // nobody serves it: whatever left would come back as NOT_SERVED
      refused(f, signer(LONG_AGO), EchoesGrpcClient.Abdicate, "STEP_UP_REQUIRED");
      refused(f, signer(ENROLLING), EchoesGrpcClient.Decree, "MFA_ENROLMENT_REQUIRED");
    }
  }

  /** A message that came another way than through an ask. */
  @Test
  void whoeverServesItLooksAgain() throws Exception {
    try (BusFixture f = new BusFixture()) {
      f.onVirtualThreads(() -> Future.all(f.bus.serve(EchoesGrpcService.Abdicate, q -> answer("gone")),
          f.bus.serve(EchoesGrpcService.Decree, q -> answer("so be it"))));
      served(f, signer(LONG_AGO), EchoesGrpcService.Abdicate, "STEP_UP_REQUIRED");
      served(f, signer(ENROLLING), EchoesGrpcService.Decree, "MFA_ENROLMENT_REQUIRED");
      served(f, Caller.ANONYMOUS, EchoesGrpcService.Decree, "UNAUTHENTICATED");
    }
  }

  private static void served(BusFixture f, Caller caller, ServiceMethod<?, ?> method, String code) {
    DeliveryOptions options = new DeliveryOptions();
    CallHeaders.write(CallContext.of(caller), Duration.ofSeconds(5), options);
    assertThatThrownBy(() -> f.vertx.eventBus().request(method.fullMethodName(), shout("x"), options).await())
        .hasMessageContaining("\"" + code + "\"");
  }

  @Test
  void whatASessionHasProvenTravelsWithWhoAsks() throws Exception {
    try (BusFixture f = new BusFixture()) {
      AtomicInteger seen = new AtomicInteger();
      f.onVirtualThreads(() -> f.bus.serve(EchoesGrpcService.Shout, q -> {
        Proof proof = CallContext.current().caller().proof();
        seen.addAndGet(proof.factor() ? 1 : proof.enrolling() ? 10 : 100);
        return answer(Long.toString(proof.until().getEpochSecond()));
      }));
      for (Proof proof : List.of(NOW, ENROLLING, WITHOUT)) {
        assertThat(f.within(CallContext.of(signer(proof)),
            () -> f.bus.ask(EchoesGrpcClient.Shout, shout("x"))).getText())
            .isEqualTo(Long.toString(proof.until().getEpochSecond()));
      }
      assertThat(seen).hasValue(111);
    }
  }
}
