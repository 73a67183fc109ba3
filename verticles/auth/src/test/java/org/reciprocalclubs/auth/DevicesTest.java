package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.auth.v1.CreateEnrolmentCodeRequest;
import org.reciprocalclubs.codecs.auth.v1.Device;
import org.reciprocalclubs.codecs.auth.v1.DevicesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.EnrolDeviceRequest;
import org.reciprocalclubs.codecs.auth.v1.EnrolDeviceResponse;
import org.reciprocalclubs.codecs.auth.v1.IssueDeviceTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.ListDevicesRequest;
import org.reciprocalclubs.codecs.auth.v1.RevokeDeviceRequest;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

final class DevicesTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String code(Caller admin) {
    return node.ask(admin, DevicesGrpcClient.CreateEnrolmentCode,
        CreateEnrolmentCodeRequest.newBuilder().setName("front desk 1").build()).getCode();
  }

  private static EnrolDeviceResponse enrol(String code, TestDevice device) {
    return node.ask(Caller.ANONYMOUS, DevicesGrpcClient.EnrolDevice,
        EnrolDeviceRequest.newBuilder().setCode(code).setPublicKey(device.jwk()).build());
  }

  private static String token(TestDevice device, Device enrolled) {
    return token(device.assertion(UUID.fromString(enrolled.getId()), Instant.now(), _ -> {}));
  }

  private static String token(String assertion) {
    return node.ask(Caller.ANONYMOUS, DevicesGrpcClient.IssueDeviceToken,
        IssueDeviceTokenRequest.newBuilder().setAssertion(assertion).build()).getToken();
  }

  @ParameterizedTest
  @ValueSource(strings = {"P-256", "Ed25519"})
  void aDeviceEnrolsWithACodeAndGetsAKiosksNarrowRights(String curve) {
    Caller admin = node.newClub();
    TestDevice device = TestDevice.of(curve);
    EnrolDeviceResponse enrolled = enrol(code(admin).toLowerCase(Locale.ROOT).replace("-", " "), device);
    assertThat(enrolled.getTimeZone()).isEqualTo("Europe/Zurich");
    assertThat(enrolled.getDevice().getName()).isEqualTo("front desk 1");
    Caller kiosk = AuthNode.caller(token(device, enrolled.getDevice()));
    assertThat(kiosk.kind()).isEqualTo(Caller.Kind.DEVICE);
    assertThat(kiosk.club()).isEqualTo(admin.club());
    assertThat(kiosk.permissions()).containsExactlyInAnyOrder("visit.create", "visit.close", "visit.annul");
    assertThat(node.ask(admin, DevicesGrpcClient.ListDevices, ListDevicesRequest.getDefaultInstance())
        .getDevicesList())
        .singleElement().satisfies(each -> assertThat(each.hasLastSeenAt()).isTrue());
    assertRefused(
        () -> node.ask(kiosk, DevicesGrpcClient.ListDevices, ListDevicesRequest.getDefaultInstance()),
        ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
  }

  @Test
  void aCodeIsSpentOnceAndAnswersItsOwnDeviceAgain() {
    String code = code(node.newClub());
    TestDevice device = TestDevice.of("P-256");
    EnrolDeviceResponse first = enrol(code, device);
    assertThat(enrol(code, device).getDevice().getId()).isEqualTo(first.getDevice().getId());
    assertRefused(() -> enrol(code, TestDevice.of("P-256")), ErrorCode.UNAUTHENTICATED,
        "ENROLMENT_CODE_INVALID");
    assertRefused(() -> enrol("22222-22222", device), ErrorCode.UNAUTHENTICATED, "ENROLMENT_CODE_INVALID");
    assertInvalid(() -> node.ask(Caller.ANONYMOUS, DevicesGrpcClient.EnrolDevice,
        EnrolDeviceRequest.newBuilder().setCode(code).build()), "publicKey");
  }

  @Test
  void aCodeIsTooOldAfterAQuarterOfAnHourOfThePlatformsTime() {
    String code = code(node.newClub());
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    offset.set(Duration.ofMinutes(16));
    try {
      assertRefused(() -> enrol(code, TestDevice.of("P-256")), ErrorCode.UNAUTHENTICATED,
          "ENROLMENT_CODE_INVALID");
    } finally {
      offset.set(Duration.ZERO);
    }
  }

  @Test
  void theTablesHoldNoCodeInTheClear() {
    String code = code(node.newClub()).replace("-", "");
    assertThat(
        DATABASE.count("select count(*) from auth.enrolment_code where position($1::bytea in hash) > 0",
            code.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isZero();
  }

  @Test
  void anAssertionIsTakenOnceAndOnlyFromTheDevicesKey() {
    TestDevice device = TestDevice.of("P-256");
    Device enrolled = enrol(code(node.newClub()), device).getDevice();
    UUID id = UUID.fromString(enrolled.getId());
    String assertion = device.assertion(id, Instant.now(), _ -> {});
    token(assertion);
    assertRefused(() -> token(assertion), ErrorCode.UNAUTHENTICATED, "ASSERTION_INVALID");
    assertRefused(() -> token(TestDevice.of("P-256"), enrolled), ErrorCode.UNAUTHENTICATED,
        "ASSERTION_INVALID");
    assertRefused(() -> token("not.a.token"), ErrorCode.UNAUTHENTICATED, "ASSERTION_INVALID");
    assertRefused(() -> token(device.assertion(UUID.randomUUID(), Instant.now(), _ -> {})),
        ErrorCode.UNAUTHENTICATED, "ASSERTION_INVALID");
  }

  @Test
  void aRevokedDeviceGetsNoTokenAndItsTokensDieOnEveryNodeAndAfterARestart() throws InterruptedException {
    EventTail tail = TestDatabase.await(EventTail.start(DATABASE.store()));
    Revocations revocations = TestDatabase.await(Revocations.follow(DATABASE.store(), tail));
    Caller admin = node.newClub();
    TestDevice device = TestDevice.of("Ed25519");
    Device enrolled = enrol(code(admin), device).getDevice();
    UUID session = AuthNode.session(token(device, enrolled));
    assertThat(revocations.test(session)).isFalse();
    RevokeDeviceRequest request = RevokeDeviceRequest.newBuilder().setId(enrolled.getId()).build();
    assertThat(node.ask(admin, DevicesGrpcClient.RevokeDevice, request).getStatus())
        .isEqualTo(Device.Status.REVOKED);
    assertThat(node.ask(admin, DevicesGrpcClient.RevokeDevice, request).getStatus())
        .isEqualTo(Device.Status.REVOKED);
    for (int tries = 0; tries < 100 && !revocations.test(session); tries++) {
      Thread.sleep(100);
    }
    assertThat(revocations.test(session)).isTrue();
    assertThat(TestDatabase.await(Revocations.follow(DATABASE.store(), tail)).test(session)).isTrue();
    assertRefused(() -> token(device, enrolled), ErrorCode.UNAUTHENTICATED, "DEVICE_REVOKED");
    TestDatabase.await(tail.stop());
  }

  @Test
  void anotherClubsDeviceIsNotThereToRevoke() {
    Device enrolled = enrol(code(node.newClub()), TestDevice.of("P-256")).getDevice();
    Caller stranger = node.newClub();
    assertRefused(() -> node.ask(stranger, DevicesGrpcClient.RevokeDevice,
        RevokeDeviceRequest.newBuilder().setId(enrolled.getId()).build()), ErrorCode.NOT_FOUND, "NOT_FOUND");
    assertThat(node.ask(stranger, DevicesGrpcClient.ListDevices, ListDevicesRequest.getDefaultInstance())
        .getDevicesList()).isEmpty();
  }
}
