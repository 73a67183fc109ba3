package org.reciprocalclubs.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.Factor;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.ListFactorsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListFactorsResponse;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RemoveFactorRequest;
import org.reciprocalclubs.codecs.auth.v1.RenewRecoveryCodesRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionEnded;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.codecs.auth.v1.TotpSecret;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;

/** Second factors of one's own: added, listed, renewed, removed. */
final class SecondFactorsTest {
  private static final TestClock CLOCK = new TestClock(Instant.now());

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static AuthNode node;
  private static Caller admin;

  @BeforeAll
  static void start() {
    node = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.NOBODY), false, CLOCK);
    admin = node.newClub();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** No code of an earlier test is in the way. */
  @BeforeEach
  void later() {
    CLOCK.advance(Duration.ofMinutes(2));
  }

  private static Authenticator enrolled(String role) {
    return Authenticator.enrolled(node, CLOCK, node.pair(node.newUser(admin, role)));
  }

  private static AuthPayload completed(Authenticator who, String code) {
    return HalfLogins.complete(node, node.pair(who.email()).getChallenge(), code);
  }

  private static ListFactorsResponse factors(Caller caller) {
    return node.ask(caller, FactorsGrpcClient.ListFactors, ListFactorsRequest.getDefaultInstance());
  }

  private static boolean remove(Caller caller, String id) {
    return node
        .ask(caller, FactorsGrpcClient.RemoveFactor, RemoveFactorRequest.newBuilder().setId(id).build())
        .getRemoved();
  }

  private static List<String> renew(Caller caller) {
    return node.ask(caller, FactorsGrpcClient.RenewRecoveryCodes,
        RenewRecoveryCodesRequest.getDefaultInstance()).getCodesList();
  }

  private static boolean hasFactor(Caller caller) {
    return node.ask(caller, SessionsGrpcClient.GetMe, GetMeRequest.getDefaultInstance()).getSecondFactor();
  }

  private static void wrong(Runnable use) {
    assertThat(assertRefused(use::run, ErrorCode.REFUSED, "CODE_WRONG").field()).isEqualTo("code");
  }

  @Test
  void anAuthenticatorCountsOnceItHasShownARightCode() {
    AuthPayload pair = node.pair(node.newUser(admin, "member"));
    Caller me = AuthNode.caller(pair);
    TotpSecret secret = Authenticator.begin(node, me, "my phone");
    assertThat(secret.getSecret()).matches("[A-Z2-7]{32}");
    assertThat(secret.getUri()).startsWith("otpauth://totp/Reciprocal%20Clubs:member").contains(
        "secret=" + secret.getSecret());
    assertThat(factors(me).getFactorsList()).isEmpty();
    assertThat(node.pair(pair.getUser().getEmail()).getToken()).isNotEmpty();
    Authenticator phone = new Authenticator(CLOCK, me, "", secret, List.of());
    wrong(() -> Authenticator.confirm(node, me, secret, phone.wrong()));

    var answer = Authenticator.confirm(node, me, secret, phone.code(0));

    assertThat(answer.getRecoveryCodesList()).hasSize(10).doesNotHaveDuplicates()
        .allMatch(code -> code.matches("([2-9A-Z]{4}-){5}[2-9A-Z]{4}"));
    Caller now = AuthNode.caller(answer.getToken());
    assertThat(now.proof().factor()).isTrue();
    assertThat(now.session()).isEqualTo(me.session());
    assertThat(hasFactor(now)).isTrue();
    ListFactorsResponse all = factors(now);
    assertThat(all.getRecoveryCodes()).isEqualTo(10);
    assertThat(all.getRequired()).isFalse();
    assertThat(all.getFactorsList()).extracting(Factor::getName, Factor::getKind, Factor::hasLastUsedAt)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("my phone", Factor.Kind.TOTP, false));
    assertThat(node.pair(pair.getUser().getEmail()).getToken()).isEmpty();
  }

  @Test
  void whatWasBegunIsConfirmedByItsOwnerWithinAQuarterOfAnHourAndOnce() {
    Caller me = node.login(node.newUser(admin, "member"));
    TotpSecret first = Authenticator.begin(node, me, "lost");
    TotpSecret second = Authenticator.begin(node, me, "phone");
    Caller other = node.login(node.newUser(admin, "member"));
    String code = Authenticator.code(second, org.reciprocalclubs.auth.keys.Totp.step(CLOCK.instant()));
    notFound(() -> Authenticator.confirm(node, me, first, code));
    notFound(() -> Authenticator.confirm(node, other, second, code));
    var offset = new org.reciprocalclubs.kit.store.TimeOffset(DATABASE.store(), false);
    offset.set(Duration.ofMinutes(16));
    notFound(() -> Authenticator.confirm(node, me, second, code));
    offset.set(Duration.ZERO);
    Authenticator.confirm(node, me, second, code);
    notFound(() -> Authenticator.confirm(node, me, second, code));
    assertInvalid(() -> Authenticator.confirm(node, me, TotpSecret.newBuilder().setId("x").build(), code),
        "id");
    for (String name : List.of("", " ", "x".repeat(61), "a\u0000b")) {
      assertInvalid(() -> Authenticator.begin(node, me, name), "name");
    }
  }

  private static void notFound(Runnable use) {
    assertRefused(use::run, ErrorCode.NOT_FOUND, "NOT_FOUND");
  }

  @Test
  void withTheFirstFactorEveryOtherSessionEndsThatBeganWithoutIt() throws Exception {
    String email = node.newUser(admin, "staff");
    AuthPayload before = node.pair(email);
    Authenticator phone = Authenticator.enrolled(node, CLOCK, node.pair(email));
    assertRefused(() -> node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(before.getRefreshToken()).build()),
        ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    var rows = DATABASE.admin("select data from kit.event where stream = $1",
        AuthNode.session(before.getToken()));
    assertThat(SessionEnded.parseFrom(rows.iterator().next().getBuffer(0).getBytes()).getCause())
        .isEqualTo(SessionEnded.Cause.FACTOR);
    AuthPayload later = completed(phone, phone.code(1));
    CLOCK.advance(Duration.ofMinutes(1));
    TotpSecret second = Authenticator.begin(node, AuthNode.caller(later), "tablet");
    var answer = Authenticator.confirm(node, AuthNode.caller(later), second,
        Authenticator.code(second, org.reciprocalclubs.auth.keys.Totp.step(CLOCK.instant())));
    assertThat(answer.getRecoveryCodesList()).as("there were some").isEmpty();
    assertThat(factors(phone.caller()).getFactorsList()).as("still signed in").hasSize(2);
  }

  @Test
  void eachStepsCodeIsTakenOnceAlsoTheOneThatConfirmed() {
    Authenticator phone = enrolled("member");
    wrong(() -> completed(phone, phone.code(0)));
    CLOCK.advance(Duration.ofSeconds(30));
    assertThat(completed(phone, phone.code(0)).getToken()).isNotEmpty();
    wrong(() -> completed(phone, phone.code(0)));
    wrong(() -> completed(phone, phone.code(-1)));
    assertThat(factors(phone.caller()).getFactors(0).hasLastUsedAt()).isTrue();
  }

  @Test
  void aClockThatIsHalfAMinuteWrongDoesNotMatterAndOneThatIsAMinuteWrongDoes() {
    Authenticator phone = enrolled("member");
    CLOCK.advance(Duration.ofMinutes(3));
    wrong(() -> completed(phone, phone.code(-2)));
    wrong(() -> completed(phone, phone.code(2)));
    assertThat(completed(phone, phone.code(-1)).getToken()).isNotEmpty();
    String typed = phone.code(1).substring(0, 3) + " " + phone.code(1).substring(3) + " ";
    assertThat(completed(phone, typed).getToken()).isNotEmpty();
    wrong(() -> completed(phone, phone.code(0)));
  }

  @Test
  void aRecoveryCodeIsGoodOnceHoweverItIsTyped() {
    Authenticator phone = enrolled("member");
    String code = phone.recoveryCodes().getFirst();
    AuthPayload pair = completed(phone, code.toLowerCase(Locale.ROOT).replace("-", " "));
    assertThat(AuthNode.caller(pair).proof().factor()).isTrue();
    wrong(() -> completed(phone, code));
    assertThat(factors(phone.caller()).getRecoveryCodes()).isEqualTo(9);
    Authenticator other = enrolled("member");
    wrong(() -> completed(phone, other.recoveryCodes().getFirst()));
    assertThat(types(phone)).containsExactly("UserCreated", "FactorAdded", "RecoveryCodeUsed");
  }

  @Test
  void newRecoveryCodesTakeThePlaceOfThoseBefore() {
    Authenticator phone = enrolled("member");
    List<String> fresh = renew(phone.caller());
    assertThat(fresh).hasSize(10).doesNotContainAnyElementsOf(phone.recoveryCodes());
    wrong(() -> completed(phone, phone.recoveryCodes().get(1)));
    assertThat(completed(phone, fresh.get(9)).getToken()).isNotEmpty();
    assertRefused(() -> renew(node.login(node.newUser(admin, "member"))), ErrorCode.REFUSED,
        "FACTOR_NEEDED");
  }

  @Test
  void withTheLastFactorGoTheRecoveryCodesAndThePasswordIsEnoughAgain() {
    Authenticator phone = enrolled("member");
    Caller me = phone.caller();
    String id = factors(me).getFactors(0).getId();
    Authenticator other = enrolled("member");
    assertThat(remove(other.caller(), id)).as("somebody else's").isFalse();
    assertThat(remove(me, id)).isTrue();
    assertThat(remove(me, id)).isFalse();
    assertThat(factors(me).getRecoveryCodes()).isZero();
    assertThat(AuthNode.caller(node.pair(phone.email())).proof().factor()).isFalse();
    assertThat(types(phone)).containsExactly("UserCreated", "FactorAdded", "FactorRemoved");
    assertInvalid(() -> remove(me, "x"), "id");
  }

  @Test
  void aLoginHasFiveAuthenticatorsAtMost() {
    Authenticator phone = enrolled("member");
    for (int i = 2; i <= 5; i++) {
      TotpSecret next = Authenticator.begin(node, phone.caller(), "number " + i);
      Authenticator.confirm(node, phone.caller(), next,
          Authenticator.code(next, org.reciprocalclubs.auth.keys.Totp.step(CLOCK.instant())));
    }
    assertRefused(() -> Authenticator.begin(node, phone.caller(), "one more"), ErrorCode.REFUSED,
        "TOO_MANY_FACTORS");
  }

  @Test
  void refreshingAndSwitchingTheClubAskForNothingAndKeepWhatWasProven() {
    Caller second = node.newClub();
    Authenticator phone = enrolled("manager");
    UUID me = phone.caller().requireSubject();
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "insert into auth.role_grant (account, club, role, granted_at) "
            + "values ($1, kit.club(), 'auditor', kit.now())",
        me));
    AuthPayload pair = completed(phone, phone.code(1));
    AuthPayload next = node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
    AuthPayload abroad = node.ask(AuthNode.caller(next), SessionsGrpcClient.SwitchClub,
        SwitchClubRequest.newBuilder().setClubId(second.requireClub().toString()).build());
    assertThat(AuthNode.caller(next).proof()).isEqualTo(AuthNode.caller(pair).proof());
    assertThat(AuthNode.caller(abroad).proof()).isEqualTo(AuthNode.caller(pair).proof());
    assertThat(AuthNode.caller(abroad).roles()).containsExactly("auditor");
    CLOCK.advance(Duration.ofMinutes(1));
    assertThat(factors(AuthNode.caller(abroad)).getFactorsList()).hasSize(1);
  }

  @Test
  void neitherSecretsNorCodesStandInTheDatabaseOrInEvents() {
    Authenticator phone = enrolled("member");
    byte[] secret = Base32.decode(phone.secret().getSecret());
    String code = phone.recoveryCodes().getFirst();
    String challenge = node.pair(phone.email()).getChallenge();
    assertThat(DATABASE.count("select count(*) from auth.factor where position($1 in sealed) > 0",
        io.vertx.core.buffer.Buffer.buffer(secret))).isZero();
    for (String text : List.of(phone.secret().getSecret(), code, code.replace("-", ""), challenge)) {
      for (String table : List.of("auth.factor", "auth.recovery_code", "auth.login_challenge")) {
        assertThat(DATABASE.count("select count(*) from " + table + " t where t::text like '%' || $1 || '%'",
            text)).as(table).isZero();
      }
      assertThat(DATABASE.count("select count(*) from kit.event where position($1 in data) > 0",
          io.vertx.core.buffer.Buffer.buffer(text.getBytes(US_ASCII)))).isZero();
    }
  }

  private static List<String> types(Authenticator who) {
    List<String> types = new java.util.ArrayList<>();
    DATABASE.admin("select type from kit.event where stream = $1 order by version",
        who.caller().requireSubject())
        .forEach(row -> types.add(row.getString(0).substring(row.getString(0).lastIndexOf('.') + 1)));
    return types;
  }
}
