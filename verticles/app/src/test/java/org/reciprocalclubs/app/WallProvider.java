package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.auth.TestProvider;

/** A provider where people of the walls' clubs sign in, and who came back from it last. */
final class WallProvider {
  /** Providers of tests are on this machine. */
  static final Map<String, String> SETTINGS = Map.of("CLUBS_AUTH_OUTSIDE_ALLOW_PRIVATE", "true");

  private final House house;
  private final TestProvider provider;
  private @Nullable URI back;

  WallProvider(House house, TestProvider provider) {
    this.house = house;
    this.provider = provider;
  }

  /** What the office sets. */
  JsonObject wanted() {
    return new JsonObject().put("issuer", provider.issuer()).put("clientId", TestProvider.CLIENT)
        .put("clientSecret", TestProvider.SECRET);
  }

  String issuer() {
    return provider.issuer();
  }

  /** Sets it where the club has none. */
  void set(String office) throws Exception {
    if (house.get("/api/v1/provider", office).statusCode() == 200) {
      return;
    }
    var answer = house.send("PUT", "/api/v1/provider", office, wanted());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
  }

  /** Somebody signs in there: the state with which they come back. */
  String state(String club, String email) throws Exception {
    var begun = house.post("/api/v1/sign-in/begin", null, new JsonObject().put("clubId", club));
    if (begun.statusCode() != 200) {
      throw new AssertionError(begun.body());
    }
    back = provider.signIn(new JsonObject(begun.body()).getString("url"), email);
    return value("state");
  }

  /** The code with which they came back. */
  String code() {
    return value("code");
  }

  String idToken(String email) {
    return provider.idToken(email, null);
  }

  private String value(String name) {
    for (String each : String.valueOf(back).replaceFirst(".*\\?", "").split("&", -1)) {
      if (each.startsWith(name + "=")) {
        return each.substring(name.length() + 1);
      }
    }
    throw new AssertionError(back + " has no " + name);
  }
}
