package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.AnnulVisitRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInRequest;
import org.reciprocalclubs.codecs.reciprocal.v1.CheckInResponse;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.codecs.reciprocal.v1.VisitsGrpcClient;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassClaims;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.pass.PassPhone;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.kit.store.TimeOffset;
import org.reciprocalclubs.reciprocal.rules.Terms;

/** Real passes, shown at the desk as it runs. */
class PassesAtTheDeskTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static Desks desks;
  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private final KeyPair keys = P256.generate();
  private final PassPhone phone = new PassPhone();
  private UUID home;
  private UUID member;
  private Caller kiosk;

  @BeforeAll
  static void open() {
    desks = new Desks(DATABASE);
  }

  @BeforeEach
  void twoClubs() {
    var host = federation.club("PH" + ++clubs);
    home = federation.club("PM" + clubs);
    federation.agreement(host, home, Terms.OPEN);
    member = federation.member(home, "1");
    kiosk = Desks.kiosk(host);
    DATABASE.admin("""
        insert into member.pass_key (kid, club, public_key, sealed, not_before)
        values ($1, $2, $3, '', now() - interval '40 days')""",
        Buffer.buffer(PassKey.bytes(PassKey.kidOf(point()))), home, Buffer.buffer(point()));
  }

  @Test
  void whoseVisitWasAnnulledComesBackByANewCodeOnly() {
    var code = show(Instant.now());
    var admitted = checkIn(code);
    assertThat(admitted.getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    desks.ask(kiosk, VisitsGrpcClient.AnnulVisit,
        AnnulVisitRequest.newBuilder().setVisitId(admitted.getVisit().getId()).build());

    assertThat(checkIn(code).getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_ALREADY_SHOWN);
    assertThat(checkIn(show(Instant.now())).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void aRevokedPassOpensNoDoorFromTheNextScanOnAndANewOneDoes() {
    var issued = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var before = issued.minus(Duration.ofDays(3));
    DATABASE.admin("update member.member set passes_void_until = $2 where id = $1", member,
        issued.atOffset(ZoneOffset.UTC));

    assertThat(checkIn(show(before)).getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_REVOKED);
    var refused = checkIn(show(issued));
    assertThat(refused.getVerdict().getCode()).as("issued in that second")
        .isEqualTo(Verdict.Code.PASS_REVOKED);
    assertThat(refused.getVerdict().getRule()).isEqualTo("pass");
    assertThat(refused.hasVisitor()).isFalse();
    assertThat(checkIn(show(issued.plusSeconds(1))).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void whoHasLostThePhoneStillComesInByTheNumberOnTheCard() {
    DATABASE.admin("update member.member set passes_void_until = date_trunc('second', now()) where id = $1",
        member);
    var byNumber = CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString());
    byNumber.getMemberBuilder().setClub("PM" + clubs).setNumber("1");
    assertThat(desks.ask(kiosk, VisitsGrpcClient.CheckIn, byNumber.build()).getVerdict().getCode())
        .isEqualTo(Verdict.Code.ADMITTED);
  }

  @Test
  void aCodeThatWasUsedUpIsFlaggedWhenItIsToldOfLaterAndNeverDropped() {
    var code = show(Instant.now());
    assertThat(checkIn(code).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    var told = CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString()).setPass(code)
        .setAlreadyHappened(true).setOccurredAt(VerdictMapper.timestamp(Instant.now()));

    var answer = desks.ask(kiosk, VisitsGrpcClient.CheckIn, told.build());
    assertThat(answer.getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_ALREADY_SHOWN);
    assertThat(answer.getFlagged()).isTrue();
    assertThat(DATABASE.count("select count(*) from reciprocal.flagged where id = $1",
        UUID.fromString(answer.getScanId()))).isOne();
  }

  @Test
  void aCodeThatIsToldOfLaterIsUsedUpToo() {
    var code = show(Instant.now());
    var told = CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString()).setPass(code)
        .setAlreadyHappened(true).setOccurredAt(VerdictMapper.timestamp(Instant.now()));
    assertThat(desks.ask(kiosk, VisitsGrpcClient.CheckIn, told.build()).getDecision())
        .isEqualTo(CheckInResponse.Decision.ALREADY_HAPPENED);
    assertThat(checkIn(code).getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_ALREADY_SHOWN);
  }

  @Test
  void aCodeThatWasUsedUpIsKnownAsLongAsADeskMayTellOfIt() {
    var atTheDesk = show(Instant.now());
    var cutOff = show(Instant.now());
    var shown = Instant.now();
    assertThat(checkIn(atTheDesk).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(tell(cutOff, shown).getVisit().getId()).isNotEmpty();

    later(Duration.ofHours(1));
    assertThat(tell(atTheDesk, shown.plusSeconds(40)).getVerdict().getCode())
        .isEqualTo(Verdict.Code.PASS_ALREADY_SHOWN);
    assertThat(tell(cutOff, shown.plusSeconds(40)).getVerdict().getCode())
        .isEqualTo(Verdict.Code.PASS_ALREADY_SHOWN);

    later(Duration.ofHours(72));
    assertThat(tell(atTheDesk, shown.plusSeconds(40)).getVerdict().getCode())
        .isEqualTo(Verdict.Code.PASS_ALREADY_SHOWN);

    later(Duration.ofHours(72).plusMinutes(3));
    assertThat(DATABASE.count("select count(*) from reciprocal.shown_pass")).isZero();
  }

  @Test
  void aPassThatWasRevokedSinceHeldWhenItWasShownAndOneRevokedBeforeDidNot() {
    var shown = Instant.now();
    var issued = shown.minus(Duration.ofDays(3));
    var first = show(issued);
    var second = show(issued);
    revoked(shown.plus(Duration.ofHours(1)));
    later(Duration.ofHours(2));

    assertThat(tell(first, shown).getVerdict().getCode()).isEqualTo(Verdict.Code.ADMITTED);
    assertThat(checkIn(show(issued, shown.plus(Duration.ofHours(2)))).getVerdict().getCode())
        .isEqualTo(Verdict.Code.PASS_REVOKED);

    DATABASE.admin("""
        insert into kit.event (id, stream, version, type, club, data, at)
        values ($1, $2, 2, 'reciprocalclubs.member.v1.PassesRevoked', $3, '', $4)""", Ids.uuid7(), member,
        home,
        shown.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC));
    assertThat(tell(second, shown).getVerdict().getCode()).isEqualTo(Verdict.Code.PASS_REVOKED);
  }

  private void revoked(Instant at) {
    DATABASE.admin(
        "update member.member set passes_void_until = date_trunc('second', $2::timestamptz) where id = $1",
        member, at.atOffset(ZoneOffset.UTC));
  }

  /** That much later, with every worker at its work. */
  private static void later(Duration by) {
    new TimeOffset(DATABASE.store(), false).set(by);
    new ShownPasses(DATABASE.store()).forget();
  }

  @AfterEach
  void now() {
    new TimeOffset(DATABASE.store(), false).set(Duration.ZERO);
  }

  private CheckInResponse tell(String pass, Instant at) {
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString()).setPass(pass).setAlreadyHappened(true)
            .setOccurredAt(VerdictMapper.timestamp(at)).build());
  }

  private CheckInResponse checkIn(String pass) {
    return desks.ask(kiosk, VisitsGrpcClient.CheckIn,
        CheckInRequest.newBuilder().setScanId(Ids.uuid7().toString()).setPass(pass).build());
  }

  /** The code of a pass that was issued then. */
  private String show(Instant issuedAt) {
    return show(issuedAt, Instant.now());
  }

  private String show(Instant issuedAt, Instant shownAt) {
    var issued = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    var claims = new PassClaims(home, member, phone.key(), issued, issued.plus(PassClaims.LIFETIME), "1");
    return phone.show(claims.signedBy(PassKey.kidOf(point()), keys.getPrivate()), shownAt);
  }

  private byte[] point() {
    return P256.compressed((ECPublicKey) keys.getPublic());
  }
}
