package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.DevicesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.EnrolDeviceRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.kit.bus.CallContext;
import org.reciprocalclubs.kit.bus.CallOrigin;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Problem;
import org.reciprocalclubs.kit.store.TestDatabase;

/** Guessing waits, everywhere together, and its victims do not. */
final class GuessesTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static final String WRONG = "wrong horse battery";
  private static final int MOST = AuthSettings.DEFAULT.failuresMax();
  private static final AuthSettings.Lockout LOCKOUT = new AuthSettings.Lockout(25, 40,
      Duration.ofMinutes(12));
  private static final TestClock CLOCK = new TestClock(Instant.now());
  private static AuthNode node;
  private static AuthNode other;
  private static Caller admin;
  private static int networks;

  @BeforeAll
  static void start() {
    node = new AuthNode(DATABASE, AuthNode.patient(LOCKOUT), false, CLOCK);
    other = new AuthNode(DATABASE, AuthNode.patient(LOCKOUT), false, CLOCK);
    admin = node.newClub();
  }

  @AfterAll
  static void stop() {
    node.close();
    other.close();
  }

  /** An address in a network that nobody came from so far. */
  private static String elsewhere() {
    int next = ++networks;
    return "10." + next / 250 + "." + next % 250 + ".9";
  }

  private static AuthPayload login(AuthNode at, String address, String email, String password) {
    return at.ask(CallContext.of(Caller.ANONYMOUS).from(new CallOrigin(address, "")),
        SessionsGrpcClient.Login, LoginRequest.newBuilder().setEmail(email).setPassword(password).build());
  }

  private static void wrong(String address, String email) {
    assertRefused(() -> login(node, address, email, WRONG), ErrorCode.UNAUTHENTICATED, "INVALID_CREDENTIALS");
  }

  private static Duration mustWait(String address, String email, String password) {
    Problem problem = assertRefused(() -> login(node, address, email, password), ErrorCode.RATE_LIMITED,
        "RATE_LIMITED");
    return Objects.requireNonNull(problem.retryAfter());
  }

  @Test
  void whoeverGuessesElsewhereKeepsNobodyOutWhereTheyWereSignedInBefore() {
    String email = node.newUser(admin, "staff");
    String home = elsewhere();
    login(node, home, email, AuthNode.PASSWORD);
    for (int i = 0; i < LOCKOUT.loginMax(); i++) {
      wrong(elsewhere(), email);
    }
    mustWait(elsewhere(), email, AuthNode.PASSWORD);
    for (int i = 0; i < MOST + 1; i++) {
      assertThat(login(node, home, email, AuthNode.PASSWORD).getToken()).isNotEmpty();
    }
    mustWait(elsewhere(), email, AuthNode.PASSWORD);
  }

  @Test
  void guessingInOneNetworkMakesNoOtherWait() {
    String email = node.newUser(admin, "staff");
    String here = elsewhere();
    for (int i = 0; i < MOST; i++) {
      wrong(here, email);
    }
    mustWait(here, email, AuthNode.PASSWORD);
    assertThat(login(node, elsewhere(), email, AuthNode.PASSWORD).getToken()).isNotEmpty();
  }

  @Test
  void eachFurtherFailureDoublesTheWaitUpToTheLongest() {
    String email = node.newUser(admin, "staff");
    String here = elsewhere();
    login(node, here, email, AuthNode.PASSWORD);
    for (int i = 0; i < MOST; i++) {
      wrong(here, email);
    }
    for (int minutes : List.of(5, 10, 12, 12)) {
      assertThat(mustWait(here, email, WRONG)).isBetween(Duration.ofMinutes(minutes).minusSeconds(2),
          Duration.ofMinutes(minutes).plusSeconds(2));
      CLOCK.advance(Duration.ofMinutes(minutes).plusSeconds(1));
      wrong(here, email);
    }
    CLOCK.advance(Duration.ofMinutes(13));
    assertThat(login(node, here, email, AuthNode.PASSWORD).getToken()).isNotEmpty();
    wrong(here, email);
    assertThat(login(node, here, email, AuthNode.PASSWORD).getToken()).isNotEmpty();
  }

  @Test
  void howeverManyGuessAtTheSameTimeNoMoreAreLookedAt() throws Exception {
    String email = node.newUser(admin, "staff");
    String here = elsewhere();
    CountDownLatch all = new CountDownLatch(1);
    List<String> codes = new ArrayList<>();
    try (ExecutorService guessers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 3 * MOST; i++) {
        AuthNode at = i % 2 == 0 ? node : other;
        answers.add(guessers.submit(() -> {
          all.await();
          return code(at, here, email);
        }));
      }
      all.countDown();
      for (Future<String> each : answers) {
        codes.add(each.get());
      }
    }
    assertThat(codes.stream().filter("INVALID_CREDENTIALS"::equals)).hasSize(MOST);
    assertThat(codes.stream().filter("RATE_LIMITED"::equals)).hasSize(2 * MOST);
  }

  private static String code(AuthNode at, String address, String email) {
    try {
      return login(at, address, email, WRONG).getToken();
    } catch (Problem problem) {
      return problem.code();
    }
  }

  @Test
  void processesCountTogether() {
    String email = node.newUser(admin, "staff");
    String here = elsewhere();
    for (int i = 0; i < MOST; i++) {
      wrong(here, email);
    }
    assertRefused(() -> login(other, here, email, AuthNode.PASSWORD), ErrorCode.RATE_LIMITED, "RATE_LIMITED");
  }

  @Test
  void whoeverTriesManyLoginsFromOneNetworkWaitsAndThoseAtHomeThereDoNot() {
    String here = elsewhere();
    String neighbour = node.newUser(admin, "staff");
    login(node, here, neighbour, AuthNode.PASSWORD);
    for (int i = 0; i < LOCKOUT.addressMax(); i++) {
      wrong(here, "nobody" + i + "@nowhere.example");
    }
    mustWait(here, node.newUser(admin, "staff"), AuthNode.PASSWORD);
    assertThat(login(node, here, neighbour, AuthNode.PASSWORD).getToken()).isNotEmpty();
  }

  @Test
  void signingInOneselfDoesNotMakeUpForGuessingAtOthers() {
    String here = elsewhere();
    String own = node.newUser(admin, "staff");
    login(node, here, own, AuthNode.PASSWORD);
    for (int i = 0; i < LOCKOUT.addressMax(); i++) {
      wrong(here, "nobody.either" + i + "@nowhere.example");
      login(node, here, own, AuthNode.PASSWORD);
    }
    mustWait(here, "nobody.at.all@nowhere.example", WRONG);
  }

  @Test
  void wrongCodesOfKiosksMakeTheirNetworkWaitAndNoOther() {
    String here = elsewhere();
    for (int i = 0; i < LOCKOUT.addressMax(); i++) {
      assertRefused(() -> enrol(here), ErrorCode.UNAUTHENTICATED, "ENROLMENT_CODE_INVALID");
    }
    assertRefused(() -> enrol(here), ErrorCode.RATE_LIMITED, "RATE_LIMITED");
    assertRefused(() -> enrol(elsewhere()), ErrorCode.UNAUTHENTICATED, "ENROLMENT_CODE_INVALID");
  }

  private static void enrol(String address) {
    node.ask(CallContext.of(Caller.ANONYMOUS).from(new CallOrigin(address, "")),
        DevicesGrpcClient.EnrolDevice, EnrolDeviceRequest.newBuilder()
            .setCode("22222-22222").setPublicKey(TestDevice.of("P-256").jwk()).build());
  }

  @Test
  void theCountsNameNobodyAndNoNetwork() {
    String email = node.newUser(admin, "staff");
    wrong("203.0.113.7", email);
    assertThat(DATABASE.count("""
        select count(*) from auth.guess where position(convert_to($1, 'UTF8') in name || place) > 0
          or position(convert_to('203.0.113', 'UTF8') in name || place) > 0""", email)).isZero();
    assertThat(DATABASE.count("select count(*) from auth.guess")).isPositive();
  }
}
