package org.reciprocalclubs.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.auth.ProblemAssert.assertRefused;

import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reciprocalclubs.codecs.auth.v1.AuthPayload;
import org.reciprocalclubs.codecs.auth.v1.GetKeysRequest;
import org.reciprocalclubs.codecs.auth.v1.Jwk;
import org.reciprocalclubs.codecs.auth.v1.LogoutRequest;
import org.reciprocalclubs.codecs.auth.v1.SessionsGrpcClient;
import org.reciprocalclubs.kit.auth.TokenSettings;
import org.reciprocalclubs.kit.auth.Tokens;
import org.reciprocalclubs.kit.boot.Settings;
import org.reciprocalclubs.kit.bus.Caller;
import org.reciprocalclubs.kit.bus.ErrorCode;
import org.reciprocalclubs.kit.store.EventTail;
import org.reciprocalclubs.kit.store.TestDatabase;

final class TokensTest {
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth");

  static PublicKey publicKey(Jwk jwk) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(ED25519_PREFIX);
    encoded.writeBytes(Base64.getUrlDecoder().decode(jwk.getX()));
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyDoorReadsOurTokensByThePublishedKeysAndRefusesThemOnceTheSessionHasEnded()
      throws InterruptedException {
    try (AuthNode node = AuthNode.start(DATABASE)) {
      EventTail tail = TestDatabase.await(EventTail.start(DATABASE.store()));
      Revocations revocations = TestDatabase.await(Revocations.follow(DATABASE.store(), tail));
      List<Jwk> keys = node
          .ask(Caller.ANONYMOUS, SessionsGrpcClient.GetKeys, GetKeysRequest.getDefaultInstance())
          .getKeysList();
      Tokens tokens = new Tokens(
          new TokenSettings("https://clubs.example", "reciprocal-clubs", Duration.ofSeconds(5), 100),
          kid -> Future
              .succeededFuture(publicKey(keys.stream().filter(key -> key.getKid().equals(kid)).findFirst()
                  .orElseThrow())),
          revocations, Clock.systemUTC());
      AuthPayload pair = node.pair(AuthNode.OPERATOR_EMAIL);
      Caller caller = TestDatabase.await(tokens.verify(pair.getToken()));
      assertThat(caller).isEqualTo(AuthNode.caller(pair));
      assertThat(caller.holds("club.import")).isTrue();
      node.ask(caller, SessionsGrpcClient.Logout, LogoutRequest.getDefaultInstance());
      UUID session = AuthNode.session(pair.getToken());
      for (int tries = 0; tries < 100 && !revocations.test(session); tries++) {
        Thread.sleep(100);
      }
      assertRefused(() -> TestDatabase.await(tokens.verify(pair.getToken())), ErrorCode.UNAUTHENTICATED,
          "SESSION_ENDED");
      TestDatabase.await(tail.stop());
    }
  }

  @Test
  void aRestartFindsTheSameKeys() {
    try (AuthNode first = AuthNode.start(DATABASE);
        AuthNode second = new AuthNode(DATABASE, AuthNode.cheap(AuthSettings.DEFAULT), false)) {
      GetKeysRequest request = GetKeysRequest.getDefaultInstance();
      assertThat(second.ask(Caller.ANONYMOUS, SessionsGrpcClient.GetKeys, request))
          .isEqualTo(first.ask(Caller.ANONYMOUS, SessionsGrpcClient.GetKeys, request));
      assertThat(DATABASE.count("select count(*) from auth.signing_key")).isEqualTo(1);
    }
  }

  @Test
  void theShippedSettingsAreTheDefaults() {
    Settings settings = Settings.load(Path.of(System.getProperty("basedir", "."), "../../conf/app.yaml"),
        List.of(), Map.of());
    assertThat(settings.bind("auth", AuthSettings.class)).isEqualTo(AuthSettings.DEFAULT);
  }
}
