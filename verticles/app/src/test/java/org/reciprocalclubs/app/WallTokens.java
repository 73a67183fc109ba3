package org.reciprocalclubs.app;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import org.reciprocalclubs.auth.keys.TokenKey;
import org.reciprocalclubs.kit.seal.Sealer;

/**
 * Makes tokens that do not hold. Those that have expired are signed by the house's own key, which whoever
 * has the data directory can open: nothing but the time is wrong with them.
 */
final class WallTokens {
  private static final Duration LONG_AGO = Duration.ofHours(1);

  private final TokenKey key;

  WallTokens(House house) throws Exception {
    var secrets = house.data().resolve("secrets");
    var vertx = Vertx.vertx();
    try {
      var connection = PgConnection.connect(vertx, new PgConnectOptions().setHost("localhost")
          .setPort(house.portBase() + 432).setDatabase("clubs").setUser("clubs_app")
          .setPassword(Files.readString(secrets.resolve("database-app.password")).strip())).await();
      var row = connection.query("select kid, x, sealed from auth.signing_key order by created_at desc")
          .execute()
          .await().iterator().next();
      var opened = Sealer.load(secrets.resolve("master.key")).open(row.getBuffer(2).getBytes(),
          "auth.signing-key/" + row.getString(0));
      key = TokenKey.of(row.getString(0), row.getString(1), opened);
      connection.close().await();
    } finally {
      vertx.close().await();
    }
  }

  /** The same, written again by the house's key. */
  String again(String token) throws Exception {
    return signed(token, Duration.ZERO);
  }

  /** The same as it would be, had it been issued an hour ago. */
  String expired(String token) throws Exception {
    return signed(token, LONG_AGO);
  }

  /** The id of the session that a token is of. */
  static String session(String token) {
    return new JsonObject(text(token, 1)).getString("sid");
  }

  /** The same with another signature. */
  static String forged(String token) {
    int at = token.lastIndexOf('.') + 10;
    return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
  }

  /** The same, claiming to need no signature. */
  static String unsigned(String token) {
    var header = new JsonObject(text(token, 0)).put("alg", "none");
    return encoded(header.encode().getBytes(StandardCharsets.UTF_8)) + "." + token.split("\\.", -1)[1] + ".";
  }

  private String signed(String token, Duration ago) throws Exception {
    var claims = new JsonObject(text(token, 1));
    claims.put("iat", claims.getLong("iat") - ago.toSeconds()).put("exp",
        claims.getLong("exp") - ago.toSeconds());
    var header = new JsonObject(text(token, 0)).put("kid", key.kid());
    var message = encoded(header.encode().getBytes(StandardCharsets.UTF_8)) + "."
        + encoded(claims.encode().getBytes(StandardCharsets.UTF_8));
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(key.key());
    signature.update(message.getBytes(StandardCharsets.US_ASCII));
    return message + "." + encoded(signature.sign());
  }

  private static String text(String token, int part) {
    return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]), StandardCharsets.UTF_8);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
