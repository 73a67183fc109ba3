package org.reciprocalclubs.ledger;

import io.vertx.pgclient.PgConnection;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reciprocalclubs.codecs.Codecs;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.log.VerifierKey;

/**
 * Compares what the platform keeps of what happened with what was recorded of it: events with leaves, leaves
 * with the tree, the tree with what the log says of itself, and its anchors with the clubs' ledger. Whatever
 * was changed, taken out, moved or put in since is a finding. Changes nothing; may run beside the platform.
 */
public final class Audit {
  private final Consumer<Finding> findings;

  /** @param findings told of each, as it is found */
  public Audit(Consumer<Finding> findings) {
    this.findings = findings;
  }

  /**
   * How much was compared.
   *
   * @param alone leaves that were held against the tree alone, since nothing of their events is left to be
   * compared
   * @param waiting since when the oldest event waits that is no leaf yet; null: none does
   */
  public record Compared(long leaves, long alone, long anchors, long onLedger, @Nullable Instant waiting) {}

  /**
   * The clubs' ledger, as one of its organisations knows it.
   *
   * @param ledger stays the caller's to close
   * @param channel what is asked, and what anchors are said to stand on
   * @param msp whose peer is asked
   */
  public record Asked(Ledger ledger, String channel, String msp) {}

  /**
   * Compares all of it; waits.
   *
   * @param connection of a login that may become clubs_desk
   * @param key the log's, from whoever is trusted more than this database; null: as the database has it
   * @param asked null: the ledger is not
   */
  public Compared run(PgConnection connection, @Nullable VerifierKey key, @Nullable Asked asked) {
    var rows = AuditRows.begin(connection);
    try {
      var trusted = key == null ? VerifierKey.parse(rows.key()).orElseThrow() : key;
      var anchors = new AnchorAudit(rows, trusted, findings);
      var leaves = new LeafAudit(rows, Codecs.contract(), anchors, findings);
      long compared = leaves.run();
      var waiting = leaves.waiting();
      long onLedger = 0;
      if (asked != null) {
        new RecordAudit(rows, asked, findings).run();
        onLedger = new LedgerAudit(rows, asked, findings).run(trusted.name());
      }
      return new Compared(compared, leaves.alone(), anchors.count(), onLedger, waiting);
    } finally {
      connection.query("rollback").execute().await();
    }
  }
}
