package org.reciprocalclubs.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.kit.auth.TestProvider;
import org.reciprocalclubs.kit.store.Ids;

/**
 * A club with people of every role, a partner and visits, all of whose names and texts hold one mark by
 * which they are known again wherever they come out. Its values have names, under which the tables ask
 * for them; a name that begins with {@code new} makes another each time.
 */
final class WallClub {
  private static final List<String> ROLES = List.of("manager", "staff", "auditor", "member");
  private static final int MEMBERS = 60;
  /** What of a passkey's last answer goes where. */
  private static final Map<String, String> USED = Map.of("usedData", "authenticatorData", "usedSignature",
      "signature", "usedHandle", "userHandle");
  private static final Set<String> KNOWN_TO_ALL = Set.of("newId", "newNeighbour", "newOutsideClub");

  private final House house;
  private final WallFederation federation;
  private final String mark;
  private final WallFederation.Club club;
  private final WallFederation.Club partner;
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> secrets = new HashSet<>();
  private final Deque<String> members = new ArrayDeque<>();
  private final Deque<String> visitors = new ArrayDeque<>();
  private final String partnerOffice;
  private final Kiosk kiosk;
  /** Of whoever was made last who has a second factor, or is about to. */
  private @Nullable WallPhone phone;
  private @Nullable WallPasskey passkey;
  private @Nullable WallProvider provider;
  private int lastNumber = MEMBERS;
  private int lastDay;

  WallClub(House house, WallFederation federation, List<WallFederation.Club> clubs, String mark)
      throws Exception {
    this.house = house;
    this.federation = federation;
    this.mark = mark;
    this.club = clubs.getFirst();
    this.partner = clubs.getLast();
    partnerOffice = federation.appoint(partner, mark);
    tokens.put("office", federation.appoint(club, mark));
    hire();
    members.addAll(register(tokens.get("office"), MEMBERS));
    visitors.addAll(register(partnerOffice, 2 * MEMBERS).subList(0, MEMBERS));
    agree();
    kiosk = Kiosk.enrol(house, make("newCode"));
    tokens.put("kiosk", kiosk.token());
    keep("number", "1", "member", members.pop(), "memberNumber", club.code() + "-1");
    happen();
    secrets.add(mark);
  }

  /** Someone of that role, signed in; who leaves, and who is new, signs in for it. */
  String token(String role) throws Exception {
    return switch (role) {
      case "leaver" -> house.token(value("memberEmail"), WallFederation.PASSWORD);
      case "newcomer" -> house.token(user("member").getString("email"), WallFederation.PASSWORD);
      case "provided" -> {
        provider();
        yield Objects.requireNonNull(tokens.get("office"));
      }
      case "holder" -> phone(true).token();
      case "enrolling", "secured" -> phone().token();
      case "keying", "keyed" -> passkey().token();
      default -> Objects.requireNonNull(tokens.get(role), role);
    };
  }

  String id() {
    return club.id();
  }

  /** What nobody outside the club and its partner may read: its mark and every id it has made. */
  Set<String> secrets() {
    return secrets;
  }

  /** The values of these names. */
  Map<String, String> values(Set<String> names) throws Exception {
    Map<String, String> found = new HashMap<>();
    for (var name : names) {
      found.put(name, value(name));
    }
    return found;
  }

  String value(String name) throws Exception {
    if (name.startsWith("used")) {
      return passkey().used(Objects.requireNonNull(USED.get(name), name));
    }
    return name.startsWith("new") ? make(name) : Objects.requireNonNull(values.get(name), name);
  }

