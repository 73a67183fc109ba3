package org.reciprocalclubs.reciprocal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.reciprocal.v1.Verdict;
import org.reciprocalclubs.kit.pass.P256;
import org.reciprocalclubs.kit.pass.PassClaims;
import org.reciprocalclubs.kit.pass.PassKey;
import org.reciprocalclubs.kit.pass.PassPhone;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.reciprocal.desk.Scan;

class PassReaderTest {
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "member", "reciprocal");

  private static int clubs;

  private final Federation federation = new Federation(DATABASE);
  private final PassReader reader = new PassReader(DATABASE.store());
  private final KeyPair keys = P256.generate();
  private final PassPhone phone = new PassPhone();
  private final UUID member = Ids.uuid7();
  private UUID club;

  @BeforeEach
  void start() {
    club = federation.club("PASS" + ++clubs);
    TestDatabase.await(reader.start(DATABASE.vertx()));
  }

  @Test
  void theFirstPassOfAClubHoldsAtOnce() {
    trust();
    assertThat(read(pass())).isInstanceOfSatisfying(Scan.Who.ByPass.class, pass -> {
      assertThat(pass.club()).isEqualTo(club);
      assertThat(pass.member()).isEqualTo(member);
    });
  }

  @Test
  void aKeyOfNobodyIsLookedUpAndRefused() {
    assertThat(read(pass())).isEqualTo(new Scan.Who.BadPass(Verdict.Code.PASS_INVALID));
    trust();
    assertThat(read(pass())).isInstanceOfSatisfying(Scan.Who.ByPass.class, pass -> {
      assertThat(pass.club()).isEqualTo(club);
      assertThat(pass.member()).isEqualTo(member);
    });
  }

  @Test
  void aKeyThatLeftTheTrustListSignsNothingFromTheNextSecondOn() {
    trust();
    assertThat(read(pass())).isInstanceOf(Scan.Who.ByPass.class);
    DATABASE.admin("update member.pass_key set retired_at = now(), removed_at = now() where club = $1", club);
    TestDatabase.await(DATABASE.vertx().timer(PassReader.REFRESH.multipliedBy(2).toMillis()));
    assertThat(read(pass())).isEqualTo(new Scan.Who.BadPass(Verdict.Code.PASS_INVALID));
  }

  private Scan.Who read(String pass) {
    return TestDatabase.await(reader.read(pass, null));
  }

  private String pass() {
    var now = Instant.now();
    var issued = now.truncatedTo(ChronoUnit.SECONDS);
    var claims = new PassClaims(club, member, phone.key(), issued, issued.plus(PassClaims.LIFETIME), "1");
    return phone.show(claims.signedBy(PassKey.kidOf(point()), keys.getPrivate()), now);
  }

  private void trust() {
    DATABASE.admin("""
        insert into member.pass_key (kid, club, public_key, sealed, not_before)
        values ($1, $2, $3, '', now() - interval '1 minute')""",
        Buffer.buffer(PassKey.bytes(PassKey.kidOf(point()))), club,
        Buffer.buffer(point()));
  }

  private byte[] point() {
    return P256.compressed((ECPublicKey) keys.getPublic());
  }
}
