package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.reciprocal.v1.RecordVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.Visit;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.boot.StoreProblems;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.desk.DeskSettings;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** What counts as the same visit when apps that know no scan ids record it twice. */
class RecordVisitTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");
  private static Bus bus;
  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private Caller desk;
  private UUID host;
  private UUID member;

  @BeforeAll
  static void serve() {
    var codecs = Codecs.contract();
    codecs.register(DATABASE.vertx().eventBus());
    var meters = new SimpleMeterRegistry();
    bus = new Bus(DATABASE.vertx(), codecs, BusSettings.DEFAULT, meters, StoreProblems::map);
    bus.recordTo(Recorder.FORGETFUL);
    TestDatabase.await(DATABASE.vertx().deployVerticle(
        new ReciprocalVerticle(bus, DATABASE.store(), DeskSettings.DEFAULTS,
            AgreementSettings.DEFAULTS.requiringNothing(), VisitSettings.DEFAULTS, meters),
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  @BeforeEach
  void twoClubs() {
    host = federation.club("HOST" + ++clubs);
    var home = federation.club("HOME" + clubs);
    federation.agreement(host, home, Terms.OPEN);
    member = federation.member(home, "100");
    desk = new Caller(Caller.Kind.PERSON, Ids.uuid7(), host, null, null, Set.of("visit.create"),
        Set.of("staff"));
  }

  /** An answer, and whether it was said to have been given before. */
  private record Recorded(Visit visit, boolean hit) {}

  @Test
  void theSameRequestAMomentLaterIsTheOpenVisitAndSaysSo() {
    var first = record(null, "Dinner");
    var again = record(null, "Dinner");

    assertThat(first.hit()).isFalse();
    assertThat(again.hit()).isTrue();
    assertThat(again.visit()).isEqualTo(first.visit());
  }

  @Test
  void anotherBillIsNoRepeatAndTheMemberIsInside() {
    record(null, "Dinner");

    assertThatThrownBy(() -> record(null, "Lunch")).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo("ALREADY_INSIDE"));
    assertThatThrownBy(() -> ask(null, request("Dinner").setCost(
        org.reciprocalclubs.codecs.kit.v1.Money.newBuilder().setAmount(100).setCurrency("USD"))))
        .isInstanceOfSatisfying(Problem.class,
            problem -> assertThat(problem.code()).isEqualTo("ALREADY_INSIDE"));
  }

  @Test
  void theSameKeyIsTheSameVisitAndAnotherRequestUnderItIsRefused() {
    var first = record("key-1", "Dinner");
    var again = record("key-1", "Dinner");

    assertThat(first.hit()).isFalse();
    assertThat(again.hit()).isTrue();
    assertThat(again.visit()).isEqualTo(first.visit());
    assertThatThrownBy(() -> record("key-1", "Lunch")).isInstanceOfSatisfying(Problem.class,
        problem -> assertThat(problem.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED"));
  }

  private Recorded record(@Nullable String key, String service) {
    return ask(key, request(service));
  }

  private RecordVisitRequest.Builder request(String service) {
    return RecordVisitRequest.newBuilder().setMemberId(member.toString()).setVisitingClubId(host.toString())
        .addAllServices(List.of(service));
  }

  private Recorded ask(@Nullable String key, RecordVisitRequest.Builder request) {
    Promise<Visit> answer = Promise.promise();
    var call = CallContext.of(desk).withIdempotencyKey(key);
    call.run(DATABASE.vertx(),
        () -> bus.ask(VisitsGrpcClient.RecordVisit, request.build(), Duration.ofSeconds(30))
            .onComplete(answer));
    var visit = TestDatabase.await(answer.future());
    return new Recorded(visit, call.isHit());
  }
}