  /**
   * What a stranger who means harm writes in the place of that name: this club's own, where the rightful
   * value is another's.
   *
   * @param rightful the value in this club's own call
   * @return null for what is nobody's
   */
  @Nullable
  String asStranger(String name, String rightful) {
    return switch (name) {
      case "newVisitor" -> values.get("member");
      case "newVisitorNumber" -> values.get("number");
      case "partnerCode" -> club.code();
      case "newId" -> values.get("scan");
      case "newUser" -> values.get("memberUser");
      case "mark", "code", "newNeighbour", "newEmail", "password", "newNumber", "newName", "nextMonth",
          "newTotp", "newIssuer", "newClientId", "newMadeClient", "newMadeAttestation", "newLoginClient",
          "newProofClient", "usedData", "usedSignature", "usedHandle" ->
        null;
      default -> rightful;
    };
  }

  private String make(String name) throws Exception {
    var made = switch (name) {
      case "newId" -> Ids.uuid7().toString();
      case "newNumber" -> "X" + UUID.randomUUID().toString().substring(0, 8);
      case "newEmail" -> federation.email();
      case "newName" -> "Name " + Ids.uuid7();
      case "newRole" -> role(make("newName"));
      case "newApiKey" -> apiKey().getJsonObject("key").getString("id");
      case "newNeighbour" -> federation.neighbour().id();
      case "newVisitor" -> visitors.pop();
      case "newVisitorNumber" -> String.valueOf(++lastNumber);
      case "newMember" -> members.pop();
      case "newSuspendedMember" ->
        id(ok("office", "/members/" + members.pop() + "/suspend", new JsonObject()));
      case "newUser" -> id(user("member"));
      case "newSuspendedUser" ->
        id(ok("office", "/users/" + id(user("member")) + "/suspend", new JsonObject()));
      case "newPending" -> registered().getJsonObject("user").getString("id");
      case "newBegunFactor" -> phone(false).factor();
      case "newFactor" -> phone(true).factor();
      case "newPhoneOwner" -> phoneOwner();
      case "newChallenge" -> phone(true).challenge();
      case "newPasskey" -> passkey(true).id();
      case "newCredential" -> passkey(true).credential();
      case "newMadeClient" -> passkey(false).made("clientDataJson");
      case "newMadeAttestation" -> passkey().made("attestationObject");
      case "newLoginClient" -> passkey().signsIn().used("clientDataJson");
      case "newProofClient" -> passkey().provesIt().used("clientDataJson");
      case "newTotp" -> phone().code();
      case "newOutsideClub" -> outsideClub();
      case "newOutsideState" -> provider().state(club.id(), user("member").getString("email"));
      case "newOutsideCode" -> Objects.requireNonNull(provider).code();
      case "newIdToken" -> provider().idToken(user("member").getString("email"));
      case "newIssuer" -> federation.provider().issuer();
      case "newClientId" -> TestProvider.CLIENT;
      case "newSession" -> WallTokens.session(token("leaver"));
      case "newEmailToken" ->
        federation.postbox().token("verify", registered().getJsonObject("user").getString("email"));
      case "newResetToken" -> resetToken(user("member").getString("email"));
      case "newRefresh" -> registered().getString("refreshToken");
      case "newCode" -> ok("office", "/enrolment-codes", new JsonObject().put("name", "Desk " + mark))
          .getString("code");
      case "newDevice" -> Kiosk.enrol(house, make("newCode")).device();
      case "newAssertion" -> kiosk.assertion();
      case "newVisit" -> checkedIn();
      case "newFlagged" -> flagged();
      case "newOwnVisit" -> made();
      case "newNotice" -> notice();
      case "newLetter" -> letter(members.pop());
      case "newRestriction" -> restriction(make("newVisit"));
      case "newDay" -> LocalDate.now(ZoneOffset.UTC).plusDays(2 + lastDay++).toString();
      case "newReservation" -> reservation(partnerOffice, club.id(), true);
      case "newOwnReservation" -> reservation(token("member"), partner.id(), false);
      default -> agreement(name);
    };
    if (made.length() == 36 && !KNOWN_TO_ALL.contains(name)) {
      secrets.add(made);
    }
    return made;
  }

  /** The club's own, set where another call has removed it. */
  private WallProvider provider() throws Exception {
    var own = provider == null ? federation.provider() : provider;
    own.set(token("office"));
    provider = own;
    return own;
  }

