package org.reciprocalclubs.ledger;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Columns;
import org.reciprocalclubs.kit.store.Tx;

/** Secrets of subjects, made where there are none. */
final class SaltRows {
  private static final String SECRETS = "select subject, at_club, secret from ledger.secrets($1, $2, $3)";

  private SaltRows() {}

  private record Whose(UUID subject, UUID atClub) {}

  /** Asks for the secrets of deeds without waiting; the tree is held already, so nobody else makes any. */
  static Asked ask(Tx tx, List<Deed> deeds) {
    var distinct = deeds.stream().map(SaltRows::whose).distinct().toList();
    return new Asked(deeds, tx.queryAsync(SECRETS, Columns.of(distinct, UUID.class, Whose::subject),
        Columns.of(distinct, UUID.class, Whose::atClub),
        Columns.of(distinct, Buffer.class, each -> Buffer.buffer(Secret.fresh()))));
  }

  /** Deeds whose secrets are on their way. */
  record Asked(List<Deed> deeds, Future<RowSet<Row>> rows) {
    /**
     * The secret of each deed, in their order; waits. Of a subject that was erased there is none any more:
     * what is logged of it since has one that nobody keeps.
     */
    List<Secret> secrets() {
      Map<Whose, Secret> found = new HashMap<>();
      for (var row : rows.await()) {
        var secret = row.getBuffer("secret");
        if (secret != null) {
          found.put(new Whose(row.getUUID("subject"), row.getUUID("at_club")), new Secret(secret.getBytes()));
        }
      }
      return deeds.stream().map(deed -> secret(found, deed)).toList();
    }
  }

  private static Secret secret(Map<Whose, Secret> found, Deed deed) {
    var kept = found.get(whose(deed));
    return kept == null ? new Secret(Secret.fresh()) : kept;
  }

  private static Whose whose(Deed deed) {
    return new Whose(deed.subject(), deed.atClub());
  }
}
