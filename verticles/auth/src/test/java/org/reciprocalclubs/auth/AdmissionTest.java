package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reciprocalclubs.auth.rules.Permission;
import org.reciprocalclubs.auth.rules.Role;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.Rpc;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.ProblemMapper;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.store.TestDatabase;

/**
 * Whom the rooms' side of the bus lets in, asked directly, with no door in between: for every rpc of the
 * contract. What is served here only says that it was reached.
 */
final class AdmissionTest {
  private static final Codecs CODECS = Codecs.contract();
  /** What everybody signed in may change, because it is their own. */
  private static final Set<String> ONES_OWN = Set.of("Logout", "SwitchClub", "EndMySession",
      "EndMyOtherSessions", "ChangePassword", "RequestEmailVerification", "MarkNotificationRead",
      "MarkAllNotificationsRead", "BeginTotp", "ConfirmTotp", "RemoveFactor", "RenewRecoveryCodes", "StepUp",
      "BeginPasskey", "ConfirmPasskey", "RenamePasskey", "RemovePasskey", "BeginPasskeyStepUp");
  /** What reads nothing of a club: it works out examples of terms that the question holds. */
  private static final Set<String> NOTHING_OF_A_CLUB = Set.of("ListTermsExamples");
  private static Vertx vertx;
  private static Bus bus;

  @BeforeAll
  static void serve() {
    vertx = Vertx.vertx();
    CODECS.register(vertx.eventBus());
    bus = new Bus(vertx, CODECS, new BusSettings(Duration.ofSeconds(20), 10), new SimpleMeterRegistry(),
        ProblemMapper.NONE);
    bus.recordTo(Recorder.FORGETFUL);
    for (Rpc rpc : CODECS.rpcs()) {
      TestDatabase.await(bus.serve(rpc.server(), _ -> rpc.response()));
    }
  }

  @AfterAll
  static void stop() {
    TestDatabase.await(vertx.close());
  }

  static List<Rpc> rpcs() {
    return List.copyOf(CODECS.rpcs());
  }

  private static Caller with(Set<String> permissions) {
    return new Caller(Caller.Kind.PERSON, UUID.randomUUID(), UUID.randomUUID(), null, UUID.randomUUID(),
        permissions, Set.of("some role"));
  }

  private static Message ask(Caller caller, Rpc rpc) {
    Promise<Message> answer = Promise.promise();
    CallContext.of(caller).run(vertx,
        () -> bus.ask(rpc, rpc.request(), Duration.ofSeconds(20)).onComplete(answer));
    return TestDatabase.await(answer.future());
  }

  private static void answered(Caller caller, Rpc rpc) {
    assertThat(ask(caller, rpc)).isEqualTo(rpc.response());
  }

  private static void refused(Caller caller, Rpc rpc) {
    assertRefused(() -> ask(caller, rpc), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
  }

  private static Set<String> allBut(List<String> left) {
    return Stream.of(Permission.values()).map(Permission::text).filter(each -> !left.contains(each))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("rpcs")
  void aRoomAnswersWhoHoldsAPermissionThatTheContractNamesAndNobodyElse(Rpc rpc) {
    if (rpc.isPublic()) {
      answered(Caller.ANONYMOUS, rpc);
      return;
    }
    assertRefused(() -> ask(Caller.ANONYMOUS, rpc), ErrorCode.UNAUTHENTICATED, "UNAUTHENTICATED");
    if (rpc.isSession()) {
      answered(with(Set.of()), rpc);
      return;
    }
    rpc.permissions().forEach(each -> answered(with(Set.of(each)), rpc));
    refused(with(allBut(rpc.permissions())), rpc);
    answered(Caller.system(UUID.randomUUID()), rpc);
  }

  @ParameterizedTest
  @MethodSource("rpcs")
  void whatAsksForALateProofIsNeitherForDevicesNorForPrograms(Rpc rpc) {
    if (!rpc.stepUp()) {
      return;
    }
    for (Caller.Kind kind : List.of(Caller.Kind.DEVICE, Caller.Kind.INTEGRATION)) {
      Caller caller = new Caller(kind, UUID.randomUUID(), UUID.randomUUID(), null, UUID.randomUUID(),
          allBut(List.of()), Set.of());
      assertRefused(() -> ask(caller, rpc), ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED");
    }
  }

  /** What gives, takes or replaces what others go by; and terms, by which they are bound. */
  @Test
  void whatIsHardToUndoAsksForALateProof() {
    assertThat(rpcs().stream().filter(Rpc::stepUp).map(rpc -> rpc.descriptor().getName()))
        .containsExactlyInAnyOrder("CreateUser", "ConfirmUser", "RemoveUserFactors", "SuspendUser",
            "ReinstateUser", "AppointAdmin",
            "OnboardClub", "SuspendClub", "ReinstateClub",
            "EndUserSessions", "CreateRole", "UpdateRole", "DeleteRole", "AssignRole", "WithdrawRole",
            "CreateApiKey", "RotateSigningKey", "RotatePassKey", "RemoveFactor", "RenewRecoveryCodes",
            "RemovePasskey",
            "SetProvider", "RemoveProvider",
            "ProposeAgreement", "ApproveAgreement", "CounterAgreement", "ProposeAmendment",
            "ApproveAmendment");
  }

  @ParameterizedTest
  @MethodSource("rpcs")
  void anAuditorReadsAllOfAClubAndChangesNothing(Rpc rpc) {
    Caller auditor = with(Role.AUDITOR.permissions());
    String name = rpc.descriptor().getName();
    if (rpc.isPublic()) {
      return;
    }
    if (rpc.isSession()) {
      assertThat(rpc.reads() || ONES_OWN.contains(name)).as("reads, or is one's own").isTrue();
    } else if (!rpc.reads() || NOTHING_OF_A_CLUB.contains(name)
        || rpc.permissions().equals(List.of(Permission.MEMBER_SELF.text()))) {
      refused(auditor, rpc);
    } else {
      answered(auditor, rpc);
    }
  }
}