  private String outsideClub() throws Exception {
    provider();
    return club.id();
  }

  private String role(String name) throws Exception {
    return id(ok("office", "/roles", new JsonObject().put("name", name).put("permissions",
        new JsonArray().add("visit.read").add("member.read"))));
  }

  private JsonObject apiKey() throws Exception {
    return ok("office", "/api-keys", new JsonObject().put("name", "Till " + mark)
        .put("permissions", new JsonArray().add("visit.read")).put("endsAt", value("nextMonth")));
  }

  private WallPhone phone() throws Exception {
    return phone == null ? phone(false) : phone;
  }

  /** A new member's: begun, or confirmed too. */
  private WallPhone phone(boolean confirmed) throws Exception {
    var made = new WallPhone(house, user("member").getString("email"), mark);
    if (confirmed) {
      made.confirm();
    }
    phone = made;
    return made;
  }

  private WallPasskey passkey() throws Exception {
    return passkey == null ? passkey(true) : passkey;
  }

  /** A new member's: made, or confirmed too. */
  private WallPasskey passkey(boolean confirmed) throws Exception {
    var made = new WallPasskey(house, user("member").getString("email"), mark);
    passkey = confirmed ? made.confirm() : made;
    return made;
  }

  private String phoneOwner() throws Exception {
    var user = user("member");
    new WallPhone(house, user.getString("email"), mark).confirm();
    return id(user);
  }

  private String resetToken(String email) throws Exception {
    federation.ok(null, "POST", "/password/forgotten", new JsonObject().put("email", email));
    return federation.postbox().token("reset", email);
  }

  private String agreement(String name) throws Exception {
    var neighbour = federation.neighbour();
    if (name.equals("newProposal")) {
      return id(propose(token("office"), neighbour.id()));
    }
    var neighbourOffice = federation.appoint(neighbour, mark);
    var offer = id(propose(neighbourOffice, club.id()));
    switch (name) {
      case "newOffer" -> {
      }
      case "newLive" -> approve(offer);
      case "newSuspended" -> {
        approve(offer);
        ok("office", "/agreements/" + offer + "/suspend", new JsonObject());
      }
      case "newNoticed" -> {
        approve(offer);
        ok("office", "/agreements/" + offer + "/terminate", new JsonObject());
      }
      case "newAmendment", "newOwnAmendment" -> {
        approve(offer);
        var author = name.equals("newAmendment") ? neighbourOffice : tokens.get("office");
        federation.ok(author, "POST", "/agreements/" + offer + "/amendment", new JsonObject()
            .put("effectiveDate", "2099-01-01")
            .put("terms", new JsonObject().put("specialConditions", mark)));
      }
      default -> throw new IllegalArgumentException("There is no {" + name + "}");
    }
    return offer;
  }

  private void hire() throws Exception {
    for (var role : ROLES) {
      var user = user(role);
      tokens.put(role, house.token(user.getString("email"), WallFederation.PASSWORD));
      if (role.equals("member")) {
        keep("memberUser", id(user), "memberEmail", user.getString("email"));
        keep("ownMember", id(ok("office", "/members", new JsonObject().put("userId", id(user))
            .put("membershipType", "REGULAR").put("memberNumber", "LOGIN")
            .put("profile", new JsonObject().put("firstName", "Noor").put("lastName", mark)))));
      }
    }
    tokens.put("pending", registered().getString("token"));
    values.putAll(Map.of("mark", mark, "club", club.id(), "code", club.code(), "partnerCode", partner.code(),
        "password", WallFederation.PASSWORD, "partner", partner.id(), "tomorrow",
        LocalDate.now(ZoneOffset.UTC).plusDays(1).toString(),
        "nextMonth", LocalDate.now(ZoneOffset.UTC).plusMonths(1) + "T00:00:00Z"));
  }

  private void agree() throws Exception {
    var agreement = id(propose(partnerOffice, club.id()));
    keep("agreement", agreement);
    approve(agreement);
  }

