package org.reciprocalclubs.kit.audit;

import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.reciprocalclubs.codecs.Codecs;

/**
 * Compares the clubs' audit chains with what happened: each entry with its event and with the entry before
 * it, from where and personal values with what the entry holds them to, and the seals with the chain. What
 * was erased is counted, and no finding. Changes nothing; may run beside the platform.
 */
public final class ChainAudit {
  private static final UUID FIRST = new UUID(0, 0);

  private final Consumer<ChainFinding> findings;
  private long entries;
  private long erased;

  /** @param findings told of each, as it is found */
  public ChainAudit(Consumer<ChainFinding> findings) {
    this.findings = findings;
  }

  /**
   * How much was compared.
   *
   * @param erased personal values, and places from where somebody came, that are not kept any more
   */
  public record Compared(long chains, long entries, long erased) {}

  /**
   * Compares all of them; waits.
   *
   * @param connection of a login that may become clubs_desk
   */
  public Compared run(PgConnection connection) {
    var rows = ChainRows.begin(connection);
    try {
      Map<UUID, Long> matched = new HashMap<>();
      UUID after = FIRST;
      for (List<Row> page = rows.chains(after); !page.isEmpty(); page = rows.chains(after)) {
        page.forEach(chain -> matched.put(chain.getUUID("club"), compare(rows, chain)));
        after = page.getLast().getUUID("club");
      }
      rows.counts().forEach(count -> added(rows, count, matched));
      return new Compared(matched.size(), entries, erased);
    } finally {
      rows.end();
    }
  }

  private long compare(ChainRows rows, Row chain) {
    var walk = new ChainWalk(rows, chain, new EventIds(Codecs.contract()), findings);
    walk.run();
    entries += walk.count();
    erased += walk.erased();
    return walk.matched();
  }

  private void added(ChainRows rows, Row count, Map<UUID, Long> matched) {
    UUID club = count.getUUID("club");
    if (!count.getLong("events").equals(matched.getOrDefault(club, 0L))) {
      rows.added(club).forEach(event -> findings.accept(new ChainFinding(ChainFinding.Kind.EVENT_ADDED,
          "Event " + event.getUUID("id") + " (" + event.getString("type") + ") of club " + club
              + " stands in no entry.")));
    }
  }
}
