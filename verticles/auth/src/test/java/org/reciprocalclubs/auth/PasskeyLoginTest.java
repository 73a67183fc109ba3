package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.ChangePasswordRequest;
import org.reciprocalclubs.codecs.auth.v1.ClubsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.ConfirmPasskeyResponse;
import org.reciprocalclubs.codecs.auth.v1.CredentialsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.RemoveUserFactorsRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.SuspendClubRequest;
import org.reciprocalclubs.codecs.auth.v1.SwitchClubRequest;
import org.reciprocalclubs.codecs.auth.v1.UsersGrpcClient;
import org.reciprocalclubs.codecs.kit.v1.Mail;
import org.reciprocalclubs.kit.auth.TestPasskey;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.kit.store.Scope;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** Signing in with a passkey, and proving with one who sits there. */
final class PasskeyLoginTest {
  private static final TestClock CLOCK = new TestClock(Instant.now());
  private static final Outbox OUTBOX = new Outbox(new Sealer(new byte[32]));

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static final List<Mail> MAILS = new ArrayList<>();
  private static AuthNode node;
  private static Passkeys passkeys;
  private static Caller admin;

  @BeforeAll
  static void start() {
    node = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.NOBODY), false, CLOCK);
    passkeys = new Passkeys(node);
    admin = node.newClub();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Somebody with a passkey, and the session in which it was added. */
  private record Owner(String email, Caller caller, TestPasskey passkey, List<String> recoveryCodes) {
    UUID id() {
      return caller.requireSubject();
    }
  }

  private static Owner owner(String role, TestPasskey passkey) {
    String email = node.newUser(admin, role);
    ConfirmPasskeyResponse added = passkeys.add(node.login(email), passkey, "phone");
    return new Owner(email, AuthNode.caller(added.getToken()), passkey, added.getRecoveryCodesList());
  }

  private static Owner owner(String role) {
    return owner(role, new TestPasskey(AuthNode.SITE));
  }

  private static void refused(JsonObject used, String code) {
    assertRefused(() -> passkeys.finish(used, ""), ErrorCode.UNAUTHENTICATED, code);
  }

  private static long mails(String to, Mail.Template template) {
    OUTBOX.due(DATABASE.store(), 1_000, true).forEach(due -> OUTBOX
        .claim(DATABASE.store(), due, Duration.ofDays(1), Duration.ofDays(1))
        .ifPresent(claimed -> MAILS.add(claimed.mail())));
    return MAILS.stream().filter(mail -> mail.getTo().equals(to) && mail.getTemplate() == template).count();
  }

  private static long open(Owner who) {
    return DATABASE.count("select count(*) from auth.session where account = $1 and ended_at is null",
        who.id());
  }

  private static long events(Owner who, String type) {
    return DATABASE.count("select count(*) from kit.event where stream = $1 and type like '%.' || $2",
        who.id(), type);
  }

  @ParameterizedTest
  @EnumSource
  void aPasskeySaysWhoItIsAndThatIsEnough(TestPasskey.Algorithm algorithm) {
    Owner who = owner("staff", new TestPasskey(AuthNode.SITE, algorithm));

    AuthPayload pair = passkeys.signIn(who.passkey());

    assertThat(pair.getUser().getEmail()).isEqualTo(who.email());
    assertThat(pair.getChallenge()).isEmpty();
    Caller caller = AuthNode.caller(pair);
    assertThat(caller.permissions()).contains("visit.create");
    assertThat(caller.proof().factor()).isTrue();
    assertThat(caller.proof().isFresh(CLOCK.instant())).isTrue();
    assertThat(passkeys.list(caller).getFirst().hasLastUsedAt()).isTrue();
    assertThat(passkeys.signIn(who.passkey()).getToken()).isNotEmpty();
  }

  @Test
  void eachOfSeveralSignsInAndThePasswordAloneNoMore() {
    Owner who = owner("member");
    TestPasskey ring = passkeys.added(who.caller());
    assertThat(passkeys.signIn(ring).getUser().getEmail()).isEqualTo(who.email());
    assertThat(passkeys.signIn(who.passkey()).getUser().getEmail()).isEqualTo(who.email());
    AuthPayload half = node.pair(who.email());
    assertThat(half.getToken()).isEmpty();
    assertThat(HalfLogins.complete(node, half.getChallenge(), who.recoveryCodes().getFirst()).getToken())
        .isNotEmpty();
  }

  @Test
  void itLeadsToTheClubUsedLastOrToTheOneThatIsNamed() {
    Owner who = owner("member");
    Caller second = node.newClub();
    DATABASE.store().perform(Scope.club(second.requireClub()), tx -> tx.query(
        "insert into auth.role_grant (account, club, role, granted_at) "
            + "values ($1, kit.club(), 'auditor', kit.now())",
        who.id()));
    String there = second.requireClub().toString();
    assertThat(passkeys.signIn(who.passkey()).getUser().getClubId())
        .isEqualTo(admin.requireClub().toString());
    AuthPayload abroad = passkeys.finish(who.passkey().used(passkeys.question()), there);
    assertThat(abroad.getUser().getClubId()).isEqualTo(there);
    assertThat(AuthNode.caller(abroad).permissions()).contains("visit.read");
    assertThat(passkeys.signIn(who.passkey()).getUser().getClubId()).isEqualTo(there);
    assertThat(node.ask(AuthNode.caller(abroad), SessionsGrpcClient.SwitchClub,
        SwitchClubRequest.newBuilder().setClubId(admin.requireClub().toString()).build()).getToken())
        .isNotEmpty();
    assertThat(passkeys.list(AuthNode.caller(abroad))).hasSize(1);

    String strangers = node.newClub().requireClub().toString();
    assertRefused(() -> passkeys.finish(who.passkey().used(passkeys.question()), strangers),
        ErrorCode.UNAUTHENTICATED, "PASSKEY_INVALID");
    assertInvalid(() -> passkeys.finish(who.passkey().used(passkeys.question()), "x"), "clubId");
  }

  @Test
  void anAnswerOfAnotherSiteOrPersonOrWithoutAVerifiedUserSignsNobodyIn() {
    Owner who = owner("member");
    Owner other = owner("member");
    TestPasskey passkey = who.passkey();
    refused(passkey.at("https://evil.example").used(passkeys.question()), "PASSKEY_INVALID");
    passkey.at(AuthNode.SITE).believing("evil.example");
    refused(passkey.used(passkeys.question()), "PASSKEY_INVALID");
    passkey.believing("clubs.example").of(other.passkey().handle());
    refused(passkey.used(passkeys.question()), "PASSKEY_INVALID");
    passkey.of(who.caller().requireSubject().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    refused(passkey.used(passkeys.question()), "PASSKEY_INVALID");
    JsonObject others = other.passkey().used(passkeys.question());
    refused(others.copy().put("id", passkey.id()), "PASSKEY_INVALID");
    JsonObject unsigned = other.passkey().used(passkeys.question());
    refused(unsigned.copy().put("signature", others.getString("signature")), "PASSKEY_INVALID");
    for (String field : List.of("id", "clientDataJson", "authenticatorData", "signature", "userHandle")) {
      for (String odd : List.of("%", "x".repeat(9_000))) {
        refused(other.passkey().used(passkeys.question()).put(field, odd), "PASSKEY_INVALID");
      }
    }
    for (String field : List.of("authenticatorData", "signature", "userHandle")) {
      for (String odd : List.of("", "AAAA")) {
        refused(other.passkey().used(passkeys.question()).put(field, odd), "PASSKEY_INVALID");
      }
    }
    refused(other.passkey().used(passkeys.question()).put("id", ""), "PASSKEY_UNKNOWN");
    refused(new TestPasskey(AuthNode.SITE).of(new byte[32]).used(passkeys.question()), "PASSKEY_UNKNOWN");
    other.passkey().careless();
    refused(other.passkey().used(passkeys.question()), "PASSKEY_INVALID");
    assertThat(open(other)).isOne();
  }

  @Test
  void aQuestionIsAnsweredOnceAndSoonAndForWhatItWasAsked() {
    Owner who = owner("member");
    JsonObject question = passkeys.question();
    JsonObject used = who.passkey().used(question);
    assertThat(passkeys.finish(used, "").getToken()).isNotEmpty();
    refused(used, "CHALLENGE_INVALID");
    refused(who.passkey().used(question), "CHALLENGE_INVALID");
    refused(who.passkey().used(passkeys.questionTo(who.caller())), "CHALLENGE_INVALID");
    refused(who.passkey().used(passkeys.begin(who.caller())), "CHALLENGE_INVALID");
    refused(who.passkey().used(new JsonObject().put("challenge", "A".repeat(64))), "CHALLENGE_INVALID");
    refused(who.passkey().used(new JsonObject().put("challenge", "")), "CHALLENGE_INVALID");

    JsonObject wrong = passkeys.question();
    refused(who.passkey().used(wrong).put("signature", "AAAA"), "PASSKEY_INVALID");
    refused(who.passkey().used(wrong), "CHALLENGE_INVALID");

    JsonObject late = passkeys.question();
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    offset.set(Duration.ofMinutes(6));
    try {
      refused(who.passkey().used(late), "CHALLENGE_INVALID");
      assertThat(passkeys.signIn(who.passkey()).getToken()).isNotEmpty();
    } finally {
      offset.set(Duration.ZERO);
    }
  }

  @Test
  void aCounterThatDoesNotGrowStopsThePasskeyEndsEverySessionAndIsTold() {
    Owner who = owner("member");
    passkeys.signIn(who.passkey().counting(40));
    assertThat(open(who)).isEqualTo(2);

    refused(who.passkey().counting(40).used(passkeys.question()), "PASSKEY_SUSPECTED");

    assertThat(open(who)).isZero();
    assertThat(events(who, "PasskeySuspected")).isOne();
    assertThat(mails(who.email(), Mail.Template.PASSKEY_SUSPECTED)).isOne();
    refused(who.passkey().counting(100).used(passkeys.question()), "PASSKEY_SUSPECTED");
    refused(who.passkey().counting(1).used(passkeys.question()), "PASSKEY_SUSPECTED");
    assertThat(events(who, "PasskeySuspected")).isOne();

    // the password alone is no way around it; with a recovery code its owner comes in and takes it off
    String half = node.pair(who.email()).getChallenge();
    Caller back = AuthNode.caller(HalfLogins.complete(node, half, who.recoveryCodes().getFirst()));
    assertThat(passkeys.list(back).getFirst().hasSuspectedAt()).isTrue();
    assertRefused(() -> passkeys.questionTo(back), ErrorCode.REFUSED, "NO_PASSKEY");
    assertThat(passkeys.remove(back, passkeys.list(back).getFirst().getId())).isTrue();
    assertThat(node.pair(who.email()).getToken()).isNotEmpty();
  }

  @Test
  void oneThatNeverCountsSignsInAgainAndAgainAndOneThatStopsCountingDoesNot() {
    Owner who = owner("member", new TestPasskey(AuthNode.SITE).uncounted());
    assertThat(passkeys.signIn(who.passkey()).getToken()).isNotEmpty();
    assertThat(passkeys.signIn(who.passkey()).getToken()).isNotEmpty();
    Owner counted = owner("member");
    refused(counted.passkey().uncounted().used(passkeys.question()), "PASSKEY_SUSPECTED");
  }

  @Test
  void whoseClubIsSuspendedOrWhoseLoginIsOverIsNotSignedIn() {
    Owner over = owner("member");
    DATABASE.store().perform(Scope.club(admin.requireClub()),
        tx -> tx.query("update auth.account set status = 'SUSPENDED' where id = $1", over.id()));
    assertRefused(() -> passkeys.signIn(over.passkey()), ErrorCode.UNAUTHORIZED, "ACCOUNT_NOT_ACTIVE");

    Caller boss = node.newClub();
    TestPasskey passkey = passkeys.added(boss);
    node.ask(node.operator(), ClubsGrpcClient.SuspendClub, SuspendClubRequest.newBuilder()
        .setClubId(boss.requireClub().toString()).setReason("dues").build());
    assertRefused(() -> passkeys.signIn(passkey), ErrorCode.UNAUTHORIZED, "CLUB_NOT_ACTIVE");
  }

  @Test
  void afterTenWrongAnswersEvenTheRightOneMustWait() {
    Owner who = owner("member");
    for (int i = 0; i < AuthSettings.DEFAULT.failuresMax(); i++) {
      refused(who.passkey().used(passkeys.question()).put("signature", "AAAA"), "PASSKEY_INVALID");
    }
    assertRefused(() -> passkeys.signIn(who.passkey()), ErrorCode.RATE_LIMITED, "RATE_LIMITED");
    CLOCK.advance(AuthSettings.DEFAULT.failureWindow());
    assertThat(passkeys.signIn(who.passkey()).getToken()).isNotEmpty();
  }

  @Test
  void anotherPasswordLeavesPasskeysAndSaysSo() {
    Owner who = owner("member");
    node.ask(who.caller(), CredentialsGrpcClient.ChangePassword, ChangePasswordRequest.newBuilder()
        .setOldPassword(AuthNode.PASSWORD).setNewPassword("seven green umbrellas").build());
    assertThat(mails(who.email(), Mail.Template.PASSWORD_CHANGED_PASSKEYS_STAY)).isOne();
    assertThat(mails(who.email(), Mail.Template.PASSWORD_CHANGED)).isZero();
    assertThat(passkeys.signIn(who.passkey()).getToken()).isNotEmpty();
  }

  @Test
  void theOfficeTakesLostOnesOff() {
    Owner who = owner("member");
    passkeys.added(who.caller());
    assertThat(node.ask(admin, UsersGrpcClient.RemoveUserFactors,
        RemoveUserFactorsRequest.newBuilder().setUserId(who.id().toString()).build()).getRemoved())
        .isEqualTo(2);
    refused(who.passkey().used(passkeys.question()), "PASSKEY_UNKNOWN");
    assertThat(open(who)).isZero();
    assertThat(mails(who.email(), Mail.Template.FACTORS_REMOVED)).isOne();
    assertThat(node.pair(who.email()).getToken()).isNotEmpty();
  }

  @Test
  void aPasskeyProvesWhoSitsThereInTheSessionThatAsked() {
    Owner who = owner("club_admin");
    Owner other = owner("club_admin");
    CLOCK.advance(Duration.ofMinutes(30));
    JsonObject question = passkeys.questionTo(who.caller());
    assertThat(question.getJsonArray("allowCredentials").getJsonObject(0).getString("id"))
        .isEqualTo(who.passkey().id());

    Caller proven = AuthNode.caller(passkeys.stepUp(who.caller(), who.passkey().used(question)).getToken());

    assertThat(proven.session()).isEqualTo(who.caller().session());
    assertThat(proven.proof().isFresh(CLOCK.instant())).isTrue();
    assertThat(passkeys.begin(proven).getString("challenge")).isNotEmpty();
    stays(who.caller(), who.passkey().used(question), "CHALLENGE_INVALID");
    stays(who.caller(), who.passkey().used(passkeys.question()), "CHALLENGE_INVALID");
    stays(who.caller(), other.passkey().used(passkeys.questionTo(other.caller())), "CHALLENGE_INVALID");
    stays(who.caller(), other.passkey().used(passkeys.questionTo(who.caller())), "PASSKEY_INVALID");
    Caller elsewhere = AuthNode.caller(passkeys.signIn(who.passkey()));
    stays(elsewhere, who.passkey().used(passkeys.questionTo(who.caller())), "CHALLENGE_INVALID");
    assertThat(passkeys.stepUp(who.caller(), who.passkey().used(passkeys.questionTo(who.caller()))
        .put("userHandle", "")).getToken()).isNotEmpty();
    stays(who.caller(), who.passkey().counting(0).used(passkeys.questionTo(who.caller())),
        "PASSKEY_SUSPECTED");
    assertRefused(() -> passkeys.questionTo(node.login(node.newUser(admin, "member"))), ErrorCode.REFUSED,
        "NO_PASSKEY");
  }

  private static void stays(Caller caller, JsonObject used, String code) {
    assertRefused(() -> passkeys.stepUp(caller, used), ErrorCode.REFUSED, code);
  }

  /** However many ask, those who asked last are heard. */
  @Test
  void whoFloodsTheQuestionsKeepsNobodyOut() {
    Owner who = owner("member");
    DATABASE.admin("""
        insert into auth.passkey_challenge (hash, club, purpose, created_at, expires_at)
        select sha256(n::text::bytea), '00000000-0000-0000-0000-000000000001', 'SIGN_IN', kit.now(),
            kit.now() + n * interval '1 ms'
          from generate_series(1, 12000) n
        """);
    JsonObject question = passkeys.question();
    passkeys.question();
    assertThat(DATABASE.count("select count(*) from auth.passkey_challenge"
        + " where club = '00000000-0000-0000-0000-000000000001'"))
        .isLessThanOrEqualTo(PasskeyChallenges.WAITING_MAX);
    assertThat(passkeys.finish(who.passkey().used(question), "").getToken()).isNotEmpty();
  }
}
