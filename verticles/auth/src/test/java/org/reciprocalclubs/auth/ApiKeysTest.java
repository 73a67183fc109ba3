package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import io.vertx.core.Future;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.ApiKey;
import org.reciprocalclubs.codecs.auth.v1.ApiKeysGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.CreateApiKeyRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateApiKeyResponse;
import org.reciprocalclubs.codecs.auth.v1.ExchangeApiKeyRequest;
import org.reciprocalclubs.codecs.auth.v1.GetKeysRequest;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.ListApiKeysRequest;
import org.reciprocalclubs.codecs.auth.v1.RevokeApiKeyRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** Keys of a club's programs, from the office that makes them to the door that takes them. */
final class ApiKeysTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static final AtomicInteger EXCHANGES = new AtomicInteger();
  private static AuthNode node;
  private static Caller admin;
  private static EventTail tail;
  private static Tokens door;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
    admin = node.newClub();
    tail = TestDatabase.await(EventTail.start(DATABASE.store()));
    door = door();
  }

  @AfterAll
  static void stop() {
    TestDatabase.await(tail.stop());
    node.close();
  }

  private static Tokens door() {
    Revocations revocations = TestDatabase.await(Revocations.follow(DATABASE.store(), tail));
    PublicKey key = TokensTest.publicKey(node
        .ask(Caller.ANONYMOUS, SessionsGrpcClient.GetKeys, GetKeysRequest.getDefaultInstance()).getKeys(0));
    return new Tokens(
        new TokenSettings("https://clubs.example", "reciprocal-clubs", Duration.ofSeconds(5), 100),
        _ -> Future.succeededFuture(key), ApiKeysTest::exchanged, revocations, Clock.systemUTC());
  }

  private static Future<String> exchanged(String secret) {
    EXCHANGES.incrementAndGet();
    try {
      return Future.succeededFuture(exchange(secret));
    } catch (RuntimeException refused) {
      return Future.failedFuture(refused);
    }
  }

  private static String exchange(String secret) {
    return node.ask(Caller.ANONYMOUS, ApiKeysGrpcClient.ExchangeApiKey,
        ExchangeApiKeyRequest.newBuilder().setSecret(secret).build()).getToken();
  }

  private static Caller enters(String secret) {
    return TestDatabase.await(door.ofHeader("Bearer " + secret));
  }

  private static void isRefused(String secret) {
    assertRefused(() -> exchange(secret), ErrorCode.UNAUTHENTICATED, "API_KEY_INVALID");
  }

  private static CreateApiKeyRequest.Builder key(Duration life, String... permissions) {
    return CreateApiKeyRequest.newBuilder().setName("Till").addAllPermissions(List.of(permissions))
        .setEndsAt(AuthMapper.timestamp(now().plus(life)));
  }

  private static CreateApiKeyResponse create(Caller caller, Duration life, String... permissions) {
    return node.ask(caller, ApiKeysGrpcClient.CreateApiKey, key(life, permissions).build());
  }

  private static Instant now() {
    return Instant.now().plus(new TimeOffset(DATABASE.store(), false).read());
  }

  private static ApiKey listed(String id) {
    return node.ask(admin, ApiKeysGrpcClient.ListApiKeys, ListApiKeysRequest.getDefaultInstance())
        .getKeysList().stream().filter(each -> each.getId().equals(id)).findFirst().orElseThrow();
  }

  private static ApiKey revoke(Caller caller, String id) {
    return node.ask(caller, ApiKeysGrpcClient.RevokeApiKey,
        RevokeApiKeyRequest.newBuilder().setId(id).build());
  }

  @Test
  void aKeyIsAProgramOfItsClubAtEveryDoorWithItsPermissionsAndNoMore() {
    CreateApiKeyResponse made = create(admin, Duration.ofDays(30), "visit.read", "visit.create");
    assertThat(made.getSecret()).startsWith("rck_").hasSize(79);
    assertThat(made.getKey().getStatus()).isEqualTo(ApiKey.Status.ACTIVE);
    assertThat(made.getKey().hasLastUsedAt()).isFalse();
    Caller program = enters(made.getSecret());
    assertThat(program.kind()).isEqualTo(Caller.Kind.INTEGRATION);
    assertThat(program.club()).isEqualTo(admin.club());
    assertThat(program.requireSubject()).hasToString(made.getKey().getId());
    assertThat(program.permissions()).containsExactlyInAnyOrder("visit.create", "visit.read");
    assertThat(program.ownRowsOnly()).isFalse();
    assertRefused(() -> node.ask(program, ApiKeysGrpcClient.ListApiKeys,
        ListApiKeysRequest.getDefaultInstance()), ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
    assertRefused(() -> node.ask(program, SessionsGrpcClient.GetMe, GetMeRequest.getDefaultInstance()),
        ErrorCode.UNAUTHORIZED, "UNAUTHORIZED");
  }

  @Test
  void aDoorAsksForAKeyOnceAndItsUseIsNotedOnceAMinute() {
    CreateApiKeyResponse made = create(admin, Duration.ofDays(30), "visit.read");
    int before = EXCHANGES.get();
    assertThat(enters(made.getSecret())).isSameAs(enters(made.getSecret()));
    assertThat(EXCHANGES.get()).isEqualTo(before + 1);
    ApiKey first = listed(made.getKey().getId());
    assertThat(first.hasLastUsedAt()).isTrue();
    exchange(made.getSecret());
    assertThat(listed(made.getKey().getId()).getLastUsedAt()).isEqualTo(first.getLastUsedAt());
    later(Duration.ofMinutes(2), () -> {
      exchange(made.getSecret());
      assertThat(listed(made.getKey().getId()).getLastUsedAt()).isNotEqualTo(first.getLastUsedAt());
    });
  }

  private static void later(Duration by, Runnable then) {
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    Duration before = offset.read();
    try {
      offset.set(before.plus(by));
      then.run();
    } finally {
      offset.set(before);
    }
  }

  @Test
  void aRevokedKeyEntersNoDoorAnyMoreAlsoWhereItWasRemembered() {
    CreateApiKeyResponse made = create(admin, Duration.ofDays(30), "visit.read");
    enters(made.getSecret());
    ApiKey revoked = revoke(admin, made.getKey().getId());
    assertThat(revoked.getStatus()).isEqualTo(ApiKey.Status.REVOKED);
    assertThat(revoke(admin, made.getKey().getId())).isEqualTo(revoked);
    isRefused(made.getSecret());
    Eventually.until("the door has heard of it", () -> door.verify(made.getSecret()).failed());
    assertRefused(() -> enters(made.getSecret()), ErrorCode.UNAUTHENTICATED, "SESSION_ENDED");
    assertRefused(() -> TestDatabase.await(door().verify(made.getSecret())), ErrorCode.UNAUTHENTICATED,
        "API_KEY_INVALID");
  }

  @Test
  void aKeyEndsByItselfAndNoTokenOfItOutlivesIt() {
    CreateApiKeyResponse made = create(admin, Duration.ofMinutes(5), "visit.read");
    long ends = made.getKey().getEndsAt().getSeconds();
    assertThat(AuthNode.claims(exchange(made.getSecret())).getLong("exp")).isLessThanOrEqualTo(ends);
    later(Duration.ofMinutes(6), () -> {
      isRefused(made.getSecret());
      assertThat(listed(made.getKey().getId()).getStatus()).isEqualTo(ApiKey.Status.ENDED);
    });
  }

  @Test
  void nobodyGivesAProgramWhatTheyDoNotHoldNorWhatIsForPeopleAlone() {
    for (String forPeople : List.of("member.self", "role.assign", "user.create", "integration.create",
        "club.import", "no.such")) {
      assertInvalid(() -> create(admin, Duration.ofDays(1), forPeople), "permissions");
    }
    assertInvalid(() -> create(admin, Duration.ofDays(1)), "permissions");
    assertInvalid(() -> create(admin, Duration.ofDays(401), "visit.read"), "endsAt");
    assertInvalid(() -> create(admin, Duration.ofSeconds(-1), "visit.read"), "endsAt");
    assertInvalid(() -> node.ask(admin, ApiKeysGrpcClient.CreateApiKey,
        key(Duration.ofDays(1), "visit.read").clearEndsAt().build()), "endsAt");
    assertInvalid(() -> node.ask(admin, ApiKeysGrpcClient.CreateApiKey,
        key(Duration.ofDays(1), "visit.read").setName(" ").build()), "name");
    for (String role : List.of("member", "staff", "manager", "auditor")) {
      Caller without = node.login(node.newUser(admin, role));
      assertRefused(() -> create(without, Duration.ofDays(1), "visit.read"), ErrorCode.UNAUTHORIZED,
          "UNAUTHORIZED");
    }
    Caller pretends = new Caller(Caller.Kind.PERSON, node.login(node.newUser(admin, "staff")).subject(),
        admin.club(), null, null, admin.permissions(), java.util.Set.of("club_admin"));
    assertRefused(() -> create(pretends, Duration.ofDays(1), "pass.revoke"), ErrorCode.UNAUTHORIZED,
        "RIGHTS_EXCEED_YOURS");
    Caller program = enters(create(admin, Duration.ofDays(1), "visit.read").getSecret());
    Caller grown = new Caller(program.kind(), program.subject(), program.club(), null, program.session(),
        admin.permissions(), java.util.Set.of());
    assertRefused(() -> create(grown, Duration.ofDays(1), "visit.read"), ErrorCode.UNAUTHORIZED,
        "STEP_UP_REQUIRED");
  }

  @Test
  void aKeyIsShownOnceAndStoredAsAHashThatNobodyCanTurnBack() {
    CallContext call = CallContext.of(admin).withIdempotencyKey("key-1");
    CreateApiKeyRequest request = key(Duration.ofDays(1), "visit.read").build();
    CreateApiKeyResponse made = node.ask(call, ApiKeysGrpcClient.CreateApiKey, request);
    assertThat(node.ask(call, ApiKeysGrpcClient.CreateApiKey, request)).isEqualTo(made);
    String core = made.getSecret().substring(4);
    assertThat(DATABASE.count("select count(*) from auth.api_key k where k::text like '%" + core + "%'"))
        .isZero();
    assertThat(DATABASE.count("select count(*) from kit.event where position('" + core
        + "'::bytea in data) > 0")).isZero();
    assertThat(DATABASE.count("select count(*) from kit.request where position('" + core
        + "'::bytea in answer) > 0")).isZero();
    assertThat(listed(made.getKey().getId()).toString()).doesNotContain("rck_");
  }

  @Test
  void whatNobodyMadeIsRefusedWithoutALookIntoTheTables() {
    String secret = create(admin, Duration.ofDays(1), "visit.read").getSecret();
    char last = secret.charAt(40);
    isRefused(secret.substring(0, 40) + (last == 'A' ? 'B' : 'A') + secret.substring(41));
    for (String none : List.of("", "rck_", "rck_" + "A".repeat(75), "rck_" + "%".repeat(75), secret + "A")) {
      isRefused(none);
    }
    assertRefused(() -> enters("rck_x"), ErrorCode.UNAUTHENTICATED, "API_KEY_INVALID");
  }

  @Test
  void anotherClubsKeysAreNotThere() {
    String id = create(admin, Duration.ofDays(1), "visit.read").getKey().getId();
    Caller stranger = node.newClub();
    assertRefused(() -> revoke(stranger, id), ErrorCode.NOT_FOUND, "NOT_FOUND");
    assertRefused(() -> revoke(admin, UUID.randomUUID().toString()), ErrorCode.NOT_FOUND, "NOT_FOUND");
    assertThat(node.ask(stranger, ApiKeysGrpcClient.ListApiKeys, ListApiKeysRequest.getDefaultInstance())
        .getKeysList()).isEmpty();
  }

  @Test
  void aClubHasOnlySoManyKeysAtATime() {
    Caller busy = node.newClub();
    String first = create(busy, Duration.ofDays(1), "visit.read").getKey().getId();
    for (int i = 1; i < ApiKeyService.KEYS_MAX; i++) {
      create(busy, Duration.ofDays(1), "visit.read");
    }
    assertRefused(() -> create(busy, Duration.ofDays(1), "visit.read"), ErrorCode.CONFLICT,
        "TOO_MANY_API_KEYS");
    revoke(busy, first);
    create(busy, Duration.ofDays(1), "visit.read");
  }
}
