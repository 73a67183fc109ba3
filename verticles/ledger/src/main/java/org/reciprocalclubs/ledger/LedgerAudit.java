package org.reciprocalclubs.ledger;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.Endorsed;
import org.reciprocalclubs.ledger.fabric.Outcome;
import org.reciprocalclubs.ledger.log.Hash;

/** Anchors as an organisation's peer has them, against those of the platform. */
final class LedgerAudit {
  private static final String PAGE = "100";
  /** So many anchors are asked about one by one, and of more one in so many. */
  private static final int EACH = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AuditRows rows;
  private final Audit.Asked asked;
  private final Consumer<Finding> findings;
  /** Those that were read from one side and not yet met on the other, a page or two. */
  private final Map<Long, Row> ours = new HashMap<>();
  /** Of sizes that the platform did not have when this began. */
  private final List<Long> unknown = new ArrayList<>();
  private final int phase = ThreadLocalRandom.current().nextInt(EACH);
  private long read;
  private long count;

  LedgerAudit(AuditRows rows, Audit.Asked asked, Consumer<Finding> findings) {
    this.rows = rows;
    this.asked = asked;
    this.findings = findings;
  }

  /** How many the ledger has. */
  long run(String origin) {
    var log = HexFormat.of().formatHex(Hash.sha256(origin.getBytes(StandardCharsets.UTF_8)));
    var bookmark = "";
    do {
      var page = page(log, bookmark);
      for (Object each : page.getJsonArray("items", new JsonArray())) {
        compare((JsonObject) each);
      }
      bookmark = page.getString("bookmark", "");
    } while (!bookmark.isEmpty());
    readTo(Long.MAX_VALUE);
    ours.values().forEach(this::lacking);
    unknown();
    return count;
  }

  /**
   * An anchor's row is there before the ledger is asked for it: what was recorded while this compared has one
   * by now, and what has none is not the platform's.
   */
  private void unknown() {
    if (!unknown.isEmpty()) {
      rows.again();
    }
    unknown.stream().filter(size -> !rows.hasAnchor(size)).forEach(
        size -> found("The ledger has an anchor of " + size + " leaves that the platform lacks."));
  }

  private JsonObject page(String log, String bookmark) {
    var call = new Call("anchors", "List", List.of(log, "0", PAGE, bookmark), asked.msp(), Set.of());
    return new JsonObject(new String(asked.ledger().evaluate(call), StandardCharsets.UTF_8));
  }

  private void compare(JsonObject theirs) {
    count++;
    long size = theirs.getLong("size");
    readTo(size);
    var own = ours.remove(size);
    if (own == null) {
      unknown.add(size);
    } else if (!AuditRows.hash(own, "root").toString().equals(theirs.getString("root"))
        || !Objects.equals(own.getLong("previous_size"), theirs.getLong("previousSize"))) {
      found("The anchor of " + size + " leaves has another root on the ledger, or follows another.");
    } else if (own.getString("tx") != null && !own.getString("tx").equals(theirs.getString("tx"))) {
      found("The anchor of " + size + " leaves was recorded by another transaction: " + theirs.getString("tx")
          + ".");
    } else if (own.getString("tx") != null && !asked.channel().equals(own.getString("channel"))) {
      found("The anchor of " + size + " leaves stands on channel " + asked.channel()
          + ", and the platform says on " + own.getString("channel") + ".");
    } else if (own.getString("tx") != null && isAsked()) {
      block(own, size);
    }
    ours.entrySet().removeIf(each -> {
      if (each.getKey() < size) {
        lacking(each.getValue());
      }
      return each.getKey() < size;
    });
  }

  /** Each is a question of its own: of many anchors some, others each time. */
  private boolean isAsked() {
    return count <= EACH || count % EACH == phase;
  }

  private void block(Row own, long size) {
    var outcome = asked.ledger().outcome(Endorsed.known(own.getString("tx"), asked.msp()), PATIENCE);
    if (!outcome.equals(new Outcome.Valid(own.getLong("block")))) {
      found("The anchor of " + size + " leaves stands in block " + own.getLong("block")
          + " as the platform says, and the ledger says " + outcome + ".");
    }
  }

  private void readTo(long size) {
    while (read < size) {
      var page = rows.anchors(read);
      page.forEach(row -> ours.put(row.getLong("size"), row));
      if (page.isEmpty()) {
        read = Long.MAX_VALUE;
      } else {
        read = page.getLast().getLong("size");
      }
      if (size == Long.MAX_VALUE && read < size) {
        ours.values().forEach(this::lacking);
        ours.clear();
      }
    }
  }

  private void lacking(Row own) {
    if (own.getString("tx") != null) {
      found("The anchor of " + own.getLong("size") + " leaves is not on the ledger.");
    }
  }

  private void found(String what) {
    findings.accept(new Finding(Finding.Kind.LEDGER_DIFFERS, what));
  }
}
