package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.bouncycastle.util.encoders.Base32;
import org.reciprocalclubs.auth.keys.Totp;

/** The authenticator of somebody who signed in for it. */
final class WallPhone {
  private final House house;
  private final String email;
  private final String factor;
  private final byte[] secret;
  private String token;
  private long lastStep = -1;

  /** Begun, not confirmed. */
  WallPhone(House house, String email, String name) throws Exception {
    this.house = house;
    this.email = email;
    token = house.token(email, WallFederation.PASSWORD);
    var begun = ok(house.post("/api/v1/me/factors/totp", token, new JsonObject().put("name", name)));
    factor = begun.getString("id");
    secret = Base32.decode(begun.getString("secret"));
  }

  /** From now on its codes are asked for. */
  void confirm() throws Exception {
    token = ok(house.post("/api/v1/me/factors/" + factor + "/confirm", token,
        new JsonObject().put("code", code()))).getString("token");
  }

  String token() {
    return token;
  }

  String factor() {
    return factor;
  }

  /** A code that was not shown before. */
  String code() {
    lastStep = Math.max(lastStep + 1, Totp.step(Instant.now()));
    return Totp.code(secret, lastStep);
  }

  /** What its owner is asked to answer who gave the right password. */
  String challenge() throws Exception {
    var half = house.post("/api/v1/sessions", null,
        new JsonObject().put("email", email).put("password", WallFederation.PASSWORD));
    if (half.statusCode() != 401 || !half.body().contains("MFA_REQUIRED")) {
      throw new AssertionError(half.body());
    }
    return new JsonObject(half.body()).getString("challenge");
  }

  private static JsonObject ok(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return new JsonObject(answer.body());
  }
}
