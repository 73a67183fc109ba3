package org.reciprocalclubs.ledger;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.LedgerRefused;

/**
 * What the platform says stands on the ledger of agreements, clubs and their keys, against what an
 * organisation's peer has: the transaction, and each thing that it says.
 */
final class RecordAudit {
  private static final String PAGE = "100";
  private static final int ASKED_AT_ONCE = 1000;
  private static final UUID FIRST = new UUID(0, 0);
  /** The facts that functions record, and what their arguments are called there. */
  private static final Map<String, Said> SAID = Map.of(
      "Propose", new Said("AgreementProposed",
          List.of("agreement", "version", "proposer", "partner", "termsHash", "from")),
      "Approve", new Said("AgreementApproved", List.of("agreement", "version", "club", "termsHash")),
      "Amend", new Said("AgreementAmended", List.of("agreement", "version", "club", "termsHash", "from")),
      "Suspend", new Said("AgreementSuspended", List.of("agreement", "number", "club")),
      "Resume", new Said("AgreementResumed", List.of("agreement", "number", "club")),
      "Terminate", new Said("AgreementTerminated", List.of("agreement", "club", "endsAt")),
      "Enrol", new Said("ClubEnrolled", List.of("club", "msp")),
      "PublishKey", new Said("KeyPublished", List.of("club", "kid", "algorithm", "publicKey", "notBefore")),
      "RevokeKey", new Said("KeyRevoked", List.of("club", "kid", "revokedAt", "reason")),
      "PublishRevocations", new Said("RevocationsPublished", List.of("club", "number", "root", "count")));

  private final AuditRows rows;
  private final Audit.Asked asked;
  private final Consumer<Finding> findings;
  /** Of the agreement or club that was read last: its rows come one after the other. */
  private String read = "";
  private Map<String, JsonObject> facts = Map.of();
  /** Agreements of the ledger that were not looked for, or not found, in the platform. */
  private final Set<String> unknown = new TreeSet<>();

  private record Said(String type, List<String> names) {}

  RecordAudit(AuditRows rows, Audit.Asked asked, Consumer<Finding> findings) {
    this.rows = rows;
    this.asked = asked;
    this.findings = findings;
  }

  void run() {
    var after = "";
    for (var page = rows.records(after); !page.isEmpty(); page = rows.records(after)) {
      page.forEach(this::compare);
      after = page.getLast().getString("key");
    }
    unknown();
    var club = FIRST;
    for (var page = rows.organisations(club); !page.isEmpty(); page = rows.organisations(club)) {
      page.forEach(this::assigned);
      club = page.getLast().getUUID("club");
    }
  }

  private void compare(Row row) {
    var said = SAID.get(row.getString("function"));
    if (said == null) {
      return;
    }
    var args = List.of(row.getArrayOfStrings("args"));
    var fact = facts(row.getString("kind").equals("AGREEMENT"), args.getFirst()).get(row.getString("tx"));
    if (fact == null) {
      found("The ledger has no transaction " + row.getString("tx") + " of " + row.getString("key")
          + ", which is said to stand there.");
    } else if (!says(fact, said, args)) {
      found("The transaction of " + row.getString("key") + " says something else on the ledger.");
    }
    if (row.getString("function").equals("Enrol")) {
      agreements(args.getFirst());
    }
  }

  /** What the ledger has between a club and others, of which the platform says nothing. */
  private void agreements(String club) {
    pages("agreements", "List", club).forEach(each -> unknown.add(each.getString("agreement", "")));
    if (unknown.size() >= ASKED_AT_ONCE) {
      unknown.removeAll(rows.recorded(unknown));
    }
  }

  /**
   * A row is there before the ledger is asked to record it: what was recorded while this compared has one by
   * now, and what has none is not the platform's.
   */
  private void unknown() {
    unknown.removeAll(rows.recorded(unknown));
    if (!unknown.isEmpty()) {
      rows.again();
      unknown.removeAll(rows.recorded(unknown));
    }
    unknown.forEach(each -> found("The ledger has an agreement " + each + " that the platform lacks."));
  }

  private static boolean says(JsonObject fact, Said said, List<String> args) {
    if (!said.type.equals(fact.getString("type"))) {
      return false;
    }
    for (int i = 0; i < said.names.size(); i++) {
      if (!args.get(i).equals(String.valueOf(fact.getValue(said.names.get(i))))) {
        return false;
      }
    }
    return true;
  }

  /** What the ledger has of an agreement, or of a club, by the transactions that recorded it. */
  private Map<String, JsonObject> facts(boolean ofAgreement, String id) {
    if (!read.equals(id)) {
      Map<String, JsonObject> found = new HashMap<>();
      if (ofAgreement) {
        put(found, pages("agreements", "History", id));
      } else {
        var enrolled = ask("clubs", "Get", id);
        put(found, enrolled == null ? List.of() : List.of(enrolled));
        put(found, pages("clubs", "ListRevocations", id));
        for (var key : pages("clubs", "ListKeys", id)) {
          put(found, List.of(key));
          var revocation = key.getJsonObject("revocation");
          put(found, revocation == null ? List.of() : List.of(revocation));
        }
      }
      read = id;
      facts = found;
    }
    return facts;
  }

  private static void put(Map<String, JsonObject> facts, List<JsonObject> more) {
    more.forEach(fact -> facts.put(fact.getString("tx", ""), fact));
  }

  private List<JsonObject> pages(String contract, String function, String id) {
    var all = new ArrayList<JsonObject>();
    var bookmark = "";
    do {
      var page = ask(contract, function, id, PAGE, bookmark);
      if (page == null) {
        return all;
      }
      page.getJsonArray("items", new JsonArray()).forEach(each -> all.add((JsonObject) each));
      bookmark = page.getString("bookmark", "");
    } while (!bookmark.isEmpty());
    return all;
  }

  /** Null: there is none. */
  private @Nullable JsonObject ask(String contract, String function, String... args) {
    try {
      var answer = asked.ledger()
          .evaluate(new Call(contract, function, List.of(args), asked.msp(), Set.of()));
      return new JsonObject(new String(answer, StandardCharsets.UTF_8));
    } catch (LedgerRefused no) {
      if (no.code().equals("NOT_FOUND")) {
        return null;
      }
      throw no;
    }
  }

  /** One that is not enrolled yet waits for it; one that is, is so with that organisation. */
  private void assigned(Row row) {
    var enrolled = ask("clubs", "Get", row.getUUID("club").toString());
    if (enrolled != null && !row.getString("msp").equals(enrolled.getString("msp"))) {
      found("The ledger has " + enrolled.getString("msp") + " speak for club " + row.getUUID("club")
          + ", and the platform " + row.getString("msp") + ".");
    }
  }

  private void found(String what) {
    findings.accept(new Finding(Finding.Kind.TRANSACTION_CHANGED, what));
  }
}
