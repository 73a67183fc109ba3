package org.reciprocalclubs.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors that the reference implementation of RFC 6962 is tested with, and all small trees. */
class MerkleTreeTest {
  private static final List<String> ENTRIES = List.of("", "00", "10", "2021", "3031", "40414243",
      "5051525354555657", "606162636465666768696a6b6c6d6e6f");
  private static final List<String> ROOTS = List.of(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  /** A tree, and all its tiles as they were kept. */
  private static final class Kept {
    private final Edge edge = Edge.empty();
    private final Map<Tile, byte[]> tiles = new HashMap<>();
    private final List<Hash> leaves = new ArrayList<>();
    private final List<Hash> roots = new ArrayList<>(List.of(Hash.EMPTY));

    static Kept of(int size) {
      var kept = new Kept();
      for (int i = 0; i < size; i++) {
        kept.append(("entry " + i).getBytes(StandardCharsets.US_ASCII));
      }
      return kept;
    }

    void append(byte[] entry) {
      leaves.add(Hash.leaf(entry));
      edge.append(leaves.getLast());
      edge.takeChanged()
          .forEach((tile, hashes) -> tiles.put(Tile.full(tile.level(), tile.index()), hashes));
      roots.add(edge.root());
    }

    List<Hash> inclusion(long index, long size) {
      return read(Proof.inclusion(index, size));
    }

    List<Hash> read(Proof proof) {
      assertThat(tiles.keySet()).containsAll(proof.tiles());
      return proof.read(new Tiles(tiles));
    }
  }

  private static Kept published() {
    var kept = new Kept();
    ENTRIES.forEach(entry -> kept.append(HexFormat.of().parseHex(entry)));
    return kept;
  }

  private static List<String> hex(List<Hash> hashes) {
    return hashes.stream().map(Hash::toString).toList();
  }

  @Test
  void roots_are_those_that_are_published() {
    assertThat(hex(published().roots)).isEqualTo(ROOTS);
  }

  @ParameterizedTest
  @CsvSource({
      "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 "
          + "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e "
          + "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b "
          + "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 "
          + "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "1, 5, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d "
          + "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e "
          + "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"})
  void inclusion_proofs_are_those_that_are_published(long index, long size, String path) {
    assertThat(hex(published().inclusion(index, size))).isEqualTo(List.of(path.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
      "1, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 "
          + "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e "
          + "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      "6, 8, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a "
          + "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 "
          + "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "2, 5, 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e "
          + "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"})
  void consistency_proofs_are_those_that_are_published(long older, long newer, String path) {
    assertThat(hex(published().read(Proof.consistency(older, newer)))).isEqualTo(List.of(path.split(" ")));
  }

  @Test
  void every_leaf_of_every_small_tree_is_proven_and_no_other_place_of_it() {
    var kept = Kept.of(70);
    for (int size = 1; size <= 70; size++) {
      for (int index = 0; index < size; index++) {
        var path = kept.inclusion(index, size);
        var leaf = kept.leaves.get(index);
        assertThat(Proven.inclusion(index, size, leaf, path, kept.roots.get(size))).isTrue();
        assertThat(Proven.inclusion(index + 1L, size, leaf, path, kept.roots.get(size))).isFalse();
        assertThat(Proven.inclusion(index, size, Hash.EMPTY, path, kept.roots.get(size))).isFalse();
        assertThat(Proven.inclusion(index, size, leaf, path, kept.roots.get(size - 1))).isFalse();
      }
    }
  }

  @Test
  void every_small_tree_is_proven_to_begin_every_later_one_and_no_other_does() {
    var kept = Kept.of(70);
    for (int newer = 0; newer <= 70; newer++) {
      for (int older = 0; older <= newer; older++) {
        var path = kept.read(Proof.consistency(older, newer));
        var then = new Proven.Head(older, kept.roots.get(older));
        var now = new Proven.Head(newer, kept.roots.get(newer));
        assertThat(Proven.consistency(then, now, path)).as("%s in %s", older, newer).isTrue();
        var other = new Proven.Head(older, Hash.leaf(new byte[]{1}));
        assertThat(Proven.consistency(other, now, path)).as("not %s in %s", older, newer).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256, 257, 511, 65_535, 65_536, 65_537, 66_000})
  void trees_of_several_tiles_prove_their_leaves(int size) {
    var kept = Kept.of(size);
    for (int index : new int[]{0, 1, 254, size / 2, size - 2, size - 1}) {
      assertThat(Proven.inclusion(index, size, kept.leaves.get(index), kept.inclusion(index, size),
          kept.roots.get(size))).isTrue();
    }
    for (int older : new int[]{1, 255, size / 3, size - 1}) {
      assertThat(Proven.consistency(new Proven.Head(older, kept.roots.get(older)),
          new Proven.Head(size, kept.roots.get(size)), kept.read(Proof.consistency(older, size)))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 300, 65_536, 65_800})
  void a_tree_that_was_kept_grows_as_if_it_had_never_been_put_away(int size) {
    var kept = Kept.of(size);
    Map<Tile, byte[]> tiles = new HashMap<>();
    Edge.tiles(size).forEach(
        tile -> tiles.put(tile, kept.tiles.get(Tile.full(tile.level(), tile.index()))));
    var again = Edge.of(size, tiles);
    assertThat(again.root()).isEqualTo(kept.roots.get(size));
    for (int i = 0; i < 600; i++) {
      var leaf = Hash.leaf(new byte[]{(byte) i});
      kept.edge.append(leaf);
      again.append(leaf);
      assertThat(again.root()).isEqualTo(kept.edge.root());
    }
  }

  @Test
  void an_edge_that_lacks_a_tile_is_not_taken() {
    assertThatIllegalArgumentException().isThrownBy(() -> Edge.of(3, Map.of()));
  }
}
