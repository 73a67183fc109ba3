package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.ChangePasswordRequest;
import org.reciprocalclubs.codecs.auth.v1.CredentialsAnswer;
import org.reciprocalclubs.codecs.auth.v1.CredentialsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.LoginRequest;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RegisterRequest;
import org.reciprocalclubs.codecs.auth.v1.RequestEmailVerificationRequest;
import org.reciprocalclubs.codecs.auth.v1.RequestPasswordResetRequest;
import org.reciprocalclubs.codecs.auth.v1.ResetPasswordRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.VerifyEmailRequest;
import org.reciprocalclubs.codecs.kit.v1.Mail;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

final class PasswordsTest {
  private static final String NEW_PASSWORD = "staple the other battery";

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  /** Reads what the room has asked to be mailed, as the e-mail channel does. */
  private static final Outbox OUTBOX = new Outbox(new Sealer(new byte[32]));
  private static final List<Mail> MAILS = new ArrayList<>();
  private static AuthNode node;

  @BeforeAll
  static void start() {
    node = AuthNode.start(DATABASE);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static List<Mail> mails(String to, Mail.Template template) {
    OUTBOX.due(DATABASE.store(), 1_000, true).forEach(due -> OUTBOX
        .claim(DATABASE.store(), due, Duration.ofDays(1), Duration.ofDays(1))
        .ifPresent(claimed -> MAILS.add(claimed.mail())));
    return MAILS.stream().filter(mail -> mail.getTo().equals(to) && mail.getTemplate() == template).toList();
  }

  private static String token(String to, Mail.Template template) {
    return mails(to, template).getLast().getValuesOrThrow("token");
  }

  private static AuthPayload register(Caller admin, String email, String password) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.Register,
        RegisterRequest.newBuilder().setEmail(email).setPassword(password).setUsername("newcomer")
            .setClubId(admin.requireClub().toString()).setFirstName("Ada").setLastName("Lovelace").build());
  }

  private static CredentialsAnswer forgotten(String email) {
    return node.ask(Caller.ANONYMOUS, CredentialsGrpcClient.RequestPasswordReset,
        RequestPasswordResetRequest.newBuilder().setEmail(email).build());
  }

  private static CredentialsAnswer reset(String token, String password) {
    return node.ask(Caller.ANONYMOUS, CredentialsGrpcClient.ResetPassword,
        ResetPasswordRequest.newBuilder().setToken(token).setPassword(password).build());
  }

  private static CredentialsAnswer verify(String token) {
    return node.ask(Caller.ANONYMOUS, CredentialsGrpcClient.VerifyEmail,
        VerifyEmailRequest.newBuilder().setToken(token).build());
  }

  private static CredentialsAnswer change(Caller caller, String old, String wanted) {
    return node.ask(caller, CredentialsGrpcClient.ChangePassword,
        ChangePasswordRequest.newBuilder().setOldPassword(old).setNewPassword(wanted).build());
  }

  private static AuthPayload login(String email, String password) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.Login,
        LoginRequest.newBuilder().setEmail(email).setPassword(password).build());
  }

  private static AuthPayload refresh(AuthPayload pair) {
    return node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(pair.getRefreshToken()).build());
  }

  private static void linkInvalid(Runnable use) {
    assertRefused(use::run, ErrorCode.REFUSED, "LINK_INVALID");
  }

  @Test
  void whoRegistersConfirmsTheAddressWithTheMailedLinkOnce() {
    Caller admin = node.newClub();
    AuthPayload pair = register(admin, "confirms@people.example", AuthNode.PASSWORD);
    assertThat(pair.getUser().getEmailVerified()).isFalse();
    String token = token("confirms@people.example", Mail.Template.VERIFY_EMAIL);

    assertThat(verify(token).getDone()).isTrue();

    assertThat(node.ask(AuthNode.caller(pair), SessionsGrpcClient.GetMe, GetMeRequest.getDefaultInstance())
        .getEmailVerified()).isTrue();
    linkInvalid(() -> verify(token));
    linkInvalid(() -> verify("x"));
    linkInvalid(() -> verify("x".repeat(64)));
    node.ask(AuthNode.caller(pair), CredentialsGrpcClient.RequestEmailVerification,
        RequestEmailVerificationRequest.getDefaultInstance());
    assertThat(mails("confirms@people.example", Mail.Template.VERIFY_EMAIL)).hasSize(1);
  }

  @Test
  void whoForgotThePasswordSetsAnotherByMailAndEverySessionEnds() {
    String email = node.newUser(node.newClub(), "staff");
    AuthPayload before = node.pair(email);
    forgotten(email.toUpperCase(Locale.ROOT));
    String token = token(email, Mail.Template.RESET_PASSWORD);

    assertRefused(() -> reset(token, "too short"), ErrorCode.VALIDATION_ERROR, "PASSWORD_TOO_SHORT");
    reset(token, NEW_PASSWORD);

    assertRefused(() -> node.pair(email), ErrorCode.UNAUTHENTICATED, "INVALID_CREDENTIALS");
    assertRefused(() -> refresh(before), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertThat(login(email, NEW_PASSWORD).getUser().getEmailVerified()).isTrue();
    assertThat(mails(email, Mail.Template.PASSWORD_CHANGED)).hasSize(1);
    assertThat(DATABASE.count("""
        select count(*) from kit.event where stream = $1 and type like '%SessionEnded'""",
        AuthNode.session(before.getToken()))).isOne();
    linkInvalid(() -> reset(token, NEW_PASSWORD));
  }

  @Test
  void aLinkIsGoodForItsOwnPurposeAndForHalfAnHour() throws Exception {
    Caller admin = node.newClub();
    register(admin, "slow@people.example", AuthNode.PASSWORD);
    linkInvalid(() -> reset(token("slow@people.example", Mail.Template.VERIFY_EMAIL), NEW_PASSWORD));
    forgotten("slow@people.example");
    String token = token("slow@people.example", Mail.Template.RESET_PASSWORD);
    linkInvalid(() -> verify(token));

    new TimeOffset(DATABASE.store(), false).set(Duration.ofMinutes(31));

    linkInvalid(() -> reset(token, NEW_PASSWORD));
    new TimeOffset(DATABASE.store(), false).set(Duration.ZERO);
    reset(token, NEW_PASSWORD);
  }

  @Test
  void oneLinkThatWasUsedEndsTheOthersOfTheLogin() {
    String email = node.newUser(node.newClub(), "member");
    forgotten(email);
    String first = token(email, Mail.Template.RESET_PASSWORD);
    forgotten(email);
    reset(first, NEW_PASSWORD);

    assertThat(mails(email, Mail.Template.RESET_PASSWORD)).hasSize(2);
    linkInvalid(() -> reset(token(email, Mail.Template.RESET_PASSWORD), NEW_PASSWORD));
  }

  @Test
  void anAddressWithoutALoginIsAnsweredAlikeAndCostsTheSameRows() {
    String email = node.newUser(node.newClub(), "member");
    long mails = DATABASE.count("select count(*) from kit.mail");
    long tokens = DATABASE.count("select count(*) from auth.mailed_token");

    assertThat(forgotten("nobody@people.example")).isEqualTo(forgotten(email));

    assertThat(DATABASE.count("select count(*) from kit.mail")).isEqualTo(mails + 2);
    assertThat(DATABASE.count("select count(*) from auth.mailed_token")).isEqualTo(tokens + 2);
    assertThat(mails("nobody@people.example", Mail.Template.RESET_PASSWORD)).isEmpty();
    assertThat(mails(email, Mail.Template.RESET_PASSWORD)).hasSize(1);
    assertRefused(() -> forgotten("no address"), ErrorCode.VALIDATION_ERROR, "VALIDATION_ERROR");
  }

  @Test
  void aLoginGetsThreeLinksInAnHourAndNobodyIsToldOfTheFourth() {
    String email = node.newUser(node.newClub(), "member");
    for (int i = 0; i < 5; i++) {
      assertThat(forgotten(email).getDone()).isTrue();
      assertThat(forgotten("nobody.often@people.example").getDone()).isTrue();
    }
    assertThat(mails(email, Mail.Template.RESET_PASSWORD)).hasSize(3);
  }

  @Test
  void onesOwnPasswordIsChangedWithTheOldOneAndOtherSessionsEnd() {
    String email = node.newUser(node.newClub(), "manager");
    AuthPayload other = node.pair(email);
    AuthPayload mine = node.pair(email);
    Caller me = AuthNode.caller(mine);
    assertThat(assertRefused(() -> change(me, "not the old password", NEW_PASSWORD), ErrorCode.REFUSED,
        "PASSWORD_WRONG").field()).isEqualTo("oldPassword");
    assertThat(assertRefused(() -> change(me, AuthNode.PASSWORD, email), ErrorCode.VALIDATION_ERROR,
        "PASSWORD_GUESSABLE").field()).isEqualTo("newPassword");

    change(me, AuthNode.PASSWORD, NEW_PASSWORD);

    assertThat(refresh(mine).getToken()).isNotEmpty();
    assertRefused(() -> refresh(other), ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertThat(login(email, NEW_PASSWORD).getToken()).isNotEmpty();
    assertThat(mails(email, Mail.Template.PASSWORD_CHANGED)).hasSize(1);
  }

  @Test
  void whoGuessesTheOldPasswordHasToWait() {
    Caller me = node.login(node.newUser(node.newClub(), "member"));
    for (int i = 0; i < AuthSettings.DEFAULT.failuresMax(); i++) {
      assertRefused(() -> change(me, "not the old password", NEW_PASSWORD), ErrorCode.REFUSED,
          "PASSWORD_WRONG");
    }
    assertRefused(() -> change(me, AuthNode.PASSWORD, NEW_PASSWORD), ErrorCode.RATE_LIMITED, "RATE_LIMITED");
  }

  @Test
  void aMailedLinkEndsTheWait() {
    String email = node.newUser(node.newClub(), "member");
    for (int i = 0; i < AuthSettings.DEFAULT.failuresMax(); i++) {
      assertRefused(() -> login(email, "wrong horse battery"), ErrorCode.UNAUTHENTICATED,
          "INVALID_CREDENTIALS");
    }
    assertRefused(() -> login(email, AuthNode.PASSWORD), ErrorCode.RATE_LIMITED, "RATE_LIMITED");
    forgotten(email);
    reset(token(email, Mail.Template.RESET_PASSWORD), NEW_PASSWORD);
    assertThat(login(email, NEW_PASSWORD).getToken()).isNotEmpty();
  }

  @Test
  void aPasswordMadeOfThePersonsOrTheClubsNameIsRefused() {
    Caller admin = node.newClub("SEASIDE");
    for (String password : List.of("Seaside-Seaside", "ada.lovelace.1815", "names@people.example")) {
      assertThat(assertRefused(() -> register(admin, "names@people.example", password),
          ErrorCode.VALIDATION_ERROR, "PASSWORD_GUESSABLE").field()).isEqualTo("password");
    }
    assertRefused(() -> register(admin, "names@people.example", "Password123456"),
        ErrorCode.VALIDATION_ERROR, "PASSWORD_COMMON");
  }

  @Test
  void noTokenStandsInTheDatabaseAndNoMailIsReadable() {
    String email = node.newUser(node.newClub(), "member");
    forgotten(email);
    String token = token(email, Mail.Template.RESET_PASSWORD);
    assertThat(DATABASE.count("""
        select count(*) from kit.mail where position(convert_to($1, 'UTF8') in sealed) > 0
          or position(convert_to($2, 'UTF8') in sealed) > 0""", token, email)).isZero();
    assertThat(DATABASE.count("select count(*) from auth.mailed_token t where t::text like '%' || $1 || '%'",
        token)).isZero();
  }
}
