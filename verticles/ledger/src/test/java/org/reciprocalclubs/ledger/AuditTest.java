package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.kit.store.TestDatabase.await;
import static org.reciprocalclubs.ledger.Chancery.CITY;
import static org.reciprocalclubs.ledger.Chancery.HARBOUR;

import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reciprocalclubs.devledger.DevelopmentLedger;
import org.reciprocalclubs.devledger.DevelopmentNetwork;
import org.reciprocalclubs.kit.boot.NodeSettings;
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.StoreRole;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.Chancery.Happened;
import org.reciprocalclubs.ledger.Chancery.Visitor;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.transactions.LedgerSettings;
import org.reciprocalclubs.ledger.transactions.LedgerWorks;

/** Somebody with all rights over the database changes what happened, and an audit says what. */
class AuditTest {
  private static final int LEAVES = 300;
  private static final String FEDERATION = "FederationMSP";
  private static final List<String> TABLES = List.of("kit.event", "ledger.leaf", "ledger.salt", "ledger.tile",
      "ledger.tree", "ledger.anchor");
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("auth", "ledger");
  @TempDir
  private static Path directory;
  private static final List<Happened> EVENTS = new ArrayList<>();
  private static DevelopmentLedger development;
  private static Ledger ledger;
  private static Chancery chancery;

  @BeforeAll
  static void open() {
    Harbourmaster.found(DATABASE);
    development = network("network");
    chancery = new Chancery(DATABASE);
    var settings = new LedgerSettings(development.profile().toString(), 32, 16, Duration.ofMillis(20),
        AnchoredBlockTest.WAITS,
        new LedgerSettings.Tries(Duration.ofMillis(50), Duration.ofMillis(400), 3, 4),
        new LedgerSettings.Breaking(3, Duration.ofMillis(100), Duration.ofMillis(400)));
    await(LedgerWorks.open(chancery.data(), settings, NodeSettings.Mode.DEMO).work(DATABASE.vertx()));
    ledger = FabricLedger.open(development.profile(), AnchoredBlockTest.WAITS);
    var master = Harbourmaster.of(DATABASE, chancery, 8);
    for (int i = 0; i < LEAVES; i++) {
      EVENTS.add(chancery.opened(Visitor.of(HARBOUR), CITY));
      if (i == 9 || i == 269) {
        chancery.grown(i + 1);
        master.turn();
      }
    }
    chancery.grown(LEAVES);
    Eventually.until("both anchors stand", () -> {
      master.turn();
      return DATABASE.count("select count(*) from ledger.anchor where confirmed_at is not null") == 3;
    });
    TABLES.forEach(table -> DATABASE.admin("create table " + kept(table) + " as table " + table));
  }

  private static DevelopmentLedger network(String name) {
    return DevelopmentLedger.start(new DevelopmentNetwork(directory.resolve(name),
        List.of(FEDERATION, "CityMSP", "HarbourMSP"), 0, Duration.ofMillis(50), 100));
  }

  private static String kept(String table) {
    return "public." + table.replace('.', '_');
  }

  /** All is as it was. */
  @AfterEach
  void undo() {
    DATABASE.admin("set session_replication_role = replica");
    TABLES.forEach(table -> {
      DATABASE.admin("delete from " + table);
      DATABASE.admin("insert into " + table + " overriding system value select * from " + kept(table));
    });
    DATABASE.admin("set session_replication_role = origin");
  }

  @AfterAll
  static void close() {
    ledger.close();
    chancery.close();
    development.close();
  }

  private static List<Finding> audit() {
    return audit(ledger);
  }

  private static List<Finding> audit(Ledger asked) {
    var server = DATABASE.settings().server();
    var findings = new ArrayList<Finding>();
    var connection = await(PgConnection.connect(DATABASE.vertx(),
        new PgConnectOptions().setHost(server.hosts().getFirst()).setPort(server.port())
            .setDatabase(server.database()).setUser(StoreRole.MIGRATOR.sqlName())
            .setPassword(TestDatabase.passwords().get(StoreRole.MIGRATOR))));
    try {
      var compared = new Audit(findings::add).run(connection, null, asked, "CityMSP");
      assertThat(compared.leaves()).isPositive();
    } finally {
      await(connection.close());
    }
    return findings;
  }

