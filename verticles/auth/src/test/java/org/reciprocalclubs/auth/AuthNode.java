package org.reciprocalclubs.auth;

import com.google.protobuf.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.ServiceMethod;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.auth.keys.PasswordCost;
import org.reciprocalclubs.auth.keys.Passwords;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.codecs.auth.v1.AppointAdminRequest;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.CreateUserRequest;
import org.reciprocalclubs.codecs.auth.v1.ImportClubsRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.kit.bus.Bus;
import org.reciprocalclubs.kit.bus.BusSettings;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ProblemMapper;
import org.reciprocalclubs.kit.bus.Proof;
import org.reciprocalclubs.kit.bus.Recorder;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.TestDatabase;

/**
 * The room on its bus over a test's database, with the operator signed in. The test's own thread asks and
 * waits.
 */
final class AuthNode implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  static final String SITE = "https://clubs.example";
  static final String OPERATOR_EMAIL = "operator@federation.example";
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus;
  private final Passwords passwords;
  private final UUID federation;

  AuthNode(TestDatabase database, AuthSettings settings, boolean production) {
    this(database, settings, production, Clock.systemUTC());
  }

  /** @param clock by which tokens expire and authenticators go */
  AuthNode(TestDatabase database, AuthSettings settings, boolean production, Clock clock) {
    Codecs codecs = Codecs.contract();
    codecs.register(vertx.eventBus());
    bus = new Bus(vertx, codecs, new BusSettings(Duration.ofSeconds(20), 100), new SimpleMeterRegistry(),
        ProblemMapper.NONE);
    bus.recordTo(Recorder.FORGETFUL);
    passwords = new Passwords(vertx, settings.passwordCost(), settings.passwordQueue());
    federation = Bootstrap
        .ensureOperator(database.store(), passwords, Operator.of(OPERATOR_EMAIL, PASSWORD)).club();
    AuthVerticle verticle = new AuthVerticle(
        new AuthVerticle.Needs(bus, database.store(), new Sealer(new byte[32]),
            passwords, settings, "https://clubs.example", "reciprocal-clubs", production, SITE, clock));
    TestDatabase.await(vertx.deployVerticle(verticle,
        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
  }

  static AuthNode start(TestDatabase database) {
    return new AuthNode(database, cheap(AuthSettings.DEFAULT), false);
  }

  /** Such settings, under which these must have a second factor. */
  static AuthSettings asking(AuthSettings.Who who) {
    AuthSettings s = cheap(AuthSettings.DEFAULT);
    return new AuthSettings(s.passwordCost(), s.passwordQueue(), s.sessionLife(), s.refreshGrace(),
        s.sessionKept(), s.signingKeyLife(), s.enrolmentCodeLife(), s.failuresMax(), s.failureWindow(),
        who, s.stepUpLife(), s.challengeLife(), s.commonPasswordsFile(), s.mails(), s.outside(),
        s.sessionIdle(), s.lockout());
  }

  /** Such settings, with providers at private addresses or not. */
  static AuthSettings outside(boolean allowPrivate) {
    AuthSettings s = cheap(AuthSettings.DEFAULT);
    return new AuthSettings(s.passwordCost(), s.passwordQueue(), s.sessionLife(), s.refreshGrace(),
        s.sessionKept(), s.signingKeyLife(), s.enrolmentCodeLife(), s.failuresMax(), s.failureWindow(),
        s.factorsRequiredOf(), s.stepUpLife(), s.challengeLife(), s.commonPasswordsFile(), s.mails(),
        new AuthSettings.Outside(Duration.ofMinutes(10), Duration.ofSeconds(5), allowPrivate),
        s.sessionIdle(),
        s.lockout());
  }

  /** Such settings, with that much patience for guesses. */
  static AuthSettings patient(AuthSettings.Lockout lockout) {
    AuthSettings s = cheap(AuthSettings.DEFAULT);
    return new AuthSettings(s.passwordCost(), s.passwordQueue(), s.sessionLife(), s.refreshGrace(),
        s.sessionKept(), s.signingKeyLife(), s.enrolmentCodeLife(), s.failuresMax(), s.failureWindow(),
        s.factorsRequiredOf(), s.stepUpLife(), s.challengeLife(), s.commonPasswordsFile(), s.mails(),
        s.outside(), s.sessionIdle(), lockout);
  }

  /** The same settings with hashes that cost next to nothing. */
  static AuthSettings cheap(AuthSettings s) {
    return new AuthSettings(new PasswordCost(64, 1, 1), s.passwordQueue(), s.sessionLife(), s.refreshGrace(),
        s.sessionKept(), s.signingKeyLife(), s.enrolmentCodeLife(), s.failuresMax(), s.failureWindow(),
        s.factorsRequiredOf(), s.stepUpLife(), s.challengeLife(), s.commonPasswordsFile(), s.mails(),
        s.outside(),
        s.sessionIdle(), s.lockout());
  }

  Bus bus() {
    return bus;
  }

  Passwords passwords() {
    return passwords;
  }

  UUID federation() {
    return federation;
  }

  /** Asks as that caller and waits for the answer, or throws its problem. */
  <Q extends Message, A extends Message> A ask(Caller caller, ServiceMethod<A, Q> method, Q request) {
    return ask(CallContext.of(caller), method, request);
  }

  <Q extends Message, A extends Message> A ask(CallContext call, ServiceMethod<A, Q> method, Q request) {
    Promise<A> answer = Promise.promise();
    call.run(vertx, () -> bus.ask(method, request).onComplete(answer));
    return TestDatabase.await(answer.future());
  }

  /** Signs in and becomes who the token says. */
  Caller login(String email) {
    return caller(pair(email));
  }

  AuthPayload pair(String email) {
    return ask(Caller.ANONYMOUS, SessionsGrpcClient.Login,
        LoginRequest.newBuilder().setEmail(email).setPassword(PASSWORD).build());
  }

  Caller operator() {
    return login(OPERATOR_EMAIL);
  }

  /** The caller of an access token. */
  static Caller caller(AuthPayload pair) {
    return caller(pair.getToken());
  }

  static Caller caller(String token) {
    JsonObject claims = claims(token);
    return new Caller(Caller.Kind.valueOf(claims.getString("knd")), UUID.fromString(claims.getString("sub")),
        UUID.fromString(claims.getString("club")), null, UUID.fromString(claims.getString("sid")),
        texts(claims, "perms"), texts(claims, "roles"), new Proof(claims.containsKey("amr")
            && claims.getJsonArray("amr").contains("mfa"), Instant.ofEpochSecond(claims.getLong("prf", 0L)),
            claims.getBoolean("enr", false)));
  }

  static UUID session(String token) {
    return UUID.fromString(claims(token).getString("sid"));
  }

  static JsonObject claims(String token) {
    return new JsonObject(
        new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
  }

  private static Set<String> texts(JsonObject claims, String name) {
    Set<String> texts = new HashSet<>();
    claims.getJsonArray(name).forEach(each -> texts.add((String) each));
    return texts;
  }

  /** A new club with a first administrator, who is signed in. */
  Caller newClub() {
    return newClub(null);
  }

  Caller newClub(@Nullable String code) {
    String name = "Club " + NEXT.incrementAndGet();
    String key = code == null ? "C" + NEXT.get() : code;
    String file = "code,name,kind,time_zone,country,currency\n" + key + "," + name
        + ",CITY,Europe/Zurich,CH,CHF\n";
    String id = ask(operator(), ClubsGrpcClient.ImportClubs,
        ImportClubsRequest.newBuilder().setFormat(ImportClubsRequest.Format.CSV)
            .setContent(com.google.protobuf.ByteString.copyFromUtf8(file)).build())
        .getRows(0).getId();
    String email = "admin@" + key.toLowerCase(java.util.Locale.ROOT) + ".example";
    ask(operator(), ClubsGrpcClient.AppointAdmin,
        AppointAdminRequest.newBuilder().setClubId(id).setEmail(email)
            .setFirstName("Ada").setLastName("Admin").setPassword(PASSWORD).build());
    return login(email);
  }

  /** A login with that role in the administrator's club; the e-mail address. */
  String newUser(Caller admin, String role) {
    String email = role + NEXT.incrementAndGet() + "@people.example";
    ask(admin, UsersGrpcClient.CreateUser, user(email, role));
    return email;
  }

  static CreateUserRequest user(String email, String role) {
    return CreateUserRequest.newBuilder().setEmail(email).setPassword(PASSWORD).setUsername("somebody")
        .setFirstName("Some").setLastName("Body").setRole(role).build();
  }

  @Override
  public void close() {
    TestDatabase.await(vertx.close());
  }
}
