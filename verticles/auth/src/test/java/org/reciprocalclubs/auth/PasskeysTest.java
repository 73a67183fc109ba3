package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertInvalid;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.ConfirmPasskeyResponse;
import org.reciprocalclubs.codecs.auth.v1.FactorsGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.GetMeRequest;
import org.reciprocalclubs.codecs.auth.v1.ListFactorsRequest;
import org.reciprocalclubs.codecs.auth.v1.ListFactorsResponse;
import org.reciprocalclubs.codecs.auth.v1.Passkey;
import org.reciprocalclubs.codecs.auth.v1.PasskeysGrpcClient;
import org.reciprocalclubs.codecs.auth.v1.RefreshTokenRequest;
import org.reciprocalclubs.codecs.auth.v1.RemoveFactorRequest;
import org.reciprocalclubs.codecs.auth.v1.RenamePasskeyRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.codecs.kit.v1.Mail;
import org.reciprocalclubs.kit.auth.TestPasskey;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.bus.Proof;
import org.reciprocalclubs.kit.seal.Sealer;
import org.reciprocalclubs.kit.store.Outbox;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;

/** Passkeys of one's own: added, listed, renamed, removed. */
final class PasskeysTest {
  private static final TestClock CLOCK = new TestClock(Instant.now());
  private static final Outbox OUTBOX = new Outbox(new Sealer(new byte[32]));

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");
  private static final List<Mail> MAILS = new ArrayList<>();
  private static AuthNode node;
  private static AuthNode strict;
  private static Passkeys passkeys;
  private static Caller admin;