  private static void finds(Finding.Kind kind, String... named) {
    assertThat(audit()).anySatisfy(finding -> {
      assertThat(finding.kind()).isEqualTo(kind);
      assertThat(finding.what()).contains(named);
    });
  }

  private static UUID event(int index) {
    return EVENTS.get(index).event();
  }

  @Test
  void nothing_is_found_where_nothing_was_changed() {
    assertThat(audit()).isEmpty();
  }

  @Test
  void who_was_erased_is_treated_by_commitment() {
    DATABASE.admin("""
        delete from ledger.salt where subject = (select subject from ledger.leaf where index = 7)""");
    assertThat(audit()).isEmpty();
    DATABASE.admin("update ledger.leaf set entry = sha256(entry) where index = 7");
    finds(Finding.Kind.LEAF_CHANGED, "leaf 7,", event(7).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"at = at + interval '1 second'", "actor = gen_random_uuid()",
      "partner = gen_random_uuid()", "data = data || '\\x0a'::bytea", "id = gen_random_uuid()",
      "type = 'reciprocalclubs.reciprocal.v1.VisitClosed'",
      "data = (select data from kit.event e where e.id <> event.id limit 1)"})
  void an_event_that_was_changed_is_named(String change) {
    DATABASE.admin("update kit.event set " + change + " where id = $1", event(42));
    finds(Finding.Kind.EVENT_CHANGED, "leaf 42,", event(42).toString());
  }

