package org.reciprocalclubs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reciprocalclubs.ledger.Chancery.CITY;
import static org.reciprocalclubs.ledger.Chancery.HARBOUR;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reciprocalclubs.kit.store.TestDatabase;
import org.reciprocalclubs.ledger.Chancery.Visitor;
import org.reciprocalclubs.ledger.log.Checkpoint;
import org.reciprocalclubs.ledger.log.Edge;
import org.reciprocalclubs.ledger.log.Hash;
import org.reciprocalclubs.ledger.log.Note;
import org.reciprocalclubs.ledger.log.Proven;
import org.reciprocalclubs.ledger.log.Tile;
import org.reciprocalclubs.ledger.log.VerifierKey;

/** The log, read by somebody who has nothing but its address. */
class LogRoutesTest {
  private static final int LEAVES = 600;
  private static final int LENGTH = Short.BYTES + Hash.BYTES;
  @RegisterExtension
  static final TestDatabase DATABASE = TestDatabase.with("ledger");
  private static Chancery chancery;

  @BeforeAll
  static void open() throws Exception {
    chancery = new Chancery(DATABASE);
    for (int i = 0; i < LEAVES; i++) {
      chancery.opened(Visitor.of(HARBOUR), CITY);
    }
    chancery.grown(LEAVES);
  }

  @AfterAll
  static void close() {
    chancery.close();
  }

  private static Checkpoint checkpoint() throws Exception {
    var note = Note.parse(chancery.text("/checkpoint")).orElseThrow();
    var key = VerifierKey.parse(chancery.text("/key").strip()).orElseThrow();
    assertThat(note.isSignedBy(key)).isTrue();
    return Checkpoint.parse(note.text()).orElseThrow();
  }

  @Test
  void the_entries_make_the_tree_whose_root_is_signed() throws Exception {
    var edge = Edge.empty();
    for (var tile : List.of(Tile.full(0, 0), Tile.full(0, 1), new Tile(0, 2, LEAVES - 512))) {
      byte[] bundle = chancery.get("/tile/entries" + tile.path().substring(1)).body();
      assertThat(bundle).hasSize(tile.width() * LENGTH);
      for (int at = 0; at < bundle.length; at += LENGTH) {
        edge.append(Hash.leaf(Arrays.copyOfRange(bundle, at + Short.BYTES, at + LENGTH)));
      }
    }
    assertThat(checkpoint()).isEqualTo(new Checkpoint(Chancery.ORIGIN, LEAVES, edge.root()));
  }

  @Test
  void the_tiles_at_the_edge_are_all_that_the_root_needs() throws Exception {
    Map<Tile, byte[]> tiles = new HashMap<>();
    for (var tile : Edge.tiles(LEAVES)) {
      tiles.put(tile, chancery.get("/tile/" + tile.path()).body());
    }
    assertThat(Edge.of(LEAVES, tiles).root()).isEqualTo(checkpoint().root());
  }

  @Test
  void any_two_sizes_are_proven_to_be_of_one_log() throws Exception {
    var now = new Proven.Head(LEAVES, checkpoint().root());
    var older = Edge.empty();
    byte[] bundle = chancery.get("/tile/entries/000").body();
    for (int at = 0; at < 100 * LENGTH; at += LENGTH) {
      older.append(Hash.leaf(Arrays.copyOfRange(bundle, at + Short.BYTES, at + LENGTH)));
    }
    var path = path("/consistency/100/" + LEAVES);
    assertThat(Proven.consistency(new Proven.Head(100, older.root()), now, path)).isTrue();
    assertThat(Proven.consistency(new Proven.Head(99, older.root()), now, path)).isFalse();
  }

  @Test
  void every_leaf_is_proven_to_be_in_it() throws Exception {
    for (int index : new int[]{0, 255, 256, LEAVES - 1}) {
      byte[] hashes = chancery.get("/tile/" + Tile.full(0, index / 256).within(LEAVES).orElseThrow().path())
          .body();
      assertThat(Proven.inclusion(index, LEAVES, Hash.at(hashes, index % 256 * Hash.BYTES),
          path("/inclusion/" + index + "/" + LEAVES), checkpoint().root())).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"/tile/0/003, 404, NOT_FOUND", "/tile/0/002.p/200, 404, NOT_FOUND",
      "/tile/entries/009, 404, NOT_FOUND", "/tile/7/000, 404, NOT_FOUND", "/tile/0/..%2f000, 404, NOT_FOUND",
      "/inclusion/0/601, 404, NOT_FOUND", "/inclusion/5/5, 400, VALIDATION_ERROR",
      "/inclusion/-1/5, 400, VALIDATION_ERROR", "/inclusion/1/x, 400, VALIDATION_ERROR",
      "/inclusion/1/99999999999999999999, 400, VALIDATION_ERROR",
      "/inclusion/0/999999999999999, 400, VALIDATION_ERROR", "/inclusion/0/99999999999999, 404, NOT_FOUND",
      "/consistency/99999999999998/99999999999999, 404, NOT_FOUND",
      "/consistency/6/5, 400, VALIDATION_ERROR", "/consistency/6/601, 404, NOT_FOUND"})
  void what_is_not_there_is_said_with_a_code(String path, int status, String code) throws Exception {
    var answer = chancery.get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new JsonObject(new String(answer.body(), StandardCharsets.UTF_8))
        .getString("code")).isEqualTo(code);
  }

  private static List<Hash> path(String path) throws Exception {
    var hashes = new ArrayList<Hash>();
    for (Object each : new JsonObject(chancery.text(path)).getJsonArray("proof")) {
      hashes.add(Hash.of(Base64.getDecoder().decode((String) each)));
    }
    return hashes;
  }
}