  @BeforeAll
  static void start() {
    node = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.NOBODY), false, CLOCK);
    strict = new AuthNode(DATABASE, AuthNode.asking(AuthSettings.Who.STAFF), false, CLOCK);
    passkeys = new Passkeys(node);
    admin = node.newClub();
  }

  @AfterAll
  static void stop() {
    strict.close();
    node.close();
  }

  private static Caller newcomer(String role) {
    return node.login(node.newUser(admin, role));
  }

  private static ListFactorsResponse factors(AuthNode asked, Caller caller) {
    return asked.ask(caller, FactorsGrpcClient.ListFactors, ListFactorsRequest.getDefaultInstance());
  }

  private static Passkey rename(Caller caller, String id, String name) {
    return node.ask(caller, PasskeysGrpcClient.RenamePasskey,
        RenamePasskeyRequest.newBuilder().setId(id).setName(name).build());
  }

  private static long mails(String to, Mail.Template template) {
    OUTBOX.due(DATABASE.store(), 1_000, true).forEach(due -> OUTBOX
        .claim(DATABASE.store(), due, Duration.ofDays(1), Duration.ofDays(1))
        .ifPresent(claimed -> MAILS.add(claimed.mail())));
    return MAILS.stream().filter(mail -> mail.getTo().equals(to) && mail.getTemplate() == template).count();
  }

  private static List<String> events(Caller who) {
    List<String> types = new ArrayList<>();
    DATABASE.admin("select type from kit.event where stream = $1 order by version", who.requireSubject())
        .forEach(row -> types.add(row.getString(0).substring(row.getString(0).lastIndexOf('.') + 1)));
    return types;
  }

  private static void invalid(Caller caller, JsonObject made, String code) {
    assertRefused(() -> passkeys.confirm(caller, made, "phone"), ErrorCode.REFUSED, code);
  }

  @Test
  void aPasskeyIsAFactorFromTheMomentItIsAddedAndItsOwnerIsTold() {
    String email = node.newUser(admin, "member");
    AuthPayload other = node.pair(email);
    Caller me = node.login(email);

    ConfirmPasskeyResponse added = passkeys.add(me, new TestPasskey(AuthNode.SITE), "  my phone ");

    assertThat(added.getPasskey().getName()).isEqualTo("my phone");
    assertThat(added.getPasskey().hasLastUsedAt()).isFalse();
    assertThat(added.getRecoveryCodesList()).hasSize(10);
    Caller proven = AuthNode.caller(added.getToken());
    assertThat(proven.session()).isEqualTo(me.session());
    assertThat(proven.proof().factor()).isTrue();
    assertThat(proven.proof().isFresh(CLOCK.instant())).isTrue();
    assertThat(passkeys.list(proven)).containsExactly(added.getPasskey());
    assertThat(factors(node, proven).getPasskeys()).isEqualTo(1);
    assertThat(factors(node, proven).getRecoveryCodes()).isEqualTo(10);
    assertThat(node.ask(proven, SessionsGrpcClient.GetMe, GetMeRequest.getDefaultInstance())
        .getSecondFactor()).isTrue();
    assertRefused(() -> node.ask(Caller.ANONYMOUS, SessionsGrpcClient.RefreshToken,
        RefreshTokenRequest.newBuilder().setRefreshToken(other.getRefreshToken()).build()),
        ErrorCode.UNAUTHENTICATED, "REFRESH_TOKEN_INVALID");
    assertThat(events(me)).endsWith("PasskeyAdded");
    assertThat(mails(email, Mail.Template.PASSKEY_ADDED)).isOne();
    assertThat(passkeys.add(proven, new TestPasskey(AuthNode.SITE), "ring").getRecoveryCodesList()).isEmpty();
  }

  @Test
  void anAuthenticatorIsAskedForADiscoverableKeyAndAVerifiedUserAndToldNothingPersonalAsHandle() {
    Caller me = newcomer("member");
    JsonObject options = passkeys.begin(me);
    assertThat(options.getJsonObject("rp").getString("id")).isEqualTo("clubs.example");
    assertThat(options.getJsonObject("authenticatorSelection")).isEqualTo(new JsonObject()
        .put("residentKey", "required").put("requireResidentKey", true)
        .put("userVerification", "required"));
    assertThat(options.getString("attestation")).isEqualTo("none");
    assertThat(options.getJsonArray("pubKeyCredParams").stream()
        .map(each -> ((JsonObject) each).getInteger("alg"))).containsExactly(-8, -7, -257);
    assertThat(options.getJsonObject("user").getString("displayName")).isEqualTo("Some Body");
    byte[] handle = Base64.getUrlDecoder().decode(options.getJsonObject("user").getString("id"));
    assertThat(handle).hasSize(32);

    TestPasskey first = passkeys.added(me);
    JsonObject next = passkeys.begin(AuthNode.caller(passkeys.signIn(first)));
    assertThat(first.handle()).isEqualTo(handle);
    assertThat(next.getJsonObject("user").getString("id"))
        .isEqualTo(options.getJsonObject("user").getString("id"));
    assertThat(next.getString("challenge")).isNotEqualTo(options.getString("challenge"));
    assertThat(next.getJsonArray("excludeCredentials").getJsonObject(0).getString("id"))
        .isEqualTo(first.id());
    assertThat(passkeys.begin(newcomer("member")).getJsonObject("user").getString("id"))
        .isNotEqualTo(options.getJsonObject("user").getString("id"));
  }

  @Test
  void itsOwnerGivesItAnotherNameAndNobodyElseDoes() {
    Caller me = newcomer("member");
    ConfirmPasskeyResponse added = passkeys.add(me, new TestPasskey(AuthNode.SITE), "phone");
    Caller proven = AuthNode.caller(added.getToken());
    String id = added.getPasskey().getId();

    assertThat(rename(proven, id, "old phone").getName()).isEqualTo("old phone");
    assertThat(rename(proven, id, "old phone").getName()).isEqualTo("old phone");

    assertThat(passkeys.list(proven).getFirst().getName()).isEqualTo("old phone");
    assertThat(events(me)).filteredOn("PasskeyRenamed"::equals).hasSize(1);
    assertInvalid(() -> rename(proven, id, " "), "name");
    assertInvalid(() -> rename(proven, id, "x".repeat(61)), "name");
    assertInvalid(() -> rename(proven, "x", "name"), "id");
    for (Caller stranger : List.of(newcomer("member"), admin, node.newClub())) {
      assertRefused(() -> rename(stranger, id, "mine"), ErrorCode.NOT_FOUND, "NOT_FOUND");
      assertThat(passkeys.remove(stranger, id)).isFalse();
      assertThat(passkeys.list(stranger)).isEmpty();
    }
    assertThat(passkeys.list(proven).getFirst().getName()).isEqualTo("old phone");
  }

  @Test
  void aRemovedOneSignsNobodyInAndWithTheLastGoTheRecoveryCodes() {
    Caller me = newcomer("member");
    TestPasskey passkey = new TestPasskey(AuthNode.SITE);
    Caller proven = AuthNode.caller(passkeys.add(me, passkey, "phone").getToken());
    String id = passkeys.list(proven).getFirst().getId();

    assertThat(passkeys.remove(proven, id)).isTrue();

    assertThat(passkeys.remove(proven, id)).isFalse();
    assertThat(events(me)).endsWith("PasskeyRemoved");
    assertThat(factors(node, proven).getRecoveryCodes()).isZero();
    assertRefused(() -> passkeys.signIn(passkey), ErrorCode.UNAUTHENTICATED, "PASSKEY_UNKNOWN");
    assertThat(node.pair(node.ask(proven, SessionsGrpcClient.GetMe, GetMeRequest.getDefaultInstance())
        .getEmail()).getToken()).isNotEmpty();
  }

  @Test
  void oneIsMadeAndRemovedOnlyAfterALateProof() {
    Caller me = newcomer("member");
    Caller proven = AuthNode.caller(passkeys.add(me, new TestPasskey(AuthNode.SITE), "phone").getToken());
    Caller careless = new Caller(Caller.Kind.PERSON, me.subject(), me.club(), null, me.session(),
        me.permissions(), me.roles(), new Proof(true, Instant.now().minusSeconds(1), false));
    assertRefused(() -> passkeys.remove(careless, passkeys.list(proven).getFirst().getId()),
        ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED");
    CLOCK.advance(Duration.ofMinutes(11));
    assertRefused(() -> passkeys.begin(me), ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED");
    assertRefused(() -> passkeys.begin(proven), ErrorCode.UNAUTHORIZED, "STEP_UP_REQUIRED");
  }

  @Test
  void anAnswerOfAnotherSiteOrWithoutAVerifiedUserOrWithAShortKeyIsNone() {
    Caller me = newcomer("member");
    for (TestPasskey odd : List.of(new TestPasskey("https://clubs.example.evil.example"),
        new TestPasskey("http://clubs.example"), new TestPasskey("https://clubs.example:8443"),
        new TestPasskey("https://sub.clubs.example"),
        new TestPasskey(AuthNode.SITE).believing("evil.example"),
        new TestPasskey(AuthNode.SITE).careless(), TestPasskey.weak(AuthNode.SITE))) {
      invalid(me, odd.made(passkeys.begin(me)), "PASSKEY_INVALID");
    }
    for (String odd : List.of("", "%", "AAAA", "oA", "x".repeat(9_000))) {
      invalid(me, made(me).put("attestationObject", odd), "PASSKEY_INVALID");
    }
    for (String odd : List.of("", "AAAA", "e30")) {
      invalid(me, made(me).put("clientDataJson", odd), "CHALLENGE_INVALID");
    }
    for (String odd : List.of("%", "x".repeat(9_000))) {
      invalid(me, made(me).put("clientDataJson", odd), "PASSKEY_INVALID");
    }
    assertThat(passkeys.list(me)).isEmpty();
  }

  private static JsonObject made(Caller caller) {
    return new TestPasskey(AuthNode.SITE).made(passkeys.begin(caller));
  }

  @Test
  void aQuestionIsAnsweredOnceInTheSessionThatAskedAndSoon() {
    String email = node.newUser(admin, "member");
    Caller me = node.login(email);
    Caller elsewhere = node.login(email);
    JsonObject made = new TestPasskey(AuthNode.SITE).made(passkeys.begin(me));
    invalid(elsewhere, made, "CHALLENGE_INVALID");
    invalid(me, made, "CHALLENGE_INVALID");
    invalid(newcomer("member"), new TestPasskey(AuthNode.SITE).made(passkeys.begin(me)), "CHALLENGE_INVALID");
    JsonObject ofALogin = passkeys.begin(me).put("challenge", passkeys.question().getString("challenge"));
    invalid(me, new TestPasskey(AuthNode.SITE).made(ofALogin), "CHALLENGE_INVALID");
    JsonObject ofNobody = passkeys.begin(me).put("challenge", "A".repeat(64));
    invalid(me, new TestPasskey(AuthNode.SITE).made(ofNobody), "CHALLENGE_INVALID");

    TestPasskey late = new TestPasskey(AuthNode.SITE);
    JsonObject question = passkeys.begin(me);
    TimeOffset offset = new TimeOffset(DATABASE.store(), false);
    offset.set(Duration.ofMinutes(6));
    try {
      invalid(me, late.made(question), "CHALLENGE_INVALID");
      assertThat(passkeys.add(me, late, "phone").getPasskey().getId()).isNotEmpty();
    } finally {
      offset.set(Duration.ZERO);
    }
  }

  @Test
  void aPasskeyIsOfOnePersonAndNobodyHasMoreThanTen() {
    Caller me = newcomer("member");
    TestPasskey passkey = new TestPasskey(AuthNode.SITE);
    Caller proven = AuthNode.caller(passkeys.add(me, passkey, "phone").getToken());
    Caller other = newcomer("member");
    invalid(other, passkey.made(passkeys.begin(other)), "PASSKEY_KNOWN");
    JsonObject begun = passkeys.begin(proven);
    for (int i = 1; i < PasskeyService.PASSKEYS_MAX; i++) {
      passkeys.add(proven, new TestPasskey(AuthNode.SITE), "phone " + i);
    }
    invalid(proven, new TestPasskey(AuthNode.SITE).made(begun), "TOO_MANY_PASSKEYS");
    assertRefused(() -> passkeys.begin(proven), ErrorCode.REFUSED, "TOO_MANY_PASSKEYS");
  }

  @Test
  void oneIsEnoughWhereASecondFactorIsAskedForAndTheLastOfUseStays() {
    Passkeys there = new Passkeys(strict);
    Caller enrolling = AuthNode.caller(strict.pair(node.newUser(admin, "manager")));
    assertThat(enrolling.proof().enrolling()).isTrue();
    TestPasskey passkey = new TestPasskey(AuthNode.SITE);

    Caller manager = AuthNode.caller(there.add(enrolling, passkey, "phone").getToken());

    assertThat(manager.proof().enrolling()).isFalse();
    assertThat(manager.permissions()).contains("agreement.approve");
    assertThat(factors(strict, manager).getRequired()).isTrue();
    String first = there.list(manager).getFirst().getId();
    assertRefused(() -> there.remove(manager, first), ErrorCode.REFUSED, "FACTOR_NEEDED");
    String second = there.add(manager, new TestPasskey(AuthNode.SITE), "ring").getPasskey().getId();
    assertThat(there.remove(manager, first)).isTrue();
    Authenticator phone = Authenticator.enrolled(strict, CLOCK,
        AuthPayload.newBuilder().setToken(strictToken(manager)).build());
    assertThat(there.remove(manager, second)).isTrue();
    assertRefused(() -> strict.ask(manager, FactorsGrpcClient.RemoveFactor,
        RemoveFactorRequest.newBuilder().setId(phone.secret().getId()).build()), ErrorCode.REFUSED,
        "FACTOR_NEEDED");
  }

  /** A token of that session, in which all was proven just now. */
  private static String strictToken(Caller caller) {
    Passkeys there = new Passkeys(strict);
    TestPasskey more = new TestPasskey(AuthNode.SITE);
    ConfirmPasskeyResponse added = there.add(caller, more, "for a moment");
    there.remove(caller, added.getPasskey().getId());
    return added.getToken();
  }

  @Test
  void eventsHoldNothingButIds() {
    Caller me = newcomer("member");
    TestPasskey passkey = new TestPasskey(AuthNode.SITE);
    passkeys.add(me, passkey, "the phone of Some Body");
    for (String text : List.of("the phone of", "people.example", passkey.id())) {
      assertThat(DATABASE.count("select count(*) from kit.event where stream = $1"
          + " and type like '%Passkey%' and position($2 in data) > 0", me.requireSubject(),
          io.vertx.core.buffer.Buffer.buffer(text))).as(text).isZero();
    }
    assertThat(DATABASE.count("select count(*) from auth.passkey where account = $1 and club = $2",
        me.requireSubject(), admin.requireClub())).isOne();
  }
}
