package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.auth.TestPasskey;

/** The passkey of somebody who signed in for it. */
final class WallPasskey {
  private final House house;
  private final String name;
  private final TestPasskey passkey;
  private final JsonObject made;
  private String token;
  private @Nullable String id;
  private @Nullable JsonObject used;

  /** Made, not confirmed. */
  WallPasskey(House house, String email, String name) throws Exception {
    this.house = house;
    this.name = name;
    passkey = new TestPasskey("http://localhost:" + (house.portBase() + 80));
    token = house.token(email, WallFederation.PASSWORD);
    made = passkey.made(ok("/me/passkeys/begin", token, new JsonObject()));
  }

  /** From now on it signs in. */
  WallPasskey confirm() throws Exception {
    var answer = ok("/me/passkeys", token, made.copy().put("name", name));
    token = answer.getString("token");
    id = answer.getJsonObject("passkey").getString("id");
    return this;
  }

  String token() {
    return token;
  }

  /** A field of what its authenticator answered when it was made. */
  String made(String field) {
    return made.getString(field);
  }

  /** Of the passkey, once it is confirmed. */
  String id() {
    if (id == null) {
      throw new IllegalStateException("It is not confirmed yet");
    }
    return id;
  }

  /** Of its credential. */
  String credential() {
    return passkey.id();
  }

  /** Answers whoever asks who signs in. */
  WallPasskey signsIn() throws Exception {
    used = passkey.used(ok("/sign-in/passkey/begin", null, new JsonObject()));
    return this;
  }

  /** Answers whoever asks once more who sits there. */
  WallPasskey provesIt() throws Exception {
    used = passkey.used(ok("/sessions/current/step-up/begin", token, new JsonObject()));
    return this;
  }

  /** A field of what its authenticator answered last. */
  String used(String field) {
    if (used == null) {
      throw new IllegalStateException("It was not used yet");
    }
    return used.getString(field);
  }

  private JsonObject ok(String path, @Nullable String as, JsonObject body) throws Exception {
    HttpResponse<String> answer = house.post("/api/v1" + path, as, body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return new JsonObject(answer.body());
  }
}
