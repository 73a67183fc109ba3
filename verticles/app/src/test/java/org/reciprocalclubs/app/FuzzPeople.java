package org.reciprocalclubs.app;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who sends nonsense: people of a club and of the federation, a kiosk, a program, and somebody unknown. */
final class FuzzPeople {
  private static final List<String> CLUB = List.of("admin", "manager", "desk", "auditor", "member");
  private static final Pattern ID = Pattern
      .compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final List<String> READS = List.of("/clubs", "/agreements", "/members", "/visits",
      "/devices",
      "/users", "/role-assignments", "/roles", "/api-keys", "/reservations", "/letters", "/restrictions",
      "/transactions", "/flagged-visits", "/me/sessions");

  private final House house;
  private final Map<String, String> tokens = new HashMap<>();
  private final Kiosk kiosk;

  FuzzPeople(House house) throws Exception {
    this.house = house;
    kiosk = Kiosk.enrol(house, house.kioskCode("HARBOUR"));
    var key = house.post("/api/v1/api-keys", house.token("admin@harbour.example"),
        new JsonObject().put("name", "Till")
            .put("endsAt", java.time.Instant.now().plusSeconds(86_400).toString())
            .put("permissions", new io.vertx.core.json.JsonArray().add("visit.read").add("visit.create")
                .add("member.create")));
    tokens.put("program", new JsonObject(key.body()).getString("secret"));
  }

  /** Somebody; most often who may do something. */
  String somebody(FuzzValues values) {
    return switch (values.random().nextInt(12)) {
      case 0, 1, 2, 3, 4 -> "admin";
      case 5, 6 -> "operator";
      case 7 -> "kiosk";
      case 8 -> "program";
      case 9 -> "nobody";
      default -> values.of(CLUB);
    };
  }

  /** A token that holds, or did a moment ago: what is sent may end it. */
  @Nullable
  String token(String who) throws Exception {
    if (who.equals("nobody")) {
      return null;
    }
    var known = tokens.get(who);
    if (known == null) {
      known = switch (who) {
        case "kiosk" -> kiosk.token();
        case "operator" -> house.token("operator@federation.example");
        default -> house.token(who + "@harbour.example");
      };
      tokens.put(who, known);
    }
    return known;
  }

  /** After a refusal: the next token is another one. */
  void renew(String who) {
    if (!who.equals("program")) {
      tokens.remove(who);
    }
  }

  /** Ids of what is there in the club. */
  List<String> ids() throws Exception {
    Set<String> ids = new HashSet<>();
    for (var path : READS) {
      var found = ID.matcher(house.get("/api/v1" + path, token("admin")).body());
      for (int i = 0; i < 20 && found.find(); i++) {
        ids.add(found.group());
      }
    }
    return new ArrayList<>(ids).stream().sorted().toList();
  }
}
