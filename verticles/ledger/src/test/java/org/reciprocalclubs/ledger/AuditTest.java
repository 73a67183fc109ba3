package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reciprocalclubs.kit.store.TestDatabase.await;
import static org.reciprocalclubs.ledger.Chancery.CITY;
import static org.reciprocalclubs.ledger.Chancery.HARBOUR;

import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.reciprocalclubs.kit.store.Eventually;
import org.reciprocalclubs.kit.store.Ids;
import org.reciprocalclubs.kit.store.StoreRole;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.Chancery.Happened;
import org.reciprocalclubs.ledger.Chancery.Visitor;
import org.reciprocalclubs.ledger.fabric.Call;
import org.reciprocalclubs.ledger.fabric.Endorsed;
import org.reciprocalclubs.ledger.fabric.FabricLedger;
import org.reciprocalclubs.ledger.fabric.Ledger;
import org.reciprocalclubs.ledger.fabric.NetworkProfile;
import org.reciprocalclubs.ledger.fabric.Outcome;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.VerifierKey;

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
    chancery.recordsOn(development);
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
      var compared = new Audit(findings::add).run(connection, null,
          new Audit.Asked(asked, NetworkProfile.read(development.profile()).channel(), "CityMSP"));
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

  @ParameterizedTest
  @ValueSource(strings = {"delete from ledger.salt where subject = (select subject from ledger.leaf"
      + " where index = 7)",
      "update ledger.salt set secret = null where subject = (select subject from"
          + " ledger.leaf where index = 7)"})
  void a_change_is_not_hidden_by_taking_away_what_it_would_be_compared_by(String change) {
    DATABASE.admin(change);
    DATABASE.admin("update kit.event set at = at + interval '1 day' where id = $1", event(7));
    finds(Finding.Kind.SALT_MISSING, "leaf 7,", event(7).toString());
    DATABASE.admin("update ledger.leaf set entry = sha256(entry) where index = 7");
    finds(Finding.Kind.LEAF_CHANGED, "leaf 7,", event(7).toString());
  }

  @Test
  void a_leaf_that_names_another_member_is_named_and_its_event_is_not_accused() {
    DATABASE.admin("update ledger.leaf set subject = gen_random_uuid() where index = 7");
    assertThat(audit()).singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.LEAF_CHANGED));
    DATABASE.admin("update kit.event set at = at + interval '1 day' where id = $1", event(7));
    finds(Finding.Kind.EVENT_CHANGED, "leaf 7,", event(7).toString());
  }

  @Test
  void an_anchor_that_was_recorded_while_it_compared_is_no_finding_and_one_that_was_taken_out_is() {
    DATABASE.admin("delete from ledger.anchor where size = 300");
    var asked = new AtomicBoolean();
    var meanwhile = (Ledger) Proxy.newProxyInstance(Ledger.class.getClassLoader(),
        new Class<?>[]{Ledger.class},
        (_, method, args) -> {
          if (method.getName().equals("evaluate") && asked.compareAndSet(false, true)) {
            DATABASE.admin("insert into ledger.anchor select * from " + kept("ledger.anchor")
                + " where size = 300");
          }
          return method.invoke(ledger, args);
        });
    assertThat(audit(meanwhile)).isEmpty();
    DATABASE.admin("delete from ledger.anchor where size = 300");
    finds(Finding.Kind.LEDGER_DIFFERS, "an anchor of 300 leaves that the platform lacks");
  }

  @Test
  void what_is_said_to_stand_on_the_ledger_and_does_not_is_named() {
    var club = Ids.uuid7();
    var enrolled = record(new Call("clubs", "Enrol", List.of(club.toString(), "CityMSP"), FEDERATION,
        Set.of()));
    try {
      confirmed("club/" + club, "KEY", "Enrol", enrolled.tx(), club.toString(), "CityMSP");
      Eventually.until("the other's peer has it, too", () -> audit().isEmpty());
      DATABASE.admin(
          "insert into ledger.organisation (club, msp, key, at) values ($1, 'HarbourMSP', $2, now())",
          club, "club/" + club);
      finds(Finding.Kind.TRANSACTION_CHANGED, "CityMSP speak for club " + club);
      DATABASE.admin("update ledger.transaction set args[2] = 'HarbourMSP' where key = $1", "club/" + club);
      finds(Finding.Kind.TRANSACTION_CHANGED, "club/" + club, "says something else");
      var agreement = Ids.uuid7().toString();
      confirmed("agreement/x", "AGREEMENT", "Approve", "ab".repeat(32), agreement, "1", club.toString(),
          "sha256:" + "ab".repeat(32));
      finds(Finding.Kind.TRANSACTION_CHANGED, "agreement/x", "said to stand there");
    } finally {
      DATABASE.admin("delete from ledger.organisation");
      DATABASE.admin("delete from ledger.transaction where kind <> 'ANCHOR'");
    }
  }

  @Test
  void an_agreement_of_the_ledger_that_the_platform_lacks_is_named() {
    var club = Ids.uuid7();
    var agreement = Ids.uuid7().toString();
    var enrolled = record(new Call("clubs", "Enrol", List.of(club.toString(), "CityMSP"), FEDERATION,
        Set.of()));
    var args = new String[]{agreement, "1", club.toString(), Ids.uuid7().toString(),
        "sha256:" + "ab".repeat(32), "2026-01-01T00:00:00Z", ""};
    var proposed = record(new Call("agreements", "Propose", List.of(args), "CityMSP", Set.of()));
    try {
      confirmed("club/" + club, "KEY", "Enrol", enrolled.tx(), club.toString(), "CityMSP");
      finds(Finding.Kind.TRANSACTION_CHANGED, "an agreement " + agreement + " that the platform lacks");
      confirmed("agreement/" + agreement, "AGREEMENT", "Propose", proposed.tx(), args);
      assertThat(audit()).isEmpty();
    } finally {
      DATABASE.admin("delete from ledger.transaction where kind <> 'ANCHOR'");
    }
  }

  private static Endorsed record(Call call) {
    var endorsed = ledger.endorse(call);
    ledger.submit(endorsed);
    assertThat(ledger.outcome(endorsed, Duration.ofSeconds(20))).isInstanceOf(Outcome.Valid.class);
    return endorsed;
  }

  private static void confirmed(String key, String kind, String function, String tx, String... args) {
    DATABASE.admin(
        """
            insert into ledger.transaction (id, key, kind, club, contract, function, args, msp,
            endorsers, state,                version, tx, block, created_at, updated_at)
              values (gen_random_uuid(), $1, $2, gen_random_uuid(), '', $3, $5, 'FederationMSP', '{}',
                'CONFIRMED',
                1, $4, 1, now(), now())""",
        key, kind, function, tx, args);
  }

  @Test
  void a_key_of_another_name_is_not_taken_for_the_logs_and_a_start_under_one_leaves_none() throws Exception {
    var keys = DATABASE.count("select count(*) from ledger.log_key");
    assertThatThrownBy(() -> chancery.start("other.example/log")).hasMessageContaining("log.origin");
    assertThat(DATABASE.count("select count(*) from ledger.log_key")).isEqualTo(keys);
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    DATABASE.admin("insert into ledger.log_key (verifier, sealed) values ($1, '')",
        VerifierKey.of("other.example/log", pair.getPublic()).toString());
    assertThat(audit()).isEmpty();
    DATABASE.admin("delete from ledger.log_key where starts_with(verifier, 'other')");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "update ledger.tile set hashes = hashes || sha256('x') where level = 0 and index = 1",
      "insert into ledger.tile values (0, 2, sha256('x'))",
      "insert into ledger.tile values (5, 0, sha256('x'))"})
  void hashes_behind_the_end_of_the_tree_are_named_and_nobody_is_shown_them(String change) throws Exception {
    DATABASE.admin(change);
    assertThat(audit()).singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.TILE_ADDED));
    assertThat(chancery.get("/tile/0/001.p/44").statusCode()).isEqualTo(200);
    for (var path : List.of("/tile/0/001.p/45", "/tile/0/002.p/1", "/tile/5/000.p/1")) {
      assertThat(chancery.get(path).statusCode()).as(path).isEqualTo(404);
    }
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
             where e.id in ($1::uuid, $2::uuid) and o.id in ($1::uuid, $2::uuid) and e.id <> o.id""")) {
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
  void a_block_that_does_not_hold_the_anchor_is_found_on_the_ledger() {
    var anchor = "update ledger.anchor set block = block + $1 where size = 10";
    var transaction = "update ledger.transaction set block = block + $1 where key = 'anchor/10'";
    DATABASE.admin(anchor, 1L);
    DATABASE.admin(transaction, 1L);
    try {
      finds(Finding.Kind.LEDGER_DIFFERS, "The anchor of 10 leaves stands in block ");
    } finally {
      DATABASE.admin(transaction, -1L);
    }
  }

  @Test
  void an_anchor_that_is_said_to_stand_on_another_channel_is_named() {
    DATABASE.admin("update ledger.anchor set channel = 'elsewhere' where size = 10");
    finds(Finding.Kind.LEDGER_DIFFERS, "The anchor of 10 leaves", "elsewhere");
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
