package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.auth.TestProvider;

/** New clubs for the walls, admitted by the operator, who alone knows them all. */
final class WallFederation {
  static final String PASSWORD = "a long enough password";
  private static final int NEIGHBOURS = 120;

  private final House house;
  private final @Nullable Postbox postbox;
  private final @Nullable TestProvider provider;
  private final String operator;
  private final Deque<Club> neighbours = new ArrayDeque<>();
  private int people;

  /** A club as it was admitted. */
  record Club(String id, String code) {}

  /** Of a house without a mail server. */
  WallFederation(House house) throws Exception {
    this(house, null, null);
  }

  WallFederation(House house, @Nullable Postbox postbox, @Nullable TestProvider provider) throws Exception {
    this.house = house;
    this.postbox = postbox;
    this.provider = provider;
    this.operator = house.token("operator@federation.example");
  }

  /** Where everybody's mail arrives. */
  Postbox postbox() {
    return Objects.requireNonNull(postbox, "the house has no mail server");
  }

  /** Where people of a club sign in. */
  WallProvider provider() {
    return new WallProvider(house, Objects.requireNonNull(provider, "the house knows no provider"));
  }

  String operator() {
    return operator;
  }

  /** Clubs with these codes, and many that nobody knows yet. */
  List<Club> admit(List<String> codes) throws Exception {
    List<String> all = new ArrayList<>(codes);
    for (int i = 1; i <= NEIGHBOURS; i++) {
      all.add("NEAR" + i);
    }
    var csv = new StringBuilder("code,name,kind,location,time_zone,country,currency\n");
    all.forEach(code -> csv.append(code).append(",Club ").append(code)
        .append(",CITY,Somewhere,Europe/London,GB,GBP\n"));
    var report = ok(operator, "POST", "/clubs/import", new JsonObject().put("format", "CSV").put("content",
        Base64.getEncoder().encodeToString(csv.toString().getBytes(StandardCharsets.UTF_8))));
    List<Club> admitted = new ArrayList<>();
    JsonArray rows = report.getJsonArray("rows");
    for (int i = 0; i < all.size(); i++) {
      var club = new Club(rows.getJsonObject(i).getString("id"), all.get(i));
      (i < codes.size() ? admitted : neighbours).add(club);
    }
    return admitted;
  }

  /** A club that nobody has an agreement with. */
  Club neighbour() {
    return neighbours.pop();
  }

  /** The first administrator of a club, signed in. */
  String appoint(Club club, String lastName) throws Exception {
    var email = email();
    ok(operator, "POST", "/clubs/" + club.id() + "/admins", new JsonObject().put("email", email)
        .put("password", PASSWORD).put("firstName", "Noor").put("lastName", lastName));
    return house.token(email, PASSWORD);
  }

  /** An address of mail that nobody has yet. */
  String email() {
    return "person" + ++people + "@walls.example";
  }

  /** What must succeed. */
  JsonObject ok(@Nullable String token, String method, String path, @Nullable JsonObject body)
      throws Exception {
    var answer = house.send(method, "/api/v1" + path, token, body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body());
  }
}
