package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AssignRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.CreateRoleRequest;
import org.reciprocalclubs.codecs.auth.v1.GetProviderRequest;
import org.reciprocalclubs.codecs.auth.v1.ListSignInClubsRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginWithIdTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.Provider;
import org.reciprocalclubs.codecs.auth.v1.ProvidersGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.RemoveProviderRequest;
import org.reciprocalclubs.codecs.auth.v1.RolesGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SetProviderRequest;
import org.reciprocalclubs.codecs.auth.v1.SignInClub;
import org.reciprocalclubs.kit.auth.TestProvider;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.TestDatabase;

/** Where a club's people sign in is set by whoever may do all that any of them may. */
final class ProvidersTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;
  private static TestProvider provider;

  @BeforeAll
  static void start() throws Exception {
    node = new AuthNode(DATABASE, AuthNode.outside(true), false);
    provider = TestProvider.start();
  }

  @AfterAll
  static void stop() {
    node.close();
    provider.close();
  }

  private static Provider get(Caller caller) {
    return node.ask(caller, ProvidersGrpcClient.GetProvider, GetProviderRequest.getDefaultInstance());
  }

  private static SetProviderRequest.Builder wanted() {
    return SetProviderRequest.newBuilder().setIssuer(provider.issuer()).setClientId(TestProvider.CLIENT);
  }

  private static Provider set(Caller caller, SetProviderRequest.Builder wanted) {
    return node.ask(caller, ProvidersGrpcClient.SetProvider, wanted.build());
  }

  private static boolean remove(Caller caller) {
    return node.ask(caller, ProvidersGrpcClient.RemoveProvider, RemoveProviderRequest.getDefaultInstance())
        .getRemoved();
  }

  private static boolean isOffered(Caller admin) {
    return node.ask(Caller.ANONYMOUS, ProvidersGrpcClient.ListSignInClubs,
        ListSignInClubsRequest.getDefaultInstance()).getClubsList().stream().map(SignInClub::getId)
        .anyMatch(admin.requireClub().toString()::equals);
  }

  @Test
  void itIsSetOfferedReadAndRemovedAndItsSecretIsToldToNobody() {
    Caller admin = node.newClub();
    assertRefused(() -> get(admin), ErrorCode.NOT_FOUND, "NOT_FOUND");
    assertThat(isOffered(admin)).isFalse();

    Provider set = OutsideLogins.setProvider(node, admin, provider.issuer());

    assertThat(set.getJwksUri()).as("as its metadata says").isEqualTo(provider.issuer() + "/keys");
    assertThat(set.getAudience()).isEqualTo(TestProvider.CLIENT);
    assertThat(get(admin)).isEqualTo(set);
    assertThat(set.getHasSecret()).isTrue();
    assertThat(set.toString()).doesNotContain(TestProvider.SECRET);
    assertThat(DATABASE.count("select count(*) from auth.provider where position($1::bytea in secret) > 0",
        io.vertx.core.buffer.Buffer.buffer(TestProvider.SECRET))).as("in the clear").isZero();
    assertThat(isOffered(admin)).isTrue();
    assertThat(set(admin, wanted()).getHasSecret()).as("as it was").isTrue();
    assertThat(set(admin, wanted().setClientSecret("")).getHasSecret()).isFalse();
    assertThat(remove(admin)).isTrue();
    assertThat(remove(admin)).isFalse();
    assertThat(isOffered(admin)).isFalse();
  }

  @Test
  void sessionsThatBeganThereEndWithIt() {
    Caller admin = node.newClub();
    OutsideLogins.setProvider(node, admin, provider.issuer());
    String email = node.newUser(admin, "member");
    String there = node.ask(Caller.ANONYMOUS, ProvidersGrpcClient.LoginWithIdToken,
        LoginWithIdTokenRequest.newBuilder().setClubId(admin.requireClub().toString())
            .setIdToken(provider.idToken(email, null)).build())
        .getToken();
    remove(admin);
    assertThat(DATABASE.count("select count(*) from auth.session where id = $1 and ended_why = 'PROVIDER'",
        AuthNode.session(there))).isOne();
    assertThat(DATABASE.count("select count(*) from auth.session where id = $1 and ended_at is null",
        admin.session())).as("of a password").isOne();
  }

  @Test
  void whoMayNotDoWhatAnyOfTheClubMayDoesNotSayWhoTheyAre() {
    Caller admin = node.newClub();
    String role = node.ask(admin, RolesGrpcClient.CreateRole,
        CreateRoleRequest.newBuilder().setName("Sign-in desk").addPermissions("provider.set").build())
        .getId();
    String email = node.newUser(admin, "staff");
    node.ask(admin, RolesGrpcClient.AssignRole, AssignRoleRequest.newBuilder()
        .setUserId(node.login(email).requireSubject().toString()).setRole(role).build());
    Caller clerk = node.login(email);
    assertRefused(() -> set(clerk, wanted()), ErrorCode.UNAUTHORIZED, "RIGHTS_EXCEED_YOURS");
    assertRefused(() -> set(node.login(node.newUser(admin, "manager")), wanted()), ErrorCode.UNAUTHORIZED,
        "UNAUTHORIZED");
  }

  @Test
  void whatIsNoProviderIsRefusedWithTheReason() {
    Caller admin = node.newClub();
    assertRefused(() -> set(admin, wanted().setIssuer("http://localhost:1")), ErrorCode.REFUSED,
        "PROVIDER_UNFIT");
    assertRefused(() -> set(admin, wanted().setIssuer(provider.issuer() + "/")), ErrorCode.REFUSED,
        "PROVIDER_UNFIT");
    assertInvalid(() -> set(admin, wanted().setIssuer("no address")), "issuer");
    assertInvalid(() -> set(admin, wanted().setIssuer("")), "issuer");
    assertInvalid(() -> set(admin, wanted().setClientId(" ")), "clientId");
    assertInvalid(() -> set(admin, wanted().setJwksUri("nowhere")), "jwksUri");
  }

  @Test
  void noProviderSendsABrowserToWhatItWouldRun() throws Exception {
    Caller admin = node.newClub();
    try (TestProvider sly = TestProvider.start()) {
      sly.sendingTo("javascript:alert(1)");
      assertRefused(() -> set(admin, wanted().setIssuer(sly.issuer())), ErrorCode.REFUSED, "PROVIDER_UNFIT");
      sly.sendingTo("data:text/html,hello");
      assertRefused(() -> set(admin, wanted().setIssuer(sly.issuer())), ErrorCode.REFUSED, "PROVIDER_UNFIT");
    }
  }

  @Test
  void noOfficeMakesThePlatformKnockAtAPrivateAddress() {
    try (AuthNode strict = new AuthNode(DATABASE, AuthNode.outside(false), false)) {
      Caller admin = strict.newClub();
      for (String issuer : new String[]{provider.issuer(), "https://localhost", "https://127.0.0.1:9999",
          "https://169.254.169.254", "https://10.0.0.1", "https://[::1]", "https://[fd00::1]",
          "https://100.64.0.1", "https://0.0.0.0"}) {
        assertRefused(() -> OutsideLogins.setProvider(strict, admin, issuer), ErrorCode.REFUSED,
            "PROVIDER_UNFIT");
      }
    }
  }
}
