package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.BeginOutsideLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.FinishOutsideLoginRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginWithIdTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.ProvidersGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.ReinstateClubRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SuspendClubRequest;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.kit.auth.TestProvider;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.TestDatabase;

/** Whom their club's provider knows comes in by it, and nobody else does. */
final class OutsideLoginTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;
  private static TestProvider provider;
  private static Caller admin;
  private static UUID club;

  @BeforeAll
  static void start() throws Exception {
    node = new AuthNode(DATABASE, AuthNode.outside(true), false);
    provider = TestProvider.start();
    admin = node.newClub();
    club = admin.requireClub();
    OutsideLogins.setProvider(node, admin, provider.issuer());
  }

  @AfterAll
  static void stop() {
    node.close();
    provider.close();
  }

  @AfterEach
  void theProviderTellsTheTruthAgain() {
    provider.saying(UnaryOperator.identity());
  }

  private static FinishOutsideLoginRequest back(String email) throws Exception {
    return back(provider.signIn(begin(club), email));
  }

  private static String begin(UUID at) {
    return node.ask(Caller.ANONYMOUS, ProvidersGrpcClient.BeginOutsideLogin,
        BeginOutsideLoginRequest.newBuilder().setClubId(at.toString()).build()).getUrl();
  }

  private static FinishOutsideLoginRequest back(URI browser) {
    assertThat(browser.toString()).startsWith(AuthNode.SITE + "/outside/?");
    return FinishOutsideLoginRequest.newBuilder().setCode(value(browser, "code"))
        .setState(value(browser, "state")).build();
  }

  private static String value(URI uri, String name) {
    for (String each : uri.getRawQuery().split("&", -1)) {
      if (each.startsWith(name + "=")) {
        return URLDecoder.decode(each.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError(uri + " has no " + name);
  }

  private static AuthPayload finish(FinishOutsideLoginRequest request) {
    return node.ask(Caller.ANONYMOUS, ProvidersGrpcClient.FinishOutsideLogin, request);
  }

  private static AuthPayload token(String idToken) {
    return node.ask(Caller.ANONYMOUS, ProvidersGrpcClient.LoginWithIdToken,
        LoginWithIdTokenRequest.newBuilder().setClubId(club.toString()).setIdToken(idToken).build());
  }

  private static void refused(FinishOutsideLoginRequest request, String code) {
    assertRefused(() -> finish(request), ErrorCode.UNAUTHENTICATED, code);
  }

  @Test
  void whomTheProviderKnowsIsSignedInAndKnownByItsNameFromThenOn() throws Exception {
    String email = node.newUser(admin, "staff");

    AuthPayload first = finish(back(email));

    assertThat(AuthNode.caller(first).requireClub()).isEqualTo(club);
    assertThat(first.getUser().getEmail()).isEqualTo(email);
    assertThat(first.getUser().getEmailVerified()).isTrue();
    provider.saying(said -> said.put("sub", "of " + email).put("email", "renamed@people.example"));
    assertThat(finish(back("renamed@people.example")).getUser().getId()).isEqualTo(first.getUser().getId());
    assertThat(DATABASE.count("select count(*) from kit.event where type like '%OutsideIdentityLinked'"
        + " and stream = $1", UUID.fromString(first.getUser().getId()))).isOne();
  }

  @Test
  void whatCameBackIsGoodOnceAndOnlyForWhatWasBegun() throws Exception {
    String email = node.newUser(admin, "member");
    FinishOutsideLoginRequest back = back(email);
    finish(back);
    refused(back, "OUTSIDE_LOGIN_INVALID");

    FinishOutsideLoginRequest one = back(email);
    FinishOutsideLoginRequest other = back(email);
    refused(one.toBuilder().setCode(other.getCode()).build(), "OUTSIDE_LOGIN_INVALID");
    refused(back(email).toBuilder().setState("A".repeat(64)).build(), "OUTSIDE_LOGIN_INVALID");
    refused(back(email).toBuilder().setState("").build(), "OUTSIDE_LOGIN_INVALID");
    refused(back(email).toBuilder().setCode("never given").build(), "OUTSIDE_LOGIN_INVALID");
    refused(back(email).toBuilder().setCode("x".repeat(10_000)).build(), "OUTSIDE_LOGIN_INVALID");
  }

  @Test
  void aCodeThatAnotherProviderGaveIsNotShownToThisOne() throws Exception {
    String email = node.newUser(admin, "member");
    refused(back(email).toBuilder().setIssuer("https://another.example").build(), "OUTSIDE_LOGIN_INVALID");
    assertThat(finish(back(email).toBuilder().setIssuer(provider.issuer()).build()).getToken()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "nonce", "exp", "iat", "sub", "azp"})
  void anIdTokenThatSaysSomethingElseLetsNobodyIn(String claim) throws Exception {
    String email = node.newUser(admin, "member");
    long hourAgo = Instant.now().getEpochSecond() - 3_600;
    provider.saying(said -> switch (claim) {
      case "exp" -> said.put("exp", hourAgo).put("iat", hourAgo - 60);
      case "iat" -> said.put("iat", Instant.now().getEpochSecond() + 3_600);
      case "sub" -> {
        said.remove("sub");
        yield said;
      }
      default -> said.put(claim, "https://another.example");
    });
    refused(back(email), "OUTSIDE_LOGIN_INVALID");
  }

  @Test
  void anIdTokenThatTheProviderDidNotSignLetsNobodyIn() {
    String email = node.newUser(admin, "member");
    String[] parts = provider.idToken(email, null).split("\\.", -1);
    String none = Base64.getUrlEncoder().withoutPadding()
        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
    assertRefused(() -> token(none + "." + parts[1] + "."), ErrorCode.UNAUTHENTICATED,
        "OUTSIDE_LOGIN_INVALID");
    String another = Base64.getUrlEncoder().withoutPadding().encodeToString(new JsonObject(
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)).put("sub", "somebody")
        .encode().getBytes(StandardCharsets.UTF_8));
    assertRefused(() -> token(parts[0] + "." + another + "." + parts[2]), ErrorCode.UNAUTHENTICATED,
        "OUTSIDE_LOGIN_INVALID");
    assertRefused(() -> token("no token"), ErrorCode.UNAUTHENTICATED, "OUTSIDE_LOGIN_INVALID");
  }

  @Test
  void anAppHandsOverAnIdTokenOnce() {
    String email = node.newUser(admin, "member");
    String idToken = provider.idToken(email, null);
    assertThat(token(idToken).getUser().getEmail()).isEqualTo(email);
    assertRefused(() -> token(idToken), ErrorCode.UNAUTHENTICATED, "OUTSIDE_LOGIN_INVALID");
    provider.rotate();
    assertThat(token(provider.idToken(email, null)).getUser().getEmail()).as("signed with its next key")
        .isEqualTo(email);
  }

  @Test
  void anIdTokenThatWasMadeLongAgoIsNotHandedOver() {
    String email = node.newUser(admin, "member");
    provider.saying(said -> said.put("iat", Instant.now().getEpochSecond() - 3_600));
    assertRefused(() -> token(provider.idToken(email, null)), ErrorCode.UNAUTHENTICATED,
        "OUTSIDE_LOGIN_INVALID");
  }

  @Test
  void anAddressThatTheProviderHasNotConfirmedIsNobodys() throws Exception {
    String email = node.newUser(admin, "manager");
    provider.saying(said -> said.put("email_verified", false));
    refused(back(email), "NO_SUCH_LOGIN");
    provider.saying(said -> {
      said.remove("email");
      return said;
    });
    refused(back(email), "NO_SUCH_LOGIN");
    provider.saying(UnaryOperator.identity());
    refused(back("nobody@people.example"), "NO_SUCH_LOGIN");
    refused(back("not an address"), "NO_SUCH_LOGIN");
  }

  @Test
  void aProviderSpeaksForNoLoginOfAnotherClub() throws Exception {
    Caller other = node.newClub();
    String theirs = node.newUser(other, "club_admin");
    refused(back(theirs), "NO_SUCH_LOGIN");

    String email = node.newUser(admin, "staff");
    UUID user = node.login(email).requireSubject();
    DATABASE.admin(
        "insert into auth.role_grant (account, club, role, granted_at) values ($1, $2, 'staff', now())",
        user, other.requireClub());
    AuthPayload here = finish(back(email));
    assertRefused(() -> node.ask(AuthNode.caller(here), SessionsGrpcClient.SwitchClub,
        SwitchClubRequest.newBuilder().setClubId(other.requireClub().toString()).build()),
        ErrorCode.UNAUTHORIZED, "OUTSIDE_SESSION");
  }

  @Test
  void whoMadeALoginWithSomebodyElsesAddressLosesIt() throws Exception {
    String email = node.newUser(admin, "member");
    AuthPayload before = node.pair(email);

    finish(back(email));

    assertRefused(() -> node.pair(email), ErrorCode.UNAUTHENTICATED, "INVALID_CREDENTIALS");
    assertRefused(() -> node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(before.getRefreshToken()).build()),
        ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
  }

  @Test
  void whoHasConfirmedTheAddressKeepsThePassword() throws Exception {
    String email = node.newUser(admin, "member");
    DATABASE.admin("update auth.account set email_verified_at = now() where email = $1", email);
    finish(back(email));
    assertThat(node.pair(email).getToken()).isNotEmpty();
  }

  @Test
  void aSecondFactorIsAskedForHereToo() throws Exception {
    String email = node.newUser(admin, "manager");
    DATABASE.admin("update auth.account set email_verified_at = now() where email = $1", email);
    Authenticator phone = Authenticator.enrolled(node, Clock.systemUTC(), node.pair(email));

    AuthPayload half = finish(back(email));

    assertThat(half.getToken()).isEmpty();
    AuthPayload whole = HalfLogins.complete(node, half.getChallenge(), phone.code(1));
    assertThat(AuthNode.caller(whole).proof().factor()).isTrue();
    assertThat(DATABASE.count("select count(*) from auth.session where id = $1 and outside",
        AuthNode.session(whole.getToken()))).isOne();
  }

  @Test
  void nobodyComesInOrIsLinkedWhileTheFederationSuspendsTheClub() throws Exception {
    String email = node.newUser(admin, "member");
    FinishOutsideLoginRequest begun = back(email);
    node.ask(node.operator(), ClubsGrpcClient.SuspendClub,
        SuspendClubRequest.newBuilder().setClubId(club.toString()).setReason("dues").build());
    try {
      assertRefused(() -> finish(begun), ErrorCode.UNAUTHORIZED, "CLUB_NOT_ACTIVE");
      assertThat(DATABASE.count("select count(*) from auth.outside_identity i join auth.account a"
          + " on a.id = i.account where a.email = $1", email)).isZero();
    } finally {
      node.ask(node.operator(), ClubsGrpcClient.ReinstateClub,
          ReinstateClubRequest.newBuilder().setClubId(club.toString()).build());
    }
    assertThat(finish(back(email)).getToken()).isNotEmpty();
  }

  @Test
  void aClubWithoutAProviderSaysSo() {
    UUID without = node.newClub().requireClub();
    assertRefused(() -> begin(without), ErrorCode.REFUSED, "NO_PROVIDER");
  }
}
