package org.reciprocalclubs.ledger;

import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.anchors.AnchorSettings;
import org.reciprocalclubs.ledger.anchors.Anchoring;

/**
 * The anchors of a {@link Chancery}, looked after by hand, and what becomes of their transactions said by the
 * rows that the ledger's worker would write.
 */
record Harbourmaster(TestDatabase database, Anchoring anchoring) {
  static final String CHANNEL = "clubs";

  private static final Duration EVER = Duration.ofHours(1);

  /** Who closes a batch at each look that finds a leaf. */
  static Harbourmaster of(TestDatabase database, Chancery chancery, int inFlight) {
    return of(database, chancery, new AnchorSettings(1, EVER, inFlight, Duration.ofMillis(1)));
  }

  static Harbourmaster of(TestDatabase database, Chancery chancery, AnchorSettings settings) {
    var data = chancery.data();
    return new Harbourmaster(database, new Anchoring(data.store(), data.leases(), settings,
        new Anchoring.Log(Chancery.ORIGIN, CHANNEL)));
  }

  /** The club in whose name the log is anchored. */
  static void found(TestDatabase database) {
    database.admin("""
        insert into auth.club (id, version, code, name, kind, status, location, time_zone, country, currency,
          created_at, updated_at)
        values ($1, 1, 'FED', 'Federation', 'FEDERATION', 'ACTIVE', '', 'UTC', 'US', 'USD', now(), now())""",
        Ids.uuid7());
  }

  /** The log is empty again, and nothing is anchored; what happened before is not told again. */
  static void empty(TestDatabase database) {
    database.admin("""
        do $$ begin
          if to_regclass('ledger.begun') is null then
            create table ledger.begun as select * from ledger.tree;
          end if;
        end $$""");
    database
        .admin("truncate ledger.anchor, ledger.organisation, ledger.transaction, ledger.leaf, ledger.tile");
    database.admin("update ledger.tree t set size = 0, root = b.root, note = b.note from ledger.begun b");
  }

  void turn() {
    anchoring.turn();
  }

  /** The ledger has it. */
  void stands(long size, String tx, long block) {
    database.admin("""
        update ledger.transaction set state = 'CONFIRMED', tx = $2, block = $3, next_try_at = null,
            updated_at = now()
         where id = (select transaction from ledger.anchor where size = $1)""", size, tx, block);
  }

  /** The ledger never will have it; said long ago. */
  void failed(long size) {
    database.admin("""
        update ledger.transaction set state = 'FAILED', error = 'CONFLICT: no', next_try_at = null,
            updated_at = now() - interval '1 day'
         where id = (select transaction from ledger.anchor where size = $1)""", size);
  }

  /** Sizes of the anchors there are. */
  List<Long> sizes() {
    var rows = database.admin("select array_agg(size order by size) from ledger.anchor").iterator().next();
    Long[] sizes = rows.getArrayOfLongs(0);
    return sizes == null ? List.of() : List.of(sizes);
  }

  /** What the transaction of an anchor says. */
  List<String> args(long size) {
    return List.of(transaction(size).getArrayOfStrings("args"));
  }

  Row transaction(long size) {
    return database.admin("""
        select t.* from ledger.transaction t join ledger.anchor a on a.transaction = t.id
         where a.size = $1""", size).iterator().next();
  }

  static String tx(int n) {
    return "%064x".formatted(n);
  }

  static UUID club(TestDatabase database) {
    return database.admin("select id from auth.club where kind = 'FEDERATION'").iterator().next().getUUID(0);
  }
}
