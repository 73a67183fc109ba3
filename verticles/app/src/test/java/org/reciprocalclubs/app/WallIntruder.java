package org.reciprocalclubs.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tries everything on one operation that it should not be able to do, and keeps a list of what it could. */
final class WallIntruder {
  private static final Set<String> TOO_FEW = Set.of(WallReply.UNAUTHORIZED, WallReply.NOT_FOUND);
  private static final Set<String> ABROAD = Set.of(WallReply.UNAUTHORIZED, WallReply.NOT_FOUND, "CONFLICT",
      "REFUSED");
  /** These exist for everybody, so that a stranger may tell them from what does not. */
  private static final Set<String> KNOWN_TO_ALL = Set.of("tomorrow", "club", "partnerCode");
  private static final int ID_LENGTH = 36;
  private static final Pattern VERDICT = Pattern.compile("\"code\":\\s*\"(\\w+)\"");

  private final WallClub marked;
  private final WallClub stranger;
  private final String operator;
  private final WallTokens tokens;

  WallIntruder(WallClub marked, WallClub stranger, String operator, WallTokens tokens) {
    this.marked = marked;
    this.stranger = stranger;
    this.operator = operator;
    this.tokens = tokens;
  }

  WallClub marked() {
    return marked;
  }

  WallClub stranger() {
    return stranger;
  }

  WallTokens tokens() {
    return tokens;
  }

  /** One request of an attempt, and what is wrong if it gets through. */
  private record Attempt(WallDoor door, WallTable.Row row, JsonObject input, List<String> faults) {
    WallReply by(@Nullable String token) throws Exception {
      return door.call(row.operation(), input, token);
    }
  }

  void tries(WallDoor door, WallTable.Row row) throws Exception {
    var values = marked.values(row.names());
    var attempt = new Attempt(door, row, new JsonObject(WallTable.fill(row.input(), values)),
        new ArrayList<>());
    rightful(attempt);
    if (!row.isPublic()) {
      unknown(attempt);
      weak(attempt);
      abroad(attempt, values);
    }
    assertThat(attempt.faults()).as(door.name() + " " + row).isEmpty();
  }

  private void rightful(Attempt attempt) throws Exception {
    var row = attempt.row();
    var answer = attempt.by(row.isPublic() ? null : token(marked, row));
    assertThat(answer.isOk()).as("The rightful call: " + answer).isTrue();
    var fixed = marked.values(Set.of("mark", "code", "partnerCode", "visit", "visitAbroad", "ownMember",
        "memberUser", "memberEmail", "letter", "ownLetter", "restriction",
        "reservation", "ownReservation", "expected", "flagged", "visitEvent", "transaction", "apiKey"));
    row.seen().forEach(word -> assertThat(answer.text()).as("The rightful call")
        .contains(WallTable.fill(word, fixed)));
  }

  /** Nobody known: without a token, and with some that are none. */
  private void unknown(Attempt attempt) throws Exception {
    var good = token(marked, attempt.row());
    Map<String, String> bad = Map.of("a forged signature", WallTokens.forged(good), "no signature",
        WallTokens.unsigned(good), "no token at all", "x", "an expired token", tokens.expired(good));
    refused(attempt, "without a token", attempt.by(null), Set.of(WallReply.UNAUTHENTICATED));
    for (var each : bad.entrySet()) {
      var reply = attempt.by(each.getValue());
      refused(attempt, each.getKey(), reply, Set.of(WallReply.UNAUTHENTICATED));
      var code = each.getKey().equals("an expired token") ? "TOKEN_EXPIRED" : "TOKEN_INVALID";
      if (!reply.code().equals(code)) {
        attempt.faults().add(each.getKey() + " has the code " + reply.code());
      }
    }
  }

  /** People of the club itself. */
  private void weak(Attempt attempt) throws Exception {
    for (var role : attempt.row().mayNot()) {
      refused(attempt, "as " + role, attempt.by(marked.token(role)), TOO_FEW);
    }
  }

  /** The same person of another club: this club's value in one place after the other, and in all. */
  private void abroad(Attempt attempt, Map<String, String> rightful) throws Exception {
    var row = attempt.row();
    Map<String, String> stolen = new HashMap<>();
    for (var name : row.names()) {
      var value = marked.asStranger(name, Objects.requireNonNull(rightful.get(name), name));
      if (value != null) {
        stolen.put(name, value);
      }
    }
    if (stolen.isEmpty()) {
      return;
    }
    var who = row.who().equals("operator") ? stranger.token("office") : token(stranger, row);
    for (var each : stolen.entrySet()) {
      with(attempt, Map.of(each.getKey(), each.getValue()), who, each.getKey() + " of another club");
    }
    with(attempt, stolen, who, "all of another club");
    with(attempt, stolen, operator, "all of a club, as the operator");
    sameAsNothing(attempt, stolen, who);
  }

  private void with(Attempt attempt, Map<String, String> stolen, String who, String how)
      throws Exception {
    var reply = mixed(attempt, stolen).by(who);
    if (!(reply.isOk() && attempt.row().answeredAbroad()) && !ABROAD.contains(reply.kind())) {
      attempt.faults().add(how + ": " + reply);
    }
    tellsNothing(attempt, how, reply, stolen.values());
  }

  /** What is another club's must look as if it did not exist. */
  private void sameAsNothing(Attempt attempt, Map<String, String> stolen, String who) throws Exception {
    Map<String, String> theirs = new HashMap<>(stolen);
    theirs.remove("newId");
    Map<String, String> nothing = new HashMap<>(theirs);
    nothing.replaceAll((name, value) -> KNOWN_TO_ALL.contains(name)
        ? value
        : value.length() == ID_LENGTH ? UUID.randomUUID().toString() : value + "77777");
    var reply = mixed(attempt, theirs).by(who);
    var other = mixed(attempt, nothing).by(who);
    if (!what(reply).equals(what(other))) {
      attempt.faults().add("What is another club's is told from what is not there: " + reply + " / " + other);
    }
  }

  private static String what(WallReply reply) {
    var verdict = VERDICT.matcher(reply.text());
    return reply.kind() + " " + reply.code() + (verdict.find() ? " " + verdict.group(1) : "");
  }

  /** The stranger's own rightful request, with these values instead of its own. */
  private Attempt mixed(Attempt attempt, Map<String, String> stolen) throws Exception {
    Map<String, String> values = new HashMap<>(stolen);
    for (var name : attempt.row().names()) {
      if (!values.containsKey(name)) {
        values.put(name, stranger.value(name));
      }
    }
    return new Attempt(attempt.door(), attempt.row(),
        new JsonObject(WallTable.fill(attempt.row().input(), values)), attempt.faults());
  }

  private void refused(Attempt attempt, String how, WallReply reply, Set<String> kinds) {
    if (!kinds.contains(reply.kind())) {
      attempt.faults().add(how + ": " + reply);
    }
    tellsNothing(attempt, how, reply, List.of());
  }

  /** An id that was sent may be repeated; nothing else of the club may be there. */
  private void tellsNothing(Attempt attempt, String how, WallReply reply, Collection<String> sent) {
    marked.secrets().stream().filter(secret -> reply.text().contains(secret) && !sent.contains(secret))
        .forEach(secret -> attempt.faults().add(how + ", " + secret + " came out: " + reply));
  }

  private String token(WallClub club, WallTable.Row row) throws Exception {
    return row.who().equals("operator") ? operator : club.token(row.who());
  }
}