  /** The other club's terms are agreed to, and hold: the ledger has recorded them. */
  private void approve(String agreement) throws Exception {
    ok("office", "/agreements/" + agreement + "/approve", new JsonObject());
    Eventually.answer(() -> house.get("/api/v1/agreements/" + agreement, tokens.get("office")),
        answer -> "ACTIVE".equals(new JsonObject(answer.body()).getString("state")));
  }

  /** A visit here, one of the club's own member elsewhere, and a word to the member. */
  private void happen() throws Exception {
    keep("visitor", make("newVisitor"), "partner", partner.id());
    keep("visit", visit(token("staff"), value("visitor"), club.id()),
        "visitAbroad", made(), "notice", notice(),
        "scan", checkedIn(), "letter", letter(value("member")), "ownLetter", letter(value("ownMember")));
    keep("visitEvent", recorded(value("visit")), "transaction", wanted());
    federation.ok(tokens.get("office"), "PUT", "/rules", new JsonObject().put("kind", "HOUSE")
        .put("terms", new JsonObject().put("specialConditions", mark)
            .put("booking", new JsonObject().put("approval", true))));
    keep("restriction", restriction(value("visit")), "reservation", make("newReservation"),
        "ownReservation", make("newOwnReservation"), "expected", expected());
    keep("flagged", make("newFlagged"), "role", role("Wardens " + mark));
    var apiKey = apiKey();
    keep("apiKey", id(apiKey.getJsonObject("key")), "apiSecret", apiKey.getString("secret"));
    secrets.add(value("apiSecret"));
    ok("manager", "/flagged-visits/" + value("flagged") + "/settle",
        new JsonObject().put("resolution", "ACCEPTED").put("note", mark));
    federation.ok(tokens.get("member"), "POST", "/me/pass", new JsonObject().put("deviceKey",
        "BDCgQkzSHClEg4otdckrN+duog2fAIk6O07uijwKr+w+4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM="));
  }

  /** The event with which that visit was recorded, which is a moment after it was made. */
  private String recorded(String visit) throws Exception {
    var listed = Eventually.answer(() -> house.get("/api/v1/receipts?stream=" + visit, token("staff")),
        answer -> answer.body().contains("\"event\""));
    return new JsonObject(listed.body()).getJsonArray("nodes").getJsonObject(0).getString("event");
  }

  /** What of the club's agreement is to stand on the ledger, which is wanted a moment after it is made. */
  private String wanted() throws Exception {
    var listed = Eventually.answer(() -> house.get("/api/v1/transactions?pageSize=100", token("staff")),
        answer -> answer.body().contains("AGREEMENT_CREATION"));
    return new JsonObject(listed.body()).getJsonArray("nodes").stream().map(JsonObject.class::cast)
        .filter(each -> each.getString("type").equals("AGREEMENT_CREATION")).map(WallClub::id).findFirst()
        .orElseThrow();
  }

  /** A visit of the club's own member elsewhere that has ended. */
  private String made() throws Exception {
    var id = visit(partnerOffice, value("ownMember"), partner.id());
    federation.ok(partnerOffice, "POST", "/visits/" + id + "/check-out", new JsonObject());
    return id;
  }

  private String visit(String token, String member, String host) throws Exception {
    return id(federation.ok(token, "POST", "/visits", new JsonObject().put("memberId", member)
        .put("visitingClubId", host).put("services", new JsonArray().add(mark))));
  }

  private String checkedIn() throws Exception {
    var scan = Kiosk.scan(partner.code(), make("newVisitorNumber"));
    var answer = kiosk.checkIn(token("kiosk"), scan).body();
    if (!answer.contains("\"decision\":\"ADMITTED\"")) {
      throw new AssertionError(answer);
    }
    return scan.getString("scanId");
  }