  @Test
  void an_event_that_was_deleted_is_named() {
    DATABASE.admin("delete from kit.event where id = $1", event(42));
    assertThat(audit()).singleElement().satisfies(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.EVENT_MISSING);
      assertThat(finding.what()).contains("leaf 42,", event(42).toString());
    });
  }

  @Test
  void two_events_that_were_swapped_are_named() {
    DATABASE.admin("alter table kit.event alter column seq drop identity");
    for (var move : List.of("update kit.event set seq = -seq where id = $1 or id = $2",
        """
            update kit.event e set xid = o.xid, seq = -o.seq from kit.event o
             where e.id = any(array[$1::uuid, $2::uuid]) and o.id = any(array[$1::uuid, $2::uuid]) and e.id <> o.id""")) {
      DATABASE.admin(move, event(40), event(44));
    }
    DATABASE.admin("alter table kit.event alter column seq add generated always as identity");
    finds(Finding.Kind.EVENT_MOVED, "leaf 40,", "leaf 41,", event(40).toString());
    finds(Finding.Kind.EVENT_MOVED, "leaf 44,", event(44).toString());
  }

  @Test
  void an_event_that_was_put_into_the_past_is_named() {
    var id = Ids.uuid7();
    DATABASE.admin("""
        insert into kit.event (seq, xid, id, stream, version, type, club, partner, data, actor, at)
        overriding system value
        select -seq, xid, $2, $2, 1, type, club, partner, data, actor, at from kit.event where id = $1""",
        event(42), id);
    assertThat(audit()).singleElement().satisfies(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.EVENT_ADDED);
      assertThat(finding.what()).contains(id.toString());
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry = sha256(entry)", "club = gen_random_uuid()", "person = null",
      "version = 9"})
  void a_leaf_that_was_changed_is_named(String change) {
    DATABASE.admin("update ledger.leaf set " + change + " where index = 42");
    assertThat(audit()).anySatisfy(finding -> assertThat(finding.what()).contains("leaf 42,"));
  }

  @Test
  void a_leaf_that_was_removed_is_named() {
    DATABASE.admin("delete from ledger.leaf where index = 42");
    finds(Finding.Kind.LEAF_MISSING, "Leaf 42 ");
    DATABASE.admin("delete from ledger.leaf where index = $1", (long) LEAVES - 1);
    finds(Finding.Kind.LEAF_MISSING, "Leaf " + (LEAVES - 1) + " ");
  }

  @Test
  void a_leaf_behind_the_end_is_named() {
    DATABASE.admin("""
        insert into ledger.leaf select $1, gen_random_uuid(), gen_random_uuid(), 1, club, partner, person,
          subject, at_club, entry from ledger.leaf where index = 1""", (long) LEAVES);
    finds(Finding.Kind.LEAF_ADDED, "Leaf " + LEAVES + " ");
  }

  @ParameterizedTest
  @CsvSource({"0, 0, leaf 2", "0, 1, leaf 258", "1, 0, Tile 1/000"})
  void a_tile_that_was_changed_is_named(int level, long index, String named) {
    int offset = level == 0 ? 2 * Hash.BYTES : 0;
    DATABASE.admin("""
        update ledger.tile set hashes = overlay(hashes placing sha256('x') from $3 for 32)
         where level = $1 and index = $2""", level, index, offset + 1);
    assertThat(audit()).singleElement().satisfies(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.TILE_CHANGED);
      assertThat(finding.what()).contains(named);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"note = replace(note, 'clubs.example', 'other.example')",
      "root = sha256(root)", "note = (select note from ledger.anchor where size = 10)"})
  void a_checkpoint_that_was_replaced_is_found(String change) {
    DATABASE.admin("update ledger.tree set " + change);
    assertThat(audit()).singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.CHECKPOINT_CHANGED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root = sha256(root)", "note = (select note from ledger.tree)",
      "previous_size = 11",
      "tx = repeat('ab', 32)", "block = block + 1", "size = 271"})
  void an_anchor_that_was_changed_is_named(String change) {
    DATABASE.admin("update ledger.anchor set " + change + " where size = 270");
    assertThat(audit()).anySatisfy(finding -> {
      assertThat(finding.kind()).isEqualTo(Finding.Kind.ANCHOR_CHANGED);
      assertThat(finding.what()).contains("Anchor 27");
    });
  }

  @Test
  void an_anchor_that_was_removed_is_named() {
    DATABASE.admin("delete from ledger.anchor where size = 10");
    finds(Finding.Kind.LEDGER_DIFFERS, "an anchor of 10 leaves that the platform lacks");
    finds(Finding.Kind.ANCHOR_CHANGED, "Anchor 270 follows 10 and not 0");
  }

  @Test
  void a_ledger_that_says_otherwise_is_found() {
    try (var network = network("other");
        var other = FabricLedger.open(network.profile(), AnchoredBlockTest.WAITS)) {
      var log = HexFormat.of().formatHex(Hash.sha256(Chancery.ORIGIN.getBytes(StandardCharsets.US_ASCII)));
      var endorsed = other.endorse(new Call("anchors", "Append",
          List.of(log, "10", "ab".repeat(32), "0", "", "10", ""), FEDERATION, Set.of()));
      other.submit(endorsed);
      other.outcome(endorsed, Duration.ofSeconds(20));
      assertThat(audit(other)).extracting(Finding::what).contains(
          "The anchor of 10 leaves has another root on the ledger, or follows another.",
          "The anchor of 270 leaves is not on the ledger.");
    }
  }

  @Test
  void what_was_rewritten_from_the_event_to_the_checkpoint_is_found_in_the_anchors() {
    // the leaf and its tile say what the event says now, and only the roots of the log do not
    DATABASE.admin("update kit.event set at = at + interval '1 day' where id = $1", event(42));
    DATABASE.admin("update ledger.leaf set entry = sha256(entry) where index = 42");
    DATABASE.admin("""
        update ledger.tile set hashes = overlay(hashes placing $1 from $2 for 32)
         where level = 0 and index = 0""",
        Buffer.buffer(leaf(42)), 42 * Hash.BYTES + 1);
    finds(Finding.Kind.ANCHOR_CHANGED, "Anchor 270 has another root than the leaves make");
  }

  private static byte[] leaf(long index) {
    var row = DATABASE.admin("select entry from ledger.leaf where index = $1", index).iterator().next();
    return Hash.leaf(row.getBuffer(0).getBytes()).bytes();
  }
}