  /** Somebody came in again without having left. */
  private String flagged() throws Exception {
    var number = make("newVisitorNumber");
    kiosk.checkIn(token("kiosk"), Kiosk.scan(partner.code(), number));
    var scan = Kiosk.scan(partner.code(), number).put("alreadyHappened", true).put("occurredAt",
        Instant.now().toString());
    var answer = kiosk.checkIn(token("kiosk"), scan).body();
    if (!answer.contains("\"flagged\":true")) {
      throw new AssertionError(answer);
    }
    return scan.getString("scanId");
  }

  private JsonObject propose(String token, String to) throws Exception {
    return federation.ok(token, "POST", "/agreements", new JsonObject().put("partnerClubId", to)
        .put("effectiveDate", "2026-01-01").put("terms", new JsonObject().put("specialConditions", mark)));
  }

  private String letter(String member) throws Exception {
    return id(ok("office", "/letters", new JsonObject().put("memberId", member).put("note", mark)));
  }

  private String restriction(String visit) throws Exception {
    return id(ok("office", "/restrictions", new JsonObject().put("visitId", visit).put("reason", mark)
        .put("kind", "LIMITATION").put("noGuests", true)));
  }

  /** Of a visitor here by the partner's office, or of the club's own member elsewhere. */
  private String reservation(String token, String host, boolean visitor) throws Exception {
    var request = new JsonObject().put("visitingClubId", host).put("day", make("newDay"))
        .put("facility", mark).put("guests", new JsonArray().add(new JsonObject().put("name", mark)));
    if (visitor) {
      request.put("member",
          new JsonObject().put("club", partner.code()).put("number", String.valueOf(MEMBERS)));
    }
    return id(federation.ok(token, "POST", "/reservations", request).getJsonObject("reservation"));
  }

  /** The host's own is confirmed at once. */
  private String expected() throws Exception {
    var today = LocalDate.now(ZoneId.of("Europe/London")).toString();
    var request = new JsonObject().put("visitingClubId", club.id()).put("day", today).put("member",
        new JsonObject().put("club", partner.code()).put("number", String.valueOf(MEMBERS)));
    return id(ok("office", "/reservations", request).getJsonObject("reservation"));
  }

  private String notice() throws Exception {
    return id(ok("office", "/notifications", new JsonObject().put("type", "SYSTEM").put("title", mark)
        .put("userIds", new JsonArray().add(value("memberUser"))).put("message", "For you")
        .put("channels", new JsonArray().add("IN_APP"))).getJsonArray("notifications").getJsonObject(0));
  }

  private JsonObject user(String role) throws Exception {
    var email = federation.email();
    return ok("office", "/users", new JsonObject().put("email", email).put("username", email)
        .put("password", WallFederation.PASSWORD).put("firstName", "Noor").put("lastName", mark)
        .put("role", role));
  }

  private JsonObject registered() throws Exception {
    var email = federation.email();
    return federation.ok(null, "POST", "/users/register", new JsonObject().put("email", email)
        .put("password", WallFederation.PASSWORD).put("username", email).put("clubId", club.id())
        .put("firstName", "Noor").put("lastName", mark));
  }

  private List<String> register(String token, int count) throws Exception {
    var csv = new StringBuilder("number,first_name,last_name\n");
    for (int i = 1; i <= count; i++) {
      csv.append(i).append(",Noor,").append(mark).append('\n');
    }
    var report = federation.ok(token, "POST", "/members/import", new JsonObject().put("content",
        Base64.getEncoder().encodeToString(csv.toString().getBytes(StandardCharsets.UTF_8))));
    return report.getJsonArray("rows").stream().map(row -> id((JsonObject) row)).toList();
  }

  private JsonObject ok(String role, String path, JsonObject body) throws Exception {
    return federation.ok(tokens.get(role), "POST", path, body);
  }

  private void keep(String... namesAndValues) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
      if (namesAndValues[i + 1].length() == 36) {
        secrets.add(namesAndValues[i + 1]);
      }
    }
  }

  private static String id(JsonObject object) {
    return object.getString("id");
  }
}
